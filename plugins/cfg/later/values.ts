import { ITSELF } from "../base.ts";
import type { Controller, Still } from "../controller.ts";
import { Halt } from "../failure.ts";
import type { Write } from "../macro.ts";
import { type ObjectId, od } from "../objects.ts";
import { allow } from "../run_command.ts";
import type { Asker } from "../command.ts";
import type { LaterWorld } from "./session.ts";
import type { Login } from "./working.ts";

/** Who has values written. */
interface By {
  readonly asker?: Asker;
  /** Told right before a value may be sent. */
  readonly sends?: () => void;
}

/**
 * Writes values that follow from the working set, such as levels and the lock: what takes them back is
 * the working set, and no UNDO. The first value that each object ever had is kept as that of any other
 * write; the car, the permission and the type of the controller are looked at right before each.
 *
 * @param by of whom the journal is to know; levels that follow the battery are not journalled, which a
 * memory card would not live with
 * @throws Failure; Halt when it must not be written
 */
export async function writeValues(
  world: LaterWorld,
  controller: Controller,
  login: Login,
  writes: readonly Write[],
  { asker, sends }: By = {},
): Promise<void> {
  for (const [object, formula] of writes) {
    const value = formula(undefined, () => 0);
    if (value === undefined) continue;
    const old = await keepOld(world, controller, login, object, asker);
    const still = await permit(world, controller, login);
    const note = (what: string, text: string) =>
      asker && world.ledger.journal(asker.who, what, object, old, text);
    note("sdo write", String(value));
    sends?.();
    await controller.write(object, value, still);
    note("sdo written", String(value));
  }
}

/**
 * Keeps the first value that an object ever had; the backup is of one controller, and the journal has
 * those of others.
 * @returns the value that is replaced, where the journal is to have it
 */
async function keepOld(
  { ledger, working }: LaterWorld,
  controller: Controller,
  { type }: Login,
  object: ObjectId,
  asker: Asker | undefined,
): Promise<number | undefined> {
  const isOther = (ledger.backupType ?? type) !== type;
  const key = `${type} ${object}`;
  const isKept = isOther ? working.noted.has(key) : ledger.backup().has(object);
  if (isKept && !asker) return undefined;
  const old = await controller.read(object);
  if (isKept) return old.value;
  if (isOther) {
    ledger.journal(ITSELF.who, "sdo old value", object, old.value, "");
    working.noted.add(key);
  } else ledger.keepOld(new Map([[object, old]]), type);
  return old.value;
}

async function permit(
  world: LaterWorld,
  controller: Controller,
  { type }: Login,
): Promise<Still> {
  await allow(world, "idle");
  const { value } = await controller.read(od.controllerType);
  if (value !== type) {
    throw new Halt("This is another controller", undefined, false);
  }
  return await allow(world, "idle");
}
