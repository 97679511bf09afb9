/** Texts that leave the program: their forms on each way, and how long they may be, as a plugin may make them of any length. */
import type { Reply } from "../contract/plugin.ts";
import type { Text } from "../contract/notices.ts";

/** Lines of a text at most: nobody gets more of them, and an array may say that it has billions. */
const LINES = 1_000_000;
/** Characters that are put together of lines; whatever takes them has room for a part of that. */
const JOINED = 10_000_000;

/** Whether it is an array with an end, of what is asked for. */
export function isListOf(
  value: unknown,
  is: (one: unknown) => boolean,
): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= LINES && value.every(is);
}

const isLine = (line: unknown) => typeof line === "string";

/** Whether a handler answered with a text. */
export function isText(value: unknown): value is Text {
  return typeof value === "string" || isListOf(value, isLine);
}

/** Lines as one text. */
function joined(text: Text, end: string): string {
  if (typeof text === "string") return text;
  let all = text[0] ?? "";
  for (let k = 1; k < text.length && all.length < JOINED; k++) {
    all += `${end}${text[k] ?? ""}`;
  }
  return all;
}

/** Whether a handler's answer is one that can be sent. */
export function isReply(value: unknown): value is Reply {
  if (value === undefined || isText(value)) return true;
  return typeof value === "object" && value !== null && "parts" in value &&
    isListOf(value.parts, isText);
}

/** A text as an SMS carries it: further lines begin with a blank. */
export function smsText(text: Text): string {
  return joined(text, "\n ");
}

/** A text as the server protocol carries it: lines end with CR, as LF would cut the message. */
export function msgText(text: Text): string {
  return joined(text, "\r ").replaceAll(/\r\n|\n/g, "\r");
}

/** A text as programs and other channels carry it: lines end with LF. */
export function plainText(text: Text): string {
  return joined(text, "\n").replaceAll(/\r\n?/g, "\n");
}

/** The texts that an answer is made of, each a message of its own. */
export function textsOf(reply: Reply): readonly Text[] {
  if (reply === undefined) return [];
  return isText(reply) ? [reply] : reply.parts;
}

/** An answer as the SMS that it is made of. */
export function messagesOf(reply: Reply): readonly string[] {
  return textsOf(reply).map(smsText);
}

// ---- how long they may be ----------------------------------------------------

/** A cut is moved back to the end of a line where one is so near, characters. */
const NEAR = 200;

/** How a text is cut. */
export interface Cut {
  /** Characters of it at most, without the note. */
  readonly most: number;
  /** How to get the rest; without commas, which separate fields of some messages. */
  readonly rest: string;
  /** What ends a line; default LF. */
  readonly end?: string;
}

/** What any way out gives of the answer to a command, all its texts together. */
export const ANSWER: Cut = { most: 65_536, rest: "ask for less" };
/** What a message of the server protocol has. */
export const MESSAGE: Cut = {
  most: 8000,
  rest: "ask for less or look at the web console",
  end: "\r",
};
/** What a notice to the owner has: push services take no more. */
export const NOTICE: Cut = {
  most: 2000,
  rest: "look at the web console or ask for it by the command",
};

/** What the journal has of a value. */
export const JOURNALLED: Cut = { most: 1000, rest: "the journal has no more" };

/** A text as it is, or cut, with a note that says how much is missing. */
export function bounded(text: string, { most, rest, end = "\n" }: Cut): string {
  if (text.length <= most) return text;
  const line = text.lastIndexOf(end, most);
  const cut = line > most - NEAR ? line : whole(text, most);
  const missing = text.length - cut;
  return `${
    text.slice(0, cut)
  }${end}${missing} more characters were left out: ${rest}`;
}

/** A text's begin of so many characters at most, without half a character at its end. */
export function begin(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, whole(text, most));
}

/** Where to cut so that no character of two halves is cut in two. */
function whole(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

/**
 * Texts, as many as are together no longer than that; the one that is too long for it is cut, and no
 * other one is asked for.
 */
export function boundedAll(
  texts: Iterable<string>,
  { most, rest, end = "\n" }: Cut,
): readonly string[] {
  const kept: string[] = [];
  let left = most;
  for (const text of texts) {
    if (text.length > left) {
      const start = begin(text, Math.max(0, left));
      kept.push(`${start}${end}More was left out: ${rest}`);
      break;
    }
    kept.push(text);
    // An empty text is a message, too
    left -= text.length + 1;
  }
  return kept;
}
