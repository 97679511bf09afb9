import type { Reply } from "../contract/plugin.ts";
import type { Text } from "../contract/notices.ts";

/** Whether a handler answered with a text. */
export function isText(value: unknown): value is Text {
  return typeof value === "string" ||
    (Array.isArray(value) && value.every((line) => typeof line === "string"));
}

/** Whether a handler's answer is one that can be sent. */
export function isReply(value: unknown): value is Reply {
  if (value === undefined || isText(value)) return true;
  return typeof value === "object" && value !== null && "parts" in value &&
    Array.isArray(value.parts) && value.parts.every(isText);
}

/** A text as an SMS carries it: further lines begin with a blank. */
export function smsText(text: Text): string {
  return typeof text === "string" ? text : text.join("\n ");
}

/** A text as the server protocol carries it: lines end with CR, as LF would cut the message. */
export function msgText(text: Text): string {
  const joined = typeof text === "string" ? text : text.join("\r ");
  return joined.replaceAll(/\r\n|\n/g, "\r");
}

/** A text as programs and other channels carry it: lines end with LF. */
export function plainText(text: Text): string {
  const joined = typeof text === "string" ? text : text.join("\n");
  return joined.replaceAll(/\r\n?/g, "\n");
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
