/** Actions on the store alone: nothing of the car runs. */
import { SystemClock } from "../../hal/clock.ts";
import type { Store } from "../../hal/mod.ts";
import { writeWhole } from "../../hal/store/mod.ts";
import type { Entry } from "../../runtime/commands/registry.ts";
import {
  CommandError,
  type ExportDecl,
} from "../../runtime/contract/plugin.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { masking } from "../../runtime/settings/secrets.ts";
import { memoryOf } from "../../runtime/vehicle/provide.ts";
import { openUserStore, readUserStore } from "../gateway.ts";
import { type Offer, registryOf } from "../offer.ts";
import { ownIds } from "../own_ids.ts";
import type { Action } from "../action.ts";
import { print, say } from "../say.ts";
import type { Settings } from "../settings.ts";
import { journalText, notificationsText } from "./texts.ts";
import { fileTrouble, notWritten, UsageError } from "../usage_error.ts";

/** Messages listed at most. */
const LISTED = 1000;

/** Prints or moves what the store has. */
export async function runOnStore(
  settings: Settings,
  action: Action,
  offer: Offer,
): Promise<void> {
  const clock = new SystemClock();
  const store = action.do === "restore"
    ? openUserStore(settings.store, clock, offer)
    : readUserStore(settings.store, clock, offer);
  try {
    await act(store, settings, action, offer);
  } finally {
    store.close();
  }
}

async function act(
  store: Store,
  settings: Settings,
  action: Action,
  offer: Offer,
): Promise<void> {
  switch (action.do) {
    case "notifications":
      say(notificationsText(store.outbox(LISTED), masking(store)));
      break;
    case "journal":
      say(journalText(store.journalled()));
      break;
    case "export":
      await exportRecords(store, settings, action, offer);
      break;
    case "backup": {
      const { takeBackup } = await import("./backup.ts");
      const backup = takeBackup(
        store,
        action.withSecrets,
        offer.extra.map(({ id }) => id),
      );
      write(action.file, JSON.stringify(backup, null, 1) + "\n");
      break;
    }
    case "restore": {
      const { backupText, parseBackup, restoreBackup } = await import(
        "./backup.ts"
      );
      const text = backupText(read(action.file), action.file);
      const backup = parseBackup(text, action.file);
      const type = backup.parameters[PARAM.vehicleType]?.toUpperCase();
      const known = offer.vehicles.some((vehicle) => vehicle.type === type);
      const { settings: claims } = registryOf(
        offer,
        settings.vehicle ?? (known ? type : undefined),
      );
      const types = offer.vehicles.map(({ type }) => type);
      const to = { store, claims, types, own: ownIds() };
      say(restoreBackup(to, backup));
      break;
    }
  }
}

async function exportRecords(
  store: Store,
  { vehicle }: Settings,
  { type, since, format, out }: Extract<Action, { do: "export" }>,
  offer: Offer,
): Promise<void> {
  const { records: kinds, exports } = registryOf(offer, vehicle);
  const file = exports.get(type);
  if (file) return exportFile(store, file, out);
  const decl = kinds.get(type)?.def;
  if (decl === undefined) {
    throw new UsageError(
      `There is no record type "${type}": expected ${
        [...kinds.keys(), ...exports.keys()].join(", ")
      }`,
    );
  }
  const { exportText } = await import("./export.ts");
  const { recordsOf } = await import("../../runtime/records/export/mod.ts");
  const records = recordsOf(store, decl, since === undefined ? {} : { since });
  const text = exportText(records, decl, format);
  // CSV and GPX end their last line themselves.
  if (out === undefined) print(text);
  else write(out, text);
}

/** A file that a plugin makes of what it keeps. */
function exportFile(
  store: Store,
  { owner, def }: Entry<ExportDecl>,
  out: string | undefined,
): void {
  try {
    const { text, said } = def.make(store.entries(memoryOf(owner)));
    if (out === undefined) return print(text);
    write(out, text);
    say(said);
  } catch (error) {
    throw error instanceof CommandError ? new UsageError(error.message) : error;
  }
}

/** Only for its owner: it may hold positions and secrets. */
function write(file: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    throw notWritten(file, error);
  }
}

function read(file: string): Uint8Array {
  try {
    return Deno.readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${fileTrouble(error)}`);
  }
}
