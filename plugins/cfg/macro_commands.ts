/** The macros as commands, one by one and all together: RESET, and LOAD of a profile. */
import { carryOut } from "./change.ts";
import type { Command, Session } from "./command.ts";
import type { Controller } from "./controller.ts";
import { Refused } from "./failure.ts";
import type { Item, Macro, Step } from "./macro.ts";
import { macros } from "./macros.ts";
import { controller as facts, hex, type ObjectId, od } from "./objects.ts";
import { macroSettings, type Settings, writtenBesides } from "./settings.ts";
import { MAP_LETTERS } from "./tsmap.ts";

/** What a reply shows of the controller when all macros ran. */
const ALL: readonly Item[] = [
  { label: "fwd", object: od.maxForward },
  { label: "pow", object: od.driveLevel },
  { label: "ntr", object: od.neutralRecup },
];

/** Macros are made for one controller; on another one they could break it for good. */
async function checkedType(controller: Controller): Promise<number> {
  const { value } = await controller.read(od.controllerType);
  if (value === facts.type) return value;
  throw new Refused(
    facts.otherType,
    facts.others[value] ?? "Macros would break this controller",
  );
}

/** Values read back, such as ` fwd=7250`; what cannot be read is left out. */
async function shown(
  controller: Controller,
  items: readonly Item[],
): Promise<string> {
  const texts: string[] = [];
  for (const { label, object, hex: inHex } of items) {
    const value = await controller.tryRead(object);
    if (value === undefined) continue;
    texts.push(` ${label}=${inHex ? hex(value, 4) : value}`);
  }
  return texts.join("");
}

function objectsOf(steps: readonly Step[]): readonly ObjectId[] {
  return steps.flatMap(({ writes }) => writes.map(([object]) => object));
}

/** @param settings of all macros after it */
async function play(
  session: Session,
  steps: readonly Step[],
  settings: Settings,
): Promise<void> {
  const { controller, ledger, command, who } = session;
  const type = await checkedType(controller);
  const needsStanding = steps.some(({ preOp }) => preOp);
  await carryOut(controller, ledger, {
    steps,
    command,
    who,
    settings: {
      ...settings,
      ...writtenBesides(ledger.settings, objectsOf(steps)),
    },
    standing: needsStanding,
    type,
    allow: () => session.allow(needsStanding ? "standing" : "idle"),
  });
}

function command(macro: Macro): Command {
  const { name, usage, summary, help, preOp, done, shows } = macro;
  return {
    name,
    usage,
    summary,
    help,
    bus: "returns",
    needs: () => preOp ? "standing" : "idle",
    async run(session) {
      const { words, controller, ledger } = session;
      const steps = macro.steps(words);
      const others = Object.entries(macroSettings(ledger.settings))
        .filter(([key]) => !macro.keys(words).includes(key));
      const settings = {
        ...Object.fromEntries(others),
        ...macro.settings(words),
      };
      await play(session, steps, settings);
      return done + await shown(controller, shows);
    },
  };
}

/** The steps that bring all macros to their settings; none stands for the defaults. */
function stepsTo(settings: Settings): readonly Step[] {
  return macros.flatMap((macro) => {
    const calls = macro.name === "TSMAP"
      ? [...MAP_LETTERS].map((
        letter,
      ) => [letter, ...wordsOf(settings[`TSMAP ${letter}`])])
      : [wordsOf(settings[macro.name])];
    return calls.flatMap((words) => macro.steps(words));
  }).map((step) => ({ ...step, part: "" }));
}

function wordsOf(setting: string | undefined): readonly string[] {
  return setting === undefined ? [] : setting.split(" ");
}

/** Brings all macros to their settings; gives the items of the reply. */
export async function playAll(
  session: Session,
  settings: Settings,
): Promise<string> {
  await play(session, stepsTo(settings), settings);
  return await shown(session.controller, ALL);
}

const reset: Command = {
  name: "RESET",
  usage: "",
  summary: "all macros to default",
  help: ["Values set by WRITE stay, see RESTORE"],
  bus: "returns",
  needs: () => "standing",
  run: async (session) => `OK${await playAll(session, {})}`,
};

export const macroCommands: readonly Command[] = [
  ...macros.map(command),
  reset,
];
