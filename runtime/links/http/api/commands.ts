import * as v from "valibot";
import { Problem } from "../answers/problem.ts";
import type { RouteContext } from "./route.ts";
import { route, senderOf } from "./route.ts";

/** Longest command; a text message has 160 characters, AP with all its values more. */
const LONGEST = 1000;

/** Runs a text as whoever asks. */
async function runText(
  { services, caller }: RouteContext,
  text: string,
) {
  const sender = senderOf(caller), { guarded } = sender;
  const { status, messages } = await services.text(text, sender);
  if (status === "denied") {
    const why = messages.join(" ");
    throw new Problem(
      403,
      why === guarded ? why : `${why}: log in with the token`,
    );
  }
  const word = text.trim().split(/\s/, 1)[0] ?? "";
  return status === "unknown"
    ? { status, messages: [`There is no command "${word}": HELP lists all`] }
    : { status, messages: [...messages] };
}

/** What a command said. */
export const commandAnswer = v.object({
  status: v.picklist(["ok", "failed", "unknown"]),
  messages: v.array(v.string()),
});

/** Commands as in text messages. */
export const commandRoutes = [
  route({
    method: "post",
    path: "/commands",
    summary: "Runs a command, as a text message of the owner would",
    body: v.strictObject({
      text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(LONGEST)),
    }),
    answer: commandAnswer,
    run: ({ body: { text } }, context) => runText(context, text),
  }),
];
