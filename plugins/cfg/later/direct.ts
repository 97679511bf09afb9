/** PRE, OP, READ and WRITE as the last release has them: direct access to state and objects. */
import type { Command } from "../command.ts";
import { carryOut } from "../change.ts";
import { ParameterFailure } from "../failure.ts";
import { needsStanding } from "../known_objects.ts";
import { lowLevel, objectOf, printable } from "../low_level.ts";
import { exchange } from "../controller.ts";
import { hex, place, sizeOf } from "../objects.ts";
import type { LaterCommand } from "./session.ts";

/** Longest text of READS. */
const TEXT = 139;

/** A command as every release has it. */
function shared(name: string, more: Partial<LaterCommand> = {}): LaterCommand {
  const command = lowLevel.find((known) => known.name === name);
  if (!command) throw new TypeError(`There is no ${name}`);
  return { ...ofCommand(command), ...more };
}

function ofCommand({ name, usage, summary, run }: Command): LaterCommand {
  return { name, usage, summary, bus: "keeps state", run };
}

const pre: LaterCommand = shared("PRE", {
  async run({ ledger, enterPreOp }) {
    ledger.preOp = "asked";
    await enterPreOp();
    return "OK";
  },
});

const reads: LaterCommand = {
  name: "READS",
  usage: "index_hex sub_hex",
  summary: "read a text",
  bus: "keeps state",
  reads: true,
  async run({ controller, words }) {
    const object = objectOf(words, 2), [index, sub] = place(object);
    const text = await controller.readText(object);
    return `0x${hex(index, 4)}.${hex(sub, 2)}=${printable(text, TEXT)}`;
  },
};

/** Its old value is kept as that of any other write; only what has none to read is written without. */
const writeOnly: LaterCommand = {
  name: "WRITEO",
  usage: "index_hex sub_hex value",
  summary: "write an object without telling its old value",
  bus: "keeps state",
  async run(session) {
    const { controller, ledger, words, command, who, login } = session;
    const object = objectOf(words, 3), [, , word = ""] = words;
    if (!/^\d+$/.test(word)) throw new ParameterFailure(3);
    const value = Number(word), stands = needsStanding(object);
    if (value >= 256 ** (sizeOf(object) ?? 4)) throw new ParameterFailure(3);
    await carryOut(controller, ledger, {
      steps: [{
        preOp: false,
        reads: [],
        writes: [[object, () => value]],
        blind: true,
        part: "",
      }],
      command,
      who,
      standing: stands,
      type: login().type,
      allow: () => session.allow(stands ? "standing" : "idle"),
    });
    session.working.known = {};
    return `OK: ${exchange(object, 0)}`;
  },
};

/** In the order in which they are looked for. */
export const direct: readonly LaterCommand[] = [
  pre,
  shared("OP"),
  reads,
  shared("READ", { reads: true }),
  writeOnly,
  shared("WRITE"),
];
