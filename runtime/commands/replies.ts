/**
 * Replies to server commands. The server matches them to those who asked by their order only, so each
 * command gets exactly one, whatever becomes of it.
 */
import {
  ANSWER,
  bounded,
  boundedAll,
  type Cut,
  isListOf,
  isReply,
  msgText,
  textsOf,
} from "./text.ts";
import type { Answer } from "../contract/plugin.ts";

/** Codes whose reply is a list of items; the server waits for its last one. */
const LISTS: ReadonlySet<string> = new Set(["1", "3"]);

const CUT: Cut = { ...ANSWER, end: "\r" };

type Values = readonly (number | string)[];

/** The lines that a handler's answer becomes; undefined where it is none that can be sent. */
export function replyOf(
  code: string,
  answer: unknown,
): readonly string[] | undefined {
  if (!isAnswer(answer)) return undefined;
  const lines = linesOf(answer);
  if (!isWhole(code, lines)) return undefined;
  return [
    ...pushed(answer),
    ...lines.map((values) =>
      bounded(`c${code},${[0, ...values].join(",")}`, CUT)
    ),
  ];
}

/**
 * The lines for a command that could not be carried out.
 * @param result the code's result and what belongs to it, such as `1,Invalid syntax`
 */
export function refused(code: string, result: string): readonly string[] {
  const line = bounded(`c${code},${result}`, CUT);
  // Where a list is expected, an error does not end the server's waiting: only a last item does.
  return LISTS.has(code) ? [line, `c${code},0,0,1,`] : [line];
}

/** The same for one that failed, with the reason in one line. */
export function failed(code: string, text: string): readonly string[] {
  const why = msgText(text).replaceAll("\r", " ");
  return refused(code, why === "" ? "1" : `1,${why}`);
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return isListOf(value, isField);
  if ("push" in value) return isReply(value.push);
  return "lines" in value &&
    isListOf(value.lines, (line) => isListOf(line, isField));
}

/** A value between two commas. */
function isField(value: unknown): boolean {
  return typeof value === "number" || typeof value === "string";
}

/** Plain values; an array has a method named push, so this is asked first. */
function isValues(answer: Answer): answer is Values {
  return Array.isArray(answer);
}

/** The values behind each line of the reply. */
function linesOf(answer: Answer): readonly Values[] {
  if (isValues(answer)) return [answer];
  return "lines" in answer ? answer.lines : [[]];
}

/** Whether lines are one whole reply: a single one, or all items with their index and count. */
function isWhole(code: string, lines: readonly Values[]): boolean {
  if (!LISTS.has(code)) return lines.length === 1;
  return lines.length > 0 &&
    lines.every(([index, count], i) => index === i && count === lines.length);
}

/** The messages with texts that go before the reply. */
function pushed(answer: Answer): readonly string[] {
  if (isValues(answer) || "lines" in answer) return [];
  return boundedAll(textsOf(answer.push).values().map(msgText), CUT)
    .map((text) => `PA${text}`);
}
