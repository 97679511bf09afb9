import { CommandError, v } from "ovms-edge";
import { verbs } from "./own.ts";
import { change, maybe, word } from "./settings.ts";

const PHONE = 0, PASSWORD = 1;
const PASS = "PASS <password of 4 to 22 characters>";
const REGISTER = "REGISTER <password> [number]";

/** Whom the module obeys: owner's phone and password. */
export const identity = verbs({
  "REGISTER?": {
    usage: "REGISTER?",
    summary: "Shows the registered phone",
    // Whoever can forge the sender of a text message commands by it
    secret: true,
    run: (_, { hal }) => `Registered number: ${hal.params.get(PHONE)}`,
  },
  "REGISTER": {
    usage: REGISTER,
    summary: "Registers the sender, or a number, as the owner's phone",
    sensitive: true,
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
    secret: true,
    run: (_, { hal }) => `Module password: ${hal.params.get(PASSWORD)}`,
  },
  "PASS": {
    usage: PASS,
    summary: "Changes the module password",
    sensitive: true,
    auth: "phone",
    args: v.tuple([word]),
    run: ([given], ctx) => {
      if (!ctx.hal.params.fits(PASSWORD, given)) {
        throw new CommandError(`Usage: ${PASS}`);
      }
      change(ctx, [[PASSWORD, given]]);
      return "Module password has been changed.";
    },
  },
});
