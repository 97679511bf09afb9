/** Actions on the store alone: nothing of the car runs. */
import { SystemClock } from "../hal/clock.ts";
import type { Store } from "../hal/mod.ts";
import { PARAM } from "../runtime/settings/params.ts";
import { openUserStore, readUserStore } from "./gateway.ts";
import { type Offer, ownOffer, registryOf } from "./offer.ts";
import type { Action, Settings } from "./settings.ts";
import { journalText, notificationsText } from "./store_texts.ts";
import { fileTrouble, UsageError } from "./usage_error.ts";

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
    ? openUserStore(settings.store, clock)
    : readUserStore(settings.store, clock);
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
      console.log(notificationsText(store.outbox(LISTED)));
      break;
    case "journal":
      console.log(journalText(store.journalled()));
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
    case "export-controller":
      await exportControllerTo(store, action.file);
      break;
    case "restore": {
      const { parseBackup, restoreBackup } = await import("./backup.ts");
      const backup = parseBackup(read(action.file), action.file);
      const type = backup.parameters[PARAM.vehicleType]?.toUpperCase();
      const known = offer.vehicles.some((vehicle) => vehicle.type === type);
      const { settings: claims } = registryOf(
        offer,
        settings.vehicle ?? (known ? type : undefined),
      );
      const types = offer.vehicles.map(({ type }) => type);
      console.log(restoreBackup(store, backup, claims, types, ownIds()));
      break;
    }
  }
}

/** Ids of all plugins that the program brings. */
function ownIds(): ReadonlySet<string> {
  const { common, vehicles } = ownOffer;
  return new Set(
    [...common, ...vehicles.flatMap(({ plugins }) => plugins)]
      .map(({ id }) => id),
  );
}

async function exportRecords(
  store: Store,
  { vehicle }: Settings,
  { type, since, format, out }: Extract<Action, { do: "export" }>,
  offer: Offer,
): Promise<void> {
  const { records: kinds } = registryOf(offer, vehicle);
  const decl = kinds.get(type)?.def;
  if (decl === undefined) {
    throw new UsageError(
      `There is no record type "${type}": expected ${
        [...kinds.keys()].join(", ")
      }`,
    );
  }
  const { exportText } = await import("./export.ts");
  const { recordsOf } = await import("../runtime/records/export/mod.ts");
  const records = recordsOf(store, decl, since === undefined ? {} : { since });
  const text = exportText(records, decl, format);
  if (out === undefined) {
    // Not console.log: CSV and GPX end their last line themselves.
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  } else write(out, text);
}

async function exportControllerTo(store: Store, file: string): Promise<void> {
  const { exportController } = await import("../plugins/cfg/mod.ts");
  const backup = exportController(store.entries("plugin.cfg"));
  const { length } = backup.objects;
  if (length === 0) {
    throw new UsageError(
      "There is no backup of the controller to export: run CFG BACKUP first",
    );
  }
  write(file, JSON.stringify(backup, null, 2) + "\n");
  console.log(`Exported ${length} objects`);
}

/** Only for its owner: it may hold positions and secrets. */
function write(file: string, text: string): void {
  try {
    Deno.writeTextFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${fileTrouble(error)}`);
  }
}

function read(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${fileTrouble(error)}`);
  }
}
