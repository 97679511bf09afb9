/** PRE, OP, READ and WRITE: direct access to state and objects (twizy-cfg.md, section 7). */
import { carryOut } from "./change.ts";
import type { Command } from "./command.ts";
import { Failure, FailureIn, ParameterFailure, Refused } from "./failure.ts";
import { needsStanding } from "./known_objects.ts";
import { objectAt, type ObjectId, od } from "./objects.ts";
import { settingsAfterWrite } from "./settings.ts";

const TOO_FEW = "Too few args";
/** Longest text of a string object that is shown, so that the answer is one SMS. */
const TEXT_LENGTH = 120;

/** A hexadecimal number; what follows its digits is ignored. */
function hexadecimal(word: string | undefined, n: number, max: number): number {
  const digits = /^(?:0x)?([0-9a-f]+)/i.exec(word ?? "")?.[1] ?? "";
  const value = parseInt(digits, 16);
  if (!(value <= max)) throw new ParameterFailure(n);
  return value;
}

/** The object that the first two words name. */
export function objectOf(words: readonly string[], count: number): ObjectId {
  if (words.length < count) throw new Refused(TOO_FEW);
  return objectAt(
    hexadecimal(words[0], 1, 0xffff),
    hexadecimal(words[1], 2, 0xff),
  );
}

/** Whether a WRITE with these words is carried out while driving; words that are wrong are told later. */
function mayDrive(words: readonly string[]): boolean {
  try {
    return !needsStanding(objectOf(words, 3));
  } catch {
    return true;
  }
}

/** A text of the controller, without what cannot be shown, and not longer than an answer takes. */
export function printable(text: string, most = TEXT_LENGTH): string {
  const plain = text.replaceAll(/[^\x20-\x7e]/g, ".");
  return plain.length <= most ? plain : `${plain.slice(0, most)}...`;
}

const pre: Command = {
  name: "PRE",
  usage: "",
  summary: "enter pre-operational state (SERV lamp)",
  bus: "keeps state",
  needs: () => "standing",
  async run({ controller, ledger, allow }) {
    // Before the controller is asked to: should the program be killed, the next one knows
    ledger.preOp = "asked";
    await controller.enterPreOp(() => allow("standing"));
    // A car that set off meanwhile must not stay so
    await allow("standing");
    return "OK";
  },
};

const op: Command = {
  name: "OP",
  usage: "",
  summary: "return to operational state",
  bus: "keeps state",
  needs: () => "on",
  async run({ controller, ledger }) {
    await controller.leavePreOp();
    ledger.tryToLeave(undefined);
    return "OK";
  },
};

const read: Command = {
  name: "READ",
  usage: "index_hex sub_hex",
  summary: "read an object",
  bus: "keeps state",
  needs: () => "on",
  async run({ controller, words }) {
    const object = objectOf(words, 2);
    const found = await controller.readAny(object);
    return typeof found === "number"
      ? `${controller.info} = ${found}`
      : `${controller.info} ${printable(found)}`;
  },
};

const write: Command = {
  name: "WRITE",
  usage: "index_hex sub_hex value",
  summary: "write an object, telling its old value",
  help: [
    "While driving only what limits neither speed, torque nor direction",
  ],
  bus: "keeps state",
  needs: (_, words) => mayDrive(words) ? "idle" : "standing",
  async run({ controller, ledger, words, command, who, allow }) {
    const object = objectOf(words, 3), [, , word = ""] = words;
    if (!/^\d+$/.test(word)) throw new ParameterFailure(3);
    const value = Number(word);
    const old = await controller.read(object);
    const told = `OLD:${controller.info} = ${old.value}`;
    if (value >= 256 ** old.size) throw new ParameterFailure(3);
    const type = await controller.tryRead(od.controllerType);
    const first = ledger.backup().get(object)?.value ?? old.value;
    const stands = needsStanding(object);
    try {
      await carryOut(controller, ledger, {
        steps: [{
          preOp: false,
          reads: [],
          writes: [[object, () => value]],
          part: "",
        }],
        command,
        who,
        known: new Map([[object, old]]),
        settings: settingsAfterWrite(ledger.settings, object, value, first),
        standing: stands,
        type,
        allow: () => allow(stands ? "standing" : "idle"),
      });
    } catch (error) {
      if (error instanceof Failure) throw new FailureIn(error, "", told);
      throw error;
    }
    if (object === od.preOpRequest) await allow("standing");
    return `${told} => NEW: ${value}`;
  },
};

export const lowLevel: readonly Command[] = [pre, op, read, write];
