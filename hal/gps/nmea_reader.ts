import { type NmeaFault, readSentence, type Sentence } from "./nmea.ts";

/** What the reader counts. */
export type NmeaCounters = {
  /** Sentences of any kind. */
  sentences: number;
  /** Sentences with a wrong checksum. */
  checksum: number;
  /** Lines that began or ended too early, or are too long. */
  cut: number;
  /** Lines that are no sentences. */
  garbage: number;
};

/** The standard allows 82 characters; receivers with many digits write some more. */
const LONGEST_LINE = 160;
const LF = 0x0a, CR = 0x0d, DOLLAR = 0x24;

/** Cuts a receiver's bytes into sentences and counts what is none. */
export class NmeaReader {
  readonly counters: NmeaCounters = {
    sentences: 0,
    checksum: 0,
    cut: 0,
    garbage: 0,
  };
  #line = "";
  /** This receiver writes checksums: a sentence without one is a cut one. */
  #checksums = false;

  /** Forgets what is incomplete, as after a lost connection. */
  reset(): void {
    this.#line = "";
    this.#checksums = false;
  }

  /** Takes the next bytes and returns the whole sentences in them. */
  push(bytes: Uint8Array): Sentence[] {
    const sentences: Sentence[] = [];
    for (const byte of bytes) {
      const ends = byte === LF || byte === CR || byte === DOLLAR;
      if (ends) this.#end(sentences);
      if (byte === LF || byte === CR) continue;
      this.#line += String.fromCharCode(byte);
      if (this.#line.length > LONGEST_LINE) {
        this.#count(this.#line.startsWith("$") ? "cut" : "garbage");
      }
    }
    return sentences;
  }

  #end(sentences: Sentence[]): void {
    if (this.#line === "") return;
    const sentence = readSentence(this.#line);
    if (typeof sentence === "string") return this.#count(sentence);
    if (this.#checksums && !sentence.checked) return this.#count("cut");
    this.#checksums ||= sentence.checked;
    this.counters.sentences++;
    this.#line = "";
    sentences.push(sentence);
  }

  #count(fault: NmeaFault): void {
    this.counters[fault]++;
    this.#line = "";
  }
}
