/** Finds out what is behind a serial port: by listening, then by asking. */
import type { BytePort } from "../../hal/byte_port.ts";
import { readSentence } from "../../hal/gps/nmea.ts";
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
/** A receiver reports each second. */
const LISTEN_MS = 1200, ANSWER_MS = 400;
const MOST = 4096;
/** What an adapter answers to what it does not know. */
const BEL = "\x07";
/** An empty command ends what somebody else left half typed. */
const AT = "\rAT\r", VERSION = "\r\r\rV\r";

/**
 * Asks on a port, at one bit rate after the other.
 * @returns undefined when nothing answers
 * @throws Error when the port cannot be opened
 */
export async function askPort(
  open: (baudRate: number) => Promise<BytePort>,
  clock: Clock,
): Promise<Found | undefined> {
  for (const baudRate of RATES) {
    const kind = await askAt(() => open(baudRate), clock);
    if (kind !== undefined) return { kind, baudRate };
  }
  return undefined;
}

async function askAt(
  open: () => Promise<BytePort>,
  clock: Clock,
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
    return heard;
  };
  try {
    if (hasNmea(await after("", LISTEN_MS))) return "nmea";
    if (isModem(await after(AT, ANSWER_MS))) return "modem";
    if (isSlcan(await after(VERSION, ANSWER_MS))) return "slcan";
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

/** Whether an adapter answered to `V` with its version. */
export function isSlcan(heard: string): boolean {
  return /(^|\r)V[\dA-F]{4}\r/i.test(heard.replaceAll(BEL, "\r"));
}
