import { EchoError, NoAnswerError, RefusedError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { writeSubmits } from "./pdu.ts";

/** A message on its way out. */
export interface Outgoing {
  /** A number as `checkedNumber` gives it. */
  readonly to: string;
  readonly text: string;
  /** Marks the parts of one message (0 to 255). */
  readonly reference: number;
  /** The modem is set to text mode. */
  readonly textMode: boolean;
  /** The service centre is asked to report the delivery. */
  readonly reported: boolean;
}

/** Time for a setting, ms. */
const SETTING_MS = 5000;
/** Characters of one message in text mode. */
const LONGEST = 160;
/**
 * Characters that have the same code in every character set a modem may be set to. The others,
 * such as `@` and `$`, would arrive as something else, and control characters would end the text.
 */
const PLAIN = /^[A-Za-z0-9 !"#%&'()*+,\-./:;<=>?\r\n]*$/;

/**
 * Checks a number that a message is to go to and takes out blanks, dashes and brackets.
 * @throws Error when it is none; the sentence does not repeat it
 */
export function checkedNumber(to: string): string {
  const number = to.replace(/[\s()\-/.]/g, "");
  if (/^\+?\d{2,20}$/.test(number)) return number;
  throw new Error(
    "the number to send to has to be 2 to 20 digits, with or without + in front",
  );
}

/**
 * Sends a text: as text where that is exact, else as one or several PDUs.
 *
 * Rejects with RefusedError or NoAnswerError; the rest of several parts is not sent then.
 * @returns the references that the modem told
 */
export async function sendText(
  exchange: Exchange,
  message: Outgoing,
): Promise<readonly number[]> {
  const { to, text, textMode, reported } = message;
  const isPlain = text.length <= LONGEST && PLAIN.test(text);
  if (textMode && isPlain && !reported) {
    return await sendOne(exchange, `AT+CMGS="${to}"`, text, 1);
  }
  const pdus = writeSubmits(to, text, message.reference, reported);
  const references: number[] = [];
  // A modem that restarted without a word may be in text mode, and would send the digits as a text.
  if (!textMode) await exchange.run("AT+CMGF=0", SETTING_MS);
  let isSent = false;
  try {
    await inPduMode(exchange, textMode, async () => {
      for (const { octets, hex } of pdus) {
        references.push(
          ...await sendOne(exchange, `AT+CMGS=${octets}`, hex, 0),
        );
      }
      isSent = true;
    });
  } catch (error) {
    // It is not sent again for what came behind it; each minute the modem gets its mode anew.
    if (!isSent) throw error;
  }
  return references;
}

/**
 * Runs work that needs PDUs, also with a modem set to text mode.
 *
 * A modem that cannot be set back counts as one that does not answer: it has to be set up anew.
 */
export async function inPduMode(
  exchange: Exchange,
  textMode: boolean,
  work: () => Promise<void>,
): Promise<void> {
  if (!textMode) return await work();
  await exchange.run("AT+CMGF=0", SETTING_MS);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NoAnswerError)) await backToText(exchange);
    throw error;
  }
  await backToText(exchange);
}

async function backToText(exchange: Exchange): Promise<void> {
  try {
    await exchange.run("AT+CMGF=1", SETTING_MS);
  } catch {
    throw new NoAnswerError("the modem does not return to text mode");
  }
}

/**
 * With the echo on nothing is sent: it is switched off first. A modem that refuses for its mode gets its
 * mode again. Each is done once, as one may come upon the other: a modem that restarted without a word
 * has forgotten both.
 * @param format 0 for PDUs, 1 for text, as `+CMGF` has it
 */
async function sendOne(
  exchange: Exchange,
  at: string,
  payload: string,
  format: 0 | 1,
): Promise<readonly number[]> {
  const mended = new Set<string>();
  for (;;) {
    try {
      return referencesIn(await exchange.message(at, payload));
    } catch (error) {
      const ofMode = error instanceof RefusedError && error.ofMode;
      const fault = ofMode ? "mode" : "echo";
      if (!(error instanceof EchoError) && !ofMode) throw error;
      if (mended.has(fault)) throw error;
      mended.add(fault);
      await exchange.run("ATE0", SETTING_MS);
      if (ofMode) await exchange.run(`AT+CMGF=${format}`, SETTING_MS);
    }
  }
}

/** `+CMGS: 17`, some with more behind it. */
function referencesIn(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line) => {
    const [, reference] = /^\+CMGS: ?(\d{1,3})\b/.exec(line) ?? [];
    return reference === undefined ? [] : [Number(reference)];
  });
}
