/** Backups in the web console: taken from, and put back into, a program that runs. */
import { CommandError } from "../../runtime/contract/plugin.ts";
import type { Backups } from "../../runtime/links/http/gateway.ts";
import { FEATURE_MIRROR, PARAM } from "../../runtime/settings/params.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import {
  type Backup,
  checkBackup,
  previewRestore,
  restoreBackup,
  type RestoreTo,
  takeBackup,
} from "../store/backup.ts";
import { type Offer, registryOf } from "../offer.ts";
import { ownIds } from "../own_ids.ts";
import { UsageError } from "../usage_error.ts";

/** Backups of what a runtime knows. */
export function webBackups(runtime: Runtime, offer: Offer): Backups {
  const { store } = runtime.options.hal, own = ownIds();
  const toOf = (backup: Backup): RestoreTo => ({
    store,
    claims: new Map([...claimsOf(offer, backup), ...runtime.registry.settings]),
    types: runtime.options.vehicles.map(({ type }) => type),
    own,
  });
  return {
    take() {
      const guests = runtime.host.plugins.map(({ plugin: { id } }) => id)
        .filter((id) => !own.has(id));
      const backup = takeBackup(store, false, guests);
      return {
        name: `ovms-edge-${backup.made.slice(0, 10) || "backup"}.json`,
        text: JSON.stringify(backup, null, 1) + "\n",
      };
    },
    preview: (value) =>
      refused(() => {
        const backup = checkBackup(value, "The file");
        const { made, program } = backup;
        return {
          made,
          program,
          changes: previewRestore(toOf(backup), backup),
        };
      }),
    restore: (value, who) =>
      refused(() => {
        const backup = checkBackup(value, "The file");
        const to = { ...toOf(backup), who };
        const changes = previewRestore(to, backup);
        const said = restoreBackup(to, backup);
        const keys = (...kinds: readonly string[]) =>
          changes.filter(({ kind }) => kinds.includes(kind));
        runtime.takeOver(
          keys("parameter", "feature").map(({ kind, key }) =>
            Number(key) + (kind === "feature" ? FEATURE_MIRROR : 0)
          ),
          keys("setting").map(({ key }) => key),
        );
        return said;
      }),
  };
}

/** Settings of the vehicle type that a backup names, which may be another one. */
function claimsOf(offer: Offer, { parameters }: Backup) {
  const type = parameters[PARAM.vehicleType]?.toUpperCase();
  const known = offer.vehicles.some((vehicle) => vehicle.type === type);
  return known ? registryOf(offer, type, () => {}).settings : [];
}

function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UsageError ? new CommandError(error.message) : error;
  }
}
