/** `--backup` and `--restore`: parameters, features, settings and journal as a JSON file. */
import * as v from "valibot";
import type { Store } from "../hal/mod.ts";
import {
  FEATURE_MIRROR,
  parameters,
  Params,
} from "../runtime/settings/params.ts";
import { declareCore } from "../runtime/settings/core_settings.ts";
import {
  SECRETS,
  type SettingClaim,
  SETTINGS,
  Settings,
} from "../runtime/settings/settings.ts";
import { checkQuota } from "../runtime/isolation/quota.ts";
import { memoryOf } from "../runtime/vehicle/provide.ts";
import { VERSION } from "../runtime/version.ts";
import { timeText } from "../runtime/records/export/mod.ts";
import { reasonOf, UsageError } from "./usage_error.ts";

const FORMAT = "ovms-edge-backup", SCHEMA = 1;
/** First parameter and first slot of the durable features. */
const FIRST_MIRROR = 24;
const RESTORED_BY = "console restore";

const number = (from: number, to: number, what: string) =>
  v.pipe(
    v.string(),
    v.check(
      (text) =>
        /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to,
      `is no number of a ${what}: expected ${from} to ${to}`,
    ),
  );
/** Values of settings by full name, as they were set. */
const settingValues = v.optional(v.record(v.string(), v.unknown()), {});

const schema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(SCHEMA),
  /** Version of the program that wrote it. */
  program: v.string(),
  made: v.string(),
  parameters: v.record(number(0, FIRST_MIRROR - 1, "parameter"), v.string()),
  features: v.record(number(8, 15, "durable feature"), v.string()),
  settings: settingValues,
  secrets: settingValues,
  /** What plugins from outside keep, by their ids. */
  memory: v.optional(
    v.record(v.string(), v.record(v.string(), v.string())),
    {},
  ),
  journal: v.array(v.strictObject({
    time: v.string(),
    who: v.string(),
    what: v.string(),
    key: v.string(),
    old: v.string(),
    new: v.string(),
  })),
});
/** A backup, checked. */
export type Backup = v.InferOutput<typeof schema>;

/**
 * Takes a backup: all values, also those that are at their defaults, so that restoring sets everything.
 * @param withSecrets passwords and phone number as well
 * @param guests ids of plugins from outside, whose small values are part of it
 */
export function takeBackup(
  store: Store,
  withSecrets: boolean,
  guests: readonly string[] = [],
): Backup {
  const params = new Params(store);
  const wanted = parameters.filter(({ secret }) => withSecrets || !secret);
  const values = (mirror: boolean, offset: number) =>
    Object.fromEntries(
      wanted.filter(({ number }) => number >= FIRST_MIRROR === mirror)
        .map(({ number }) => [String(number - offset), params.get(number)]),
    );
  return {
    format: FORMAT,
    version: SCHEMA,
    program: VERSION,
    made: timeText(store.stamp().wall),
    parameters: values(false, 0),
    features: values(true, FEATURE_MIRROR),
    settings: stored(store, SETTINGS),
    secrets: withSecrets ? stored(store, SECRETS) : {},
    memory: Object.fromEntries(
      guests.map((id) => [id, Object.fromEntries(store.entries(memoryOf(id)))]),
    ),
    journal: store.journalled().map(({ at, who, what, key, old, new: to }) => ({
      time: timeText(at.wall),
      who,
      what,
      key,
      old,
      new: to,
    })),
  };
}

/** Settings that were set, by full name. */
function stored(store: Store, section: string): Record<string, unknown> {
  return Object.fromEntries(
    [...store.entries(section)].map(([name, text]) => [name, JSON.parse(text)]),
  );
}

/**
 * Reads a backup's text.
 * @param name of the file, for errors
 * @throws UsageError with one sentence that says what is wrong
 */
export function parseBackup(text: string, name: string): Backup {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is no backup: it is not JSON`);
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const version = versionOf(value);
  if (version !== undefined && version !== SCHEMA) {
    throw new UsageError(
      `${name} is a backup of version ${version}: this program reads version ${SCHEMA}`,
    );
  }
  const [issue] = parsed.issues;
  throw new UsageError(
    `${name} is no backup: ${
      v.getDotPath(issue) ?? "content"
    }: ${issue.message}`,
  );
}

function versionOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "format" in value &&
      value.format === FORMAT && "version" in value
    ? value.version
    : undefined;
}

/**
 * Puts a backup back, all or nothing. What the backup does not have, such as secrets, stays. The old
 * journal is only taken over into an empty one, each entry with its first time beside its author.
 * Settings of plugins that are not loaded are checked when these are.
 * @param claims settings of the plugins that are loaded
 * @param types vehicle types that there are
 * @param own ids of the program's own plugins: what they keep, such as values of a controller, is of one
 * car at one time
 * @returns a sentence about what was done
 * @throws UsageError when a value cannot be stored
 */
export function restoreBackup(
  store: Store,
  backup: Backup,
  claims: ReadonlyMap<string, SettingClaim>,
  types?: readonly string[],
  own: ReadonlySet<string> = new Set(),
): string {
  const params = new Params(store, types);
  const values = new Map([
    ...Object.entries(backup.parameters).map(([key, value]) =>
      [Number(key), value] as const
    ),
    ...Object.entries(backup.features).map(([key, value]) =>
      [Number(key) + FEATURE_MIRROR, value] as const
    ),
  ]);
  const takesJournal = store.journalled(1).length === 0;
  try {
    store.atomically(() => {
      for (
        const { time, who, ...entry } of takesJournal ? backup.journal : []
      ) {
        store.journal({ ...entry, who: `${time} ${who}` });
      }
      params.set(values, RESTORED_BY);
      restoreSettings(store, backup, claims);
      for (const [id, values] of Object.entries(backup.memory)) {
        if (own.has(id)) continue;
        checkQuota(new Map(Object.entries(values)));
        store.put(memoryOf(id), values);
      }
    });
  } catch (error) {
    throw new UsageError(`Nothing was restored: ${reasonOf(error)}`);
  }
  const settings =
    Object.keys({ ...backup.settings, ...backup.secrets }).length;
  const journal = takesJournal
    ? `${backup.journal.length} journal entries`
    : "the journal that is there goes on";
  return `Restored ${Object.keys(backup.parameters).length} parameters, ${
    Object.keys(backup.features).length
  } features and ${settings} settings of ${backup.made}; ${journal}`;
}

function restoreSettings(
  store: Store,
  backup: Backup,
  claims: ReadonlyMap<string, SettingClaim>,
): void {
  const settings = new Settings(store);
  declareCore(settings);
  settings.use(claims);
  const known = new Set(settings.list().map(({ name }) => name));
  for (const section of [SETTINGS, SECRETS] as const) {
    for (const [name, value] of Object.entries(backup[section])) {
      if (known.has(name)) settings.put(name, value, RESTORED_BY);
      else store.put(section, { [name]: JSON.stringify(value) });
    }
  }
}
