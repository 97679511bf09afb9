import type { Outcome } from "../runtime/contract/commands.ts";
import type { Call } from "../runtime/contract/plugin.ts";
import { splitSms } from "../runtime/owner/sms.ts";

/** Whoever sits at the terminal has the gateway in their hands: the owner. */
export const OWNER: Call = { link: "console", from: "", principal: "owner" };

/** Replies to server commands: lines of the protocol. */
const PROTOCOL = /^MP-0 /;

/** The messages that a phone would get; a text that is no command would go to the apps. */
export function answers(
  line: string,
  { status, messages }: Outcome,
): readonly string[] {
  return status === "unknown"
    ? [`There is no command "${line.trim().split(/\s/, 1)[0]}": HELP lists all`]
    : messages.flatMap((text) => PROTOCOL.test(text) ? [text] : splitSms(text));
}
