import { CommandError, int, v } from "ovms-edge";
import { featureArgs, slotValues } from "./features.ts";
import { codes, type Framework } from "./own.ts";
import { change, PARAMETERS, SLOTS } from "./settings.ts";

/** Last parameter that code 4 sets, the longest value, and the parameter that code 3 does not show. */
const LAST = 23, LENGTH = 31, SERVER_PASSWORD = 9;
/**
 * Parameters by which somebody else may command: phone, password, server, its password, paranoid mode;
 * by which the gateway is not reached any more: data settings, vehicle id, operator lock; and by which
 * another car is read and asked: the type.
 */
const POWERS: readonly number[] = [0, 1, 4, 5, 6, 7, 8, 9, 10, 13, 14];
/** Parameter that shows the first feature slot. */
const MIRROR = 16;
/** Parameters that must not become empty. */
const NEEDED = 2;
const OUT_OF_RANGE = "Parameter out of range";
/** Feature bit that forbids to send SMS. */
const NO_SMS = 4;
/** Milliseconds in which the network has to answer a USSD code. */
const USSD_PATIENCE = 15_000;
/** Seconds for a command within a command, which has a limit of its own. */
const WRAPPED = 600;
/** One argument that may contain commas. */
const all = v.tuple([v.pipe(v.string(), v.minLength(1))]);
const phone = v.pipe(v.string(), v.regex(/^\+?[0-9*#]+$/, "expected a number"));

/** Carries out what the outside world may refuse; the reason becomes the answer's text. */
async function attempt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(withoutCommas(reason, "."));
  }
}

/** A value that a parameter cannot have, in the words that apps know; any other error as it is. */
function standard(error: unknown): unknown {
  const isRange = error instanceof CommandError &&
    error.cause instanceof RangeError;
  return isRange ? new CommandError(OUT_OF_RANGE) : error;
}

/** Asks the network, but not for ever. */
async function ussd({ hal }: Framework, code: string): Promise<string> {
  const patience = hal.clock.sleep(USSD_PATIENCE).then(() => {
    throw new Error("No answer within 15 s");
  });
  return await Promise.race([hal.gsm.ussd(code), patience]);
}

/** Commas would separate fields of the reply. */
function withoutCommas(text: string, instead: string): string {
  return text.replaceAll(",", instead);
}

/** The MSG codes that every vehicle has. */
export const standardCodes = codes({
  "1": {
    name: "QueryFeatures",
    summary: "All features",
    run: (_, ctx) => ({
      lines: slotValues(ctx).map((value, slot) => [slot, SLOTS, value]),
    }),
  },
  "2": {
    name: "SetFeature",
    summary: "Sets a feature: number, value",
    sensitive: ([slot], slots) => slots.has(Number(slot)),
    args: featureArgs,
    run: ([slot, value], { hal }) => {
      hal.slots.set(slot, String(value));
      return [];
    },
  },
  "3": {
    name: "QueryParameters",
    summary: "All parameters but the server password",
    // Phone and module password
    secret: true,
    run: (_, { hal }) => ({
      lines: Array.from({ length: PARAMETERS }, (_, number) => [
        number,
        PARAMETERS,
        number === SERVER_PASSWORD ? "" : hal.params.get(number),
      ]),
    }),
  },
  "4": {
    name: "SetParameter",
    summary: "Sets a parameter: number, value",
    sensitive: ([number], slots) =>
      POWERS.includes(Number(number)) || slots.has(Number(number) - MIRROR),
    split: 1,
    args: v.tuple([int(0, LAST), v.string()]),
    run: ([number, value], ctx) => {
      const missing = number < NEEDED && value === "";
      if (missing || value.length > LENGTH) {
        throw new CommandError(OUT_OF_RANGE);
      }
      try {
        change(ctx, [[number, value]]);
      } catch (error) {
        throw standard(error);
      }
      return [];
    },
  },
  "5": {
    name: "Reboot",
    summary: "Starts plugins, links and modem again",
    run: (_, { hal }) => {
      hal.system.restart();
      return [];
    },
  },
  "7": {
    name: "SmsCommand",
    summary: "Runs an SMS command as the owner",
    split: 0,
    timeout: WRAPPED,
    // The command that it runs has a turn of its own.
    parallel: true,
    args: all,
    run: async ([line], { hal }) => {
      const { status, messages } = await hal.system.run(line);
      const text = withoutCommas(messages.join("\r"), ";")
        .replaceAll(/\r?\n/g, "\r");
      if (status === "unknown") throw new CommandError("Unknown command");
      if (status !== "ok") throw new CommandError(text);
      return [text];
    },
  },
  "40": {
    name: "SendSms",
    summary: "Sends an SMS: number, text",
    // At the owner's cost, in his name, and to any number
    sensitive: true,
    split: 1,
    args: v.tuple([phone, v.pipe(v.string(), v.minLength(1))]),
    run: async ([to, text], { hal, features }) => {
      if ((features.carBits.value & NO_SMS) !== 0) {
        throw new CommandError("Feature 14 forbids to send SMS");
      }
      await attempt(hal.gsm.send(to, text));
      return [];
    },
  },
  "41": {
    name: "SendUssd",
    summary: "Runs a USSD code such as *100#",
    // One of them has calls go to another number
    sensitive: true,
    split: 0,
    args: all,
    run: async ([code], ctx) => {
      const text = await attempt(ussd(ctx, code));
      return [withoutCommas(text, ".").replaceAll(/\r?\n/g, "\r")];
    },
  },
  "49": {
    name: "SendAt",
    summary: "Runs a raw AT command, where that is allowed",
    sensitive: true,
    split: 0,
    args: all,
    run: async ([at], { hal }) => {
      if (!hal.system.allowsAt) {
        throw new CommandError("Raw AT commands are not allowed");
      }
      await attempt(hal.gsm.command(at));
      return [];
    },
  },
});
