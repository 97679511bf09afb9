/** BACKUP, DIFF, RESTORE and UNDO: nothing that a command replaced is lost. */
import { carryOut } from "./change.ts";
import { takeBack as takesBack } from "./advice.ts";
import type { Command, Session } from "./command.ts";
import { type Controller, isGate, type Read } from "./controller.ts";
import { Failure, Halt, Refused, Stopped } from "./failure.ts";
import { knownObjects } from "./known_objects.ts";
import type { Ledger, Past } from "./ledger.ts";
import type { Step, Write } from "./macro.ts";
import {
  controller as facts,
  isInMap,
  needsPreOp,
  type ObjectId,
  od,
} from "./objects.ts";
import { progressLines } from "./progress.ts";

/** Lines of DIFF in an answer by text message. */
const LINES = 12;
/** The upper half of the abort codes with which the controller gives its own reason. */
const GENERAL = 0x0800;

/**
 * Reads many objects; what this controller does not have, or does not show, is left out.
 * @throws Halt, before the next one, when the car went off or the command has to end
 */
export async function readAll(
  { controller, allow }: Pick<Session, "controller" | "allow">,
  objects: Iterable<ObjectId>,
): Promise<ReadonlyMap<ObjectId, Read>> {
  const values = new Map<ObjectId, Read>();
  for (const object of objects) {
    await allow("on");
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
  session: Session,
): Promise<{ readonly count: number; readonly found: readonly Difference[] }> {
  const backup = session.ledger.backup();
  if (backup.size === 0) {
    throw new Refused("No backup yet", "Make one with CFG BACKUP");
  }
  const values = await readAll(session, backup.keys());
  const found = [...values].flatMap(([object, { value }]) => {
    const kept = backup.get(object)?.value ?? value;
    return kept === value ? [] : [{ object, kept, now: value }];
  });
  return { count: values.size, found };
}

/** Values put back: those that differ are written, and the map is committed. */
function stepTo(
  controller: Controller,
  values: readonly (readonly [ObjectId, number])[],
  preOp: boolean,
): Step {
  const writes = values.map(([object, value]): Write => [
    object,
    (_, now) => {
      // An old value that is more than the object may have is not brought back
      const most = controller.within(object, value);
      return now(object) === most ? undefined : most;
    },
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
  needs: () => "on",
  async run(session) {
    const { ledger, who } = session, before = ledger.backup();
    const objects = new Set([
      od.controllerType,
      ...knownObjects,
      ...before.keys(),
    ]);
    const values = await readAll(session, objects);
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
  needs: () => "on",
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
  needs: () => "standing",
  async run(session) {
    const { controller, ledger, command, who } = session;
    const { found } = await differences(session);
    const { value: type } = await controller.read(od.controllerType);
    // Values kept before types were noted are of macros, which take this type only
    if (type !== (ledger.backupType ?? facts.type)) {
      throw new Refused(
        "The backup is of another controller",
        "Make one of this controller with CFG BACKUP",
      );
    }
    const values = found.map(({ object, kept }) => [object, kept] as const);
    const settings = ledger.backupSettings;
    const steps = values.length === 0 ? [] : [stepTo(controller, values, true)];
    await carryOut(controller, ledger, {
      steps,
      command,
      who,
      settings,
      standing: true,
      type,
      allow: () => session.allow("standing"),
    });
    return `OK ${found.length} written, power cycle to activate!`;
  },
};

/** Takes a command back; a controller that wants to be pre-operational for it gets its will. */
async function takeBack(
  session: Session,
  record: Past,
  type: number | undefined,
): Promise<void> {
  const { controller, ledger, who } = session;
  const values = record.writes.toReversed()
    .map(({ object, old }) => [object, old] as const);
  const attempt = (preOp: boolean) => {
    const stands = preOp || undoesStanding(record);
    return carryOut(controller, ledger, {
      steps: [stepTo(controller, values, preOp)],
      who,
      standing: stands,
      type,
      allow: () => session.allow(stands ? "standing" : "idle"),
    });
  };
  const first = undoesInPreOp(record);
  try {
    await attempt(first);
  } catch (error) {
    const wantsPreOp = error instanceof Failure && !first &&
      (error.abort ?? 0) >>> 16 === GENERAL;
    if (!wantsPreOp) throw error;
    await attempt(true);
  }
}

function undoesInPreOp({ preOp, writes }: Past): boolean {
  return preOp || writes.some(({ object }) => needsPreOp(object));
}

function undoesStanding(record: Past): boolean {
  return record.standing === true || undoesInPreOp(record);
}

/**
 * Old values belong to the controller that they were read from.
 * @returns its type, where it can be read
 */
async function checkedSame(
  controller: Controller,
  { type, command }: Past,
): Promise<number | undefined> {
  if (type === undefined) return await controller.tryRead(od.controllerType);
  const { value } = await controller.read(od.controllerType);
  if (value === type) return type;
  throw new Refused(
    "This is another controller",
    `CFG ${command} was sent to one of another type`,
  );
}

/** Whether a failure lies in the attempt, and not in the program having to end. */
function isOver(error: unknown): boolean {
  const cause = error instanceof Stopped ? error.cause : error;
  if (cause instanceof Halt) return !cause.ends;
  return cause instanceof Failure && !isGate(cause);
}

const undo: Command = {
  name: "UNDO",
  usage: "",
  summary: "take the last command back",
  help: ["Once more takes back the one before it"],
  bus: "returns",
  needs(ledger) {
    const [record] = ledger.records();
    return record !== undefined && undoesStanding(record) ? "standing" : "idle";
  },
  async run(session) {
    const { controller, ledger } = session, [record] = ledger.records();
    if (!record) {
      throw new Refused("Nothing to undo", "See CFG DIFF and CFG RESTORE");
    }
    const type = await checkedSame(controller, record);
    ledger.keep({ ...record, state: "undoing" });
    try {
      await takeBack(session, record, type);
    } catch (error) {
      if (isOver(error)) ledger.tryToKeep({ ...record, state: "failed" });
      throw error;
    }
    ledger.undone(record);
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
  if (state === "undone") {
    return `CFG UNDO of ${command} was carried out, but not answered`;
  }
  if (state === "written") {
    return `CFG ${command} was carried out, but not answered. ${takesBack}`;
  }
  if (writes.length === 0) {
    return `CFG ${command} was interrupted before anything was written. Send it again`;
  }
  const of = (confirmed: boolean) =>
    writes.filter((entry) => entry.confirmed === confirmed)
      .map(({ object }) => object);
  const left = planned.filter((object) =>
    !writes.some((entry) => entry.object === object)
  );
  const what = state === "stopped" ? "stopped" : "interrupted";
  return [
    `CFG ${command} was ${what}`,
    ...progressLines({ written: of(true), doubtful: of(false), left }),
  ].join("\n");
}

/** Commands that a program before this one did not end; each is told once. */
export function interrupted(ledger: Ledger): readonly Past[] {
  return ledger.records().filter(({ state }) =>
    state !== "done" && state !== "failed"
  );
}

export const keeping: readonly Command[] = [backup, diff, restore, undo];
