/**
 * Random bytes into the readers of modem and receiver.
 *
 * `deno run tests/soak/parsers_soak.ts [sequences] [seed]`; ends with an exception when one throws or
 * keeps more than it may.
 */
import { FixAssembler } from "../../hal/gps/assembler.ts";
import { NmeaReader } from "../../hal/gps/nmea_reader.ts";
import { AtReader } from "../../hal/modem/at_reader.ts";
import { Inbox } from "../../hal/modem/inbox.ts";
import { SimClock } from "../../hal/sim/clock.ts";
import { random } from "./random.ts";

const count = Number(Deno.args[0] ?? 1_000_000);
const seed = Number(Deno.args[1] ?? 1);

/** Pieces that lead deep into the readers. */
const AT_PIECES = [
  "\r\n",
  "> ",
  "OK",
  '+CMT: "+49","","26/01/01,00:00:00+04",145,4,0,0,"+49",145,',
  "9\r\n",
  "+CMT: ,24\r\n",
  "+CMGL: 1,0,,",
  '+CUSD: 0,"',
  '"',
  ",",
  "07919730071111F1000B919746121611F10000811170021222230DC8329BFD6681EE6F399B1C02\r\n",
  "0791",
  "0041000C91",
  "+CMTI:",
  "AT",
];
const NMEA_PIECES = [
  "\r\n",
  "$GPGGA,120405.00,5115.46224,N,00709.65394,E,1,08,1.05,139.4,M,47.2,M,,",
  "$GNRMC,",
  "$GPVTG,",
  "$GPGSA,A,3",
  "*",
  "*4F",
  ",,,,,,,,,,,,",
  "5115.46224,N,00709.65394,E",
  "A",
  "$",
];

const next = random(seed);

/** Between one and forty bytes: pieces, or anything. */
function sequence(pieces: readonly string[]): Uint8Array {
  if (next() < 0.5) {
    const piece = pieces[Math.floor(next() * pieces.length)] ?? "";
    return Uint8Array.from(piece, (char) => char.charCodeAt(0));
  }
  return Uint8Array.from(
    { length: 1 + Math.floor(next() * 39) },
    () => Math.floor(next() * 256),
  );
}

/** Memory in use, MB. */
function heap(): number {
  return Math.round(Deno.memoryUsage().heapUsed / 1e6);
}

const clock = new SimClock();
const inbox = new Inbox({
  events: { sms: () => Promise.resolve() },
  clock,
  remove: () => Promise.resolve(),
  again: () => {},
});
const at = new AtReader();
const tokens: Record<string, number> = {};
let longest = 0;
const before = heap();
for (let n = 0; n < count; n++) {
  for (const token of at.push(sequence(AT_PIECES))) {
    tokens[token.kind] = (tokens[token.kind] ?? 0) + 1;
    longest = Math.max(
      longest,
      token.kind === "line"
        ? token.text.length
        : token.kind === "message"
        ? token.body.length
        : 0,
    );
    if (token.kind === "message") inbox.add(token, "SM");
  }
  if (n % 1000 === 0) {
    clock.advance(1000);
    inbox.expire();
    await Promise.resolve();
  }
}
if (longest > 2000) throw new Error(`the AT reader kept ${longest} characters`);
console.log(
  `AT: ${count} sequences, ${JSON.stringify(tokens)}, longest ${longest}, ${
    JSON.stringify(inbox.counters)
  }, heap ${before} -> ${heap()} MB`,
);

const nmea = new NmeaReader(), assembler = new FixAssembler();
let fixes = 0;
for (let n = 0; n < count; n++) {
  for (const sentence of nmea.push(sequence(NMEA_PIECES))) {
    if (sentence.fields.join().length > 200) {
      throw new Error("the NMEA reader kept too long a line");
    }
    const fix = assembler.add(sentence);
    if (!fix) continue;
    fixes++;
    const { latitude = 0, longitude = 0 } = fix;
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new Error(`an impossible position came out of sequence ${n}`);
    }
  }
}
console.log(
  `NMEA: ${count} sequences, ${
    JSON.stringify(nmea.counters)
  }, ${fixes} reports, heap ${heap()} MB`,
);
