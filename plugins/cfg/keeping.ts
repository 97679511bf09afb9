/** BACKUP, DIFF, RESTORE and UNDO: nothing that a command replaced is lost. */
import { carryOut } from "./change.ts";
import { always, type Command, never, type Session } from "./command.ts";
import type { Controller, Read } from "./controller.ts";
import { Failure, Refused } from "./failure.ts";
import { knownObjects } from "./known_objects.ts";
import type { Ledger, Past } from "./ledger.ts";
import type { Step, Write } from "./macro.ts";
import { isInMap, needsPreOp, type ObjectId, od } from "./objects.ts";

/** Lines of DIFF in an answer by text message. */
const LINES = 12;
/** The upper half of the abort codes with which the controller gives its own reason. */
const GENERAL = 0x0800;

/** Reads many objects; what this controller does not have, or does not show, is left out. */
async function readAll(
  controller: Controller,
  objects: Iterable<ObjectId>,
): Promise<ReadonlyMap<ObjectId, Read>> {
  const values = new Map<ObjectId, Read>();
  for (const object of objects) {
    try {
      values.set(object, await controller.read(object));
    } catch (error) {
      const refused = error instanceof Failure && error.abort !== undefined;
      if (!refused) throw error;
    }
  }
  return values;
}

/** An object that is not as the backup has it. */
interface Difference {
  readonly object: ObjectId;
  readonly kept: number;
  readonly now: number;
}

async function differences(
  { controller, ledger }: Session,
): Promise<{ readonly count: number; readonly found: readonly Difference[] }> {
  const backup = ledger.backup();
  if (backup.size === 0) {
    throw new Refused("No backup yet", "Make one with CFG BACKUP");
  }
  const values = await readAll(controller, backup.keys());
  const found = [...values].flatMap(([object, { value }]) => {
    const kept = backup.get(object)?.value ?? value;
    return kept === value ? [] : [{ object, kept, now: value }];
  });
  return { count: values.size, found };
}

/** Values put back: those that differ are written, and the map is committed. */
function stepTo(
  values: readonly (readonly [ObjectId, number])[],
  preOp: boolean,
): Step {
  const writes = values.map(([object, value]): Write => [
    object,
    (_, now) => now(object) === value ? undefined : value,
  ]);
  const commit: Write[] = values.some(([object]) => isInMap(object))
    ? [[od.mapCommit, () => 1]]
    : [];
  return { preOp, reads: [], writes: [...writes, ...commit], part: "" };
}

const backup: Command = {
  name: "BACKUP",
  usage: "",
  summary: "keep all settings of the controller",
  bus: "returns",
  preOp: never,
  async run({ controller, ledger, who }) {
    const before = ledger.backup();
    const objects = new Set([
      od.controllerType,
      ...knownObjects,
      ...before.keys(),
    ]);
    const values = await readAll(controller, objects);
    for (const [object, { value }] of values) {
      const old = before.get(object)?.value;
      if (old === undefined || old === value) continue;
      ledger.journal(who, "backup", object, old, String(value));
    }
    ledger.replaceBackup(values);
    return `OK ${values.size} objects`;
  },
};

const diff: Command = {
  name: "DIFF",
  usage: "",
  summary: "what differs from the backup",
  bus: "returns",
  preOp: never,
  async run(session) {
    const { count, found } = await differences(session);
    const lines = found.slice(0, session.brief ? LINES : undefined)
      .map(({ object, kept, now }) => `${object}: ${kept} now ${now}`);
    const rest = found.length - lines.length;
    return [
      `${found.length} of ${count} differ`,
      ...lines,
      ...(rest > 0 ? [`and ${rest} more`] : []),
    ].join("\n");
  },
};

const restore: Command = {
  name: "RESTORE",
  usage: "",
  summary: "write the backup back",
  bus: "returns",
  preOp: always,
  async run(session) {
    const { controller, ledger, command, who } = session;
    const { found } = await differences(session);
    if (found.some(({ object }) => object === od.controllerType)) {
      throw new Refused(
        "The backup is of another controller",
        "Make one of this controller with CFG BACKUP",
      );
    }
    const values = found.map(({ object, kept }) => [object, kept] as const);
    const settings = ledger.backupSettings;
    const steps = values.length === 0 ? [] : [stepTo(values, true)];
    await carryOut(controller, ledger, { steps, command, who, settings });
    return `OK ${found.length} written, power cycle to activate!`;
  },
};

/** Takes a command back; a controller that wants to be pre-operational for it gets its will. */
async function takeBack(session: Session, record: Past): Promise<void> {
  const { controller, ledger, who, moving } = session;
  const values = record.writes.toReversed()
    .map(({ object, old }) => [object, old] as const);
  const attempt = (preOp: boolean) =>
    carryOut(controller, ledger, { steps: [stepTo(values, preOp)], who });
  const first = undoesInPreOp(record);
  try {
    await attempt(first);
  } catch (error) {
    const wantsPreOp = error instanceof Failure && !first && !moving &&
      (error.abort ?? 0) >>> 16 === GENERAL;
    if (!wantsPreOp) throw error;
    await attempt(true);
  }
}

function undoesInPreOp({ preOp, writes }: Past): boolean {
  return preOp || writes.some(({ object }) => needsPreOp(object));
}

const undo: Command = {
  name: "UNDO",
  usage: "",
  summary: "take the last command back",
  help: ["Once more takes back the one before it"],
  bus: "returns",
  preOp(ledger) {
    const [record] = ledger.records();
    return record !== undefined && undoesInPreOp(record);
  },
  async run(session) {
    const { ledger } = session, [record] = ledger.records();
    if (!record) {
      throw new Refused("Nothing to undo", "See CFG DIFF and CFG RESTORE");
    }
    ledger.keep({ ...record, state: "undoing" });
    try {
      await takeBack(session, record);
    } catch (error) {
      if (error instanceof Failure) ledger.keep({ ...record, state: "failed" });
      throw error;
    }
    ledger.drop(record);
    const inMap = record.writes.some(({ object }) => isInMap(object));
    return `OK, took back ${record.command}${
      inMap ? ", power cycle to activate!" : ""
    }`;
  },
};

/** What became of a command that the program did not live to end: for the owner. */
export function interruptionText(record: Past): string {
  const { command, state, planned, writes } = record;
  if (state === "undoing") {
    return `CFG UNDO of ${command} was interrupted. Send CFG UNDO again`;
  }
  if (state === "written") {
    return `CFG ${command} was carried out, but not answered. CFG UNDO takes it back`;
  }
  const names = (objects: readonly string[]) => objects.join(" ");
  const of = (confirmed: boolean) =>
    writes.filter((entry) => entry.confirmed === confirmed)
      .map(({ object }) => object);
  const written = of(true), doubtful = of(false);
  const left = planned.filter((object) =>
    !writes.some((entry) => entry.object === object)
  );
  if (writes.length === 0) {
    return `CFG ${command} was interrupted before anything was written. Send it again`;
  }
  return [
    `CFG ${command} was interrupted`,
    ...(written.length > 0 ? [`Written: ${names(written)}`] : []),
    ...(doubtful.length > 0 ? [`Perhaps written: ${names(doubtful)}`] : []),
    ...(left.length > 0 ? [`Not written: ${names(left)}`] : []),
    "CFG UNDO takes it back",
  ].join("\n");
}

/** Commands that a program before this one did not end; each is told once. */
export function interrupted(ledger: Ledger): readonly Past[] {
  return ledger.records().filter(({ state }) =>
    state !== "done" && state !== "failed"
  );
}

export const keeping: readonly Command[] = [backup, diff, restore, undo];
