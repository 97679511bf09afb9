/** PRE, OP, READ and WRITE: direct access to state and objects (twizy-cfg.md, section 7). */
import { carryOut } from "./change.ts";
import { always, type Command, never } from "./command.ts";
import { Failure, FailureIn, ParameterFailure, Refused } from "./failure.ts";
import { objectAt, type ObjectId } from "./objects.ts";

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
function objectOf(words: readonly string[], count: number): ObjectId {
  if (words.length < count) throw new Refused(TOO_FEW);
  return objectAt(
    hexadecimal(words[0], 1, 0xffff),
    hexadecimal(words[1], 2, 0xff),
  );
}

function printable(text: string): string {
  const plain = text.replaceAll(/[^\x20-\x7e]/g, ".");
  return plain.length <= TEXT_LENGTH
    ? plain
    : `${plain.slice(0, TEXT_LENGTH)}...`;
}

const pre: Command = {
  name: "PRE",
  usage: "",
  summary: "enter pre-operational state (SERV lamp)",
  bus: "keeps state",
  preOp: always,
  async run({ controller, ledger }) {
    await controller.enterPreOp();
    // The owner asked for this state, so nothing ends it by itself
    ledger.owesOperational = false;
    return "OK";
  },
};

const op: Command = {
  name: "OP",
  usage: "",
  summary: "return to operational state",
  bus: "keeps state",
  preOp: never,
  async run({ controller, ledger }) {
    await controller.leavePreOp();
    ledger.owesOperational = false;
    return "OK";
  },
};

const read: Command = {
  name: "READ",
  usage: "index_hex sub_hex",
  summary: "read an object",
  bus: "keeps state",
  preOp: never,
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
  bus: "keeps state",
  preOp: never,
  async run({ controller, ledger, words, command, who }) {
    const object = objectOf(words, 3), [, , word = ""] = words;
    if (!/^\d+$/.test(word)) throw new ParameterFailure(3);
    const value = Number(word);
    const old = await controller.read(object);
    const told = `OLD:${controller.info} = ${old.value}`;
    if (value >= 256 ** old.size) throw new ParameterFailure(3);
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
      });
    } catch (error) {
      if (error instanceof Failure) throw new FailureIn(error, "", told);
      throw error;
    }
    return `${told} => NEW: ${value}`;
  },
};

export const lowLevel: readonly Command[] = [pre, op, read, write];
