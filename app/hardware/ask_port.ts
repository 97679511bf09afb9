/** Finds out what is behind a serial port: by listening, then by asking. */
import type { BytePort } from "../../hal/byte_port.ts";
import { readSentence } from "../../hal/gps/nmea.ts";
import { SlcanParser } from "../../hal/linux/slcan_codec.ts";
import { dialectOf } from "../../hal/linux/slcan_dialect.ts";
import { ByteSession } from "../../hal/byte_session.ts";
import { pause } from "../../hal/pause.ts";
import type { Clock } from "../../hal/mod.ts";

/** What answered. */
export interface Found {
  readonly kind: "modem" | "nmea" | "slcan";
  readonly baudRate: number;
}

/** The usual bit rates, the most usual first. */
const RATES = [115_200, 9600, 4800, 38_400];
/** A receiver reports each second; an answer may come over a slow link. */
const LISTEN_MS = 1200, ANSWER_MS = 600;
/** How often is asked at the first rate, as an Arduino starts for two seconds when its port is opened, and at the others. */
const FIRST_ROUNDS = 3, ROUNDS = 1;
const MOST = 4096;
/** What an adapter answers to what it does not know. */
const BEL = "\x07";
/** So many whole frames are no accident. */
const FRAMES = 3;
/**
 * What is asked, in order. An adapter comes first, as the other question could change its settings; and
 * never an empty line: a CANable repeats its last command on it, which may be another program's frame.
 */
const QUESTIONS = ["V\r", "AT\r"];

/** Ways to tell what something is by what was heard. */
const SIGNS: readonly (readonly [Found["kind"], (heard: string) => boolean])[] =
  [["nmea", hasNmea], ["slcan", isSlcan], ["modem", isModem]];

/**
 * Asks on a port, at one bit rate after the other.
 * @returns undefined when nothing answers
 * @throws Error when the port cannot be opened
 */
export async function askPort(
  open: (baudRate: number) => Promise<BytePort>,
  clock: Clock,
): Promise<Found | undefined> {
  for (const [at, baudRate] of RATES.entries()) {
    const rounds = at === 0 ? FIRST_ROUNDS : ROUNDS;
    const kind = await askAt(() => open(baudRate), clock, rounds);
    if (kind !== undefined) return { kind, baudRate };
  }
  return undefined;
}

async function askAt(
  open: () => Promise<BytePort>,
  clock: Clock,
  rounds: number,
): Promise<Found["kind"] | undefined> {
  let heard = "";
  const session = new ByteSession(await open(), (bytes) => {
    heard = (heard + String.fromCharCode(...bytes)).slice(-MOST);
  });
  const after = async (question: string, ms: number) => {
    heard = "";
    // A line that takes nothing must not hold us.
    session.write(new TextEncoder().encode(question)).catch(() => {});
    await pause(clock, ms);
    return SIGNS.find(([, fits]) => fits(heard))?.[0];
  };
  try {
    const listened = await after("", LISTEN_MS);
    if (listened !== undefined) return listened;
    for (let round = 0; round < rounds; round++) {
      for (const question of QUESTIONS) {
        const kind = await after(question, ANSWER_MS);
        if (kind !== undefined) return kind;
      }
    }
    return undefined;
  } finally {
    await session.close();
  }
}

/** Whether a whole sentence with a right checksum is in what was heard. */
export function hasNmea(heard: string): boolean {
  return heard.split(/[\r\n]+/).some((line) => {
    const sentence = readSentence(line);
    return typeof sentence === "object" && sentence.checked;
  });
}

/** Whether a modem answered to `AT`. */
export function isModem(heard: string): boolean {
  return /(^|[\r\n])(OK|ERROR)\r/.test(heard);
}

/** Whether an adapter answered to `V` with its version, or hands over frames. */
export function isSlcan(heard: string): boolean {
  const lines = heard.replaceAll(BEL, "\r").split("\r");
  if (lines.slice(0, -1).some((line) => dialectOf(line) !== undefined)) {
    return true;
  }
  let frames = 0;
  const parser = new SlcanParser({
    frame: () => frames++,
    reply: () => {},
    garbage: () => {},
  });
  parser.push(new TextEncoder().encode(heard));
  return frames >= FRAMES;
}
