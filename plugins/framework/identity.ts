import { CommandError, v } from "ovms-edge";
import { verbs } from "./own.ts";
import { change, maybe } from "./settings.ts";

const PHONE = 0, PASSWORD = 1;
const REGISTER = "REGISTER <password> [number]";

/** A password as the guide wants it; blanks separate words, so it has none. */
const password = v.pipe(v.string(), v.minLength(4), v.maxLength(22));

/** Whom the module obeys: owner's phone and password. */
export const identity = verbs({
  "REGISTER?": {
    usage: "REGISTER?",
    summary: "Shows the registered phone",
    run: (_, { hal }) => `Registered number: ${hal.params.get(PHONE)}`,
  },
  "REGISTER": {
    usage: REGISTER,
    summary: "Registers the sender, or a number, as the owner's phone",
    auth: "password",
    args: v.tuple([maybe]),
    run: ([given], ctx, { from }) => {
      // Where the sender has a number, nobody can register another one.
      const number = from === "" ? given : from;
      if (!number) throw new CommandError(`Usage: ${REGISTER}`);
      change(ctx, [[PHONE, number]]);
      return "Your phone has been registered as the owner.";
    },
  },
  "PASS?": {
    usage: "PASS?",
    summary: "Shows the module password",
    run: (_, { hal }) => `Module password: ${hal.params.get(PASSWORD)}`,
  },
  "PASS": {
    usage: "PASS <password of 4 to 22 characters>",
    summary: "Changes the module password",
    auth: "phone",
    args: v.tuple([password]),
    run: ([given], ctx) => {
      change(ctx, [[PASSWORD, given]]);
      return "Module password has been changed.";
    },
  },
});
