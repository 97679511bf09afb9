/** `--backup` and `--restore`: parameters, features, settings and journal as a JSON file. */
import * as v from "valibot";
import type { Store } from "../../hal/mod.ts";
import {
  FEATURE_MIRROR,
  parameters,
  Params,
} from "../../runtime/settings/params.ts";
import { declareCore } from "../../runtime/settings/core_settings.ts";
import {
  SECRETS,
  type SettingClaim,
  SETTINGS,
  Settings,
} from "../../runtime/settings/settings.ts";
import { checkQuota } from "../../runtime/isolation/quota.ts";
import { MASK } from "../../runtime/settings/setting_text.ts";
import { memoryOf } from "../../runtime/vehicle/provide.ts";
import { VERSION } from "../../runtime/version.ts";
import { timeText } from "../../runtime/records/export/mod.ts";
import { deviceSettings } from "../hardware/chosen.ts";
import { reasonOf, UsageError } from "../usage_error.ts";

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

/** Settings that were set, by full name; without those that are none, whose default counts. */
function stored(store: Store, section: string): Record<string, unknown> {
  return Object.fromEntries(
    [...store.entries(section)].flatMap(([name, text]) => {
      try {
        return [[name, JSON.parse(text)]];
      } catch {
        return [];
      }
    }),
  );
}

/**
 * The text of a backup's file. Another encoding would put other passwords in the place of the right ones.
 * @throws UsageError where it is not UTF-8
 */
export function backupText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is no backup: it is not text in UTF-8`);
  }
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
  return checkBackup(value, name);
}

/** The same for what was JSON. */
export function checkBackup(value: unknown, name: string): Backup {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const version = versionOf(value);
  if (version !== undefined && version !== SCHEMA) {
    throw new UsageError(
      `${name} is a backup of version ${version}: this program reads version ${SCHEMA}`,
    );
  }
  const [issue] = parsed.issues, where = v.getDotPath(issue) ?? "content";
  // As a later release may have written
  const isUnknown = issue.type === "strict_object" &&
    issue.expected === "never";
  throw new UsageError(
    isUnknown
      ? `${name} has "${where}", which this program does not know: use the one that wrote it, or a newer one`
      : `${name} is no backup: ${where}: ${issue.message}`,
  );
}

function versionOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "format" in value &&
      value.format === FORMAT && "version" in value
    ? value.version
    : undefined;
}

/** What a backup is put into. */
export interface RestoreTo {
  readonly store: Store;
  /** Settings of the plugins that are loaded. */
  readonly claims: ReadonlyMap<string, SettingClaim>;
  /** Vehicle types that there are. */
  readonly types?: readonly string[];
  /**
   * Ids of the program's own plugins: what they keep, such as values of a controller, is of one car at
   * one time.
   */
  readonly own?: ReadonlySet<string>;
  /** Who does it, for the journal. */
  readonly who?: string;
}

/** One value that a backup changes. */
export interface RestoreChange {
  readonly kind: "parameter" | "feature" | "setting" | "memory";
  /** Number of a parameter or feature, name of a setting, id of a plugin. */
  readonly key: string;
  /** As people read them; hidden where they are secret. */
  readonly old: string;
  readonly new: string;
}

/**
 * Puts a backup back, all or nothing. What the backup does not have, such as secrets, stays. The old
 * journal is only taken over into an empty one, each entry with its first time beside its author.
 * Settings of plugins that are not loaded are checked when these are.
 * @returns a sentence about what was done
 * @throws UsageError when a value cannot be stored
 */
export function restoreBackup(to: RestoreTo, backup: Backup): string {
  const takesJournal = to.store.journalled(1).length === 0;
  try {
    to.store.atomically(() => {
      for (
        const { time, who, ...entry } of takesJournal ? backup.journal : []
      ) {
        to.store.journal({ ...entry, who: `${time} ${who}` });
      }
      putBack(to, backup);
    });
  } catch (error) {
    throw nothingRestored(error);
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

/**
 * What restoring would change: it is done, looked at and taken back.
 * @throws UsageError when it could not be done
 */
export function previewRestore(
  to: RestoreTo,
  backup: Backup,
): readonly RestoreChange[] {
  const back = new Error("only looked at");
  let changes: readonly RestoreChange[] = [];
  try {
    to.store.atomically(() => {
      changes = putBack(to, backup);
      throw back;
    });
  } catch (error) {
    if (error !== back) throw nothingRestored(error);
  }
  return changes;
}

function nothingRestored(error: unknown): UsageError {
  return new UsageError(`Nothing was restored: ${reasonOf(error)}`);
}

function putBack(
  { store, claims, types, own = new Set(), who = RESTORED_BY }: RestoreTo,
  backup: Backup,
): readonly RestoreChange[] {
  return [
    ...putParameters(new Params(store, types), backup, who),
    ...putSettings(store, backup, claims, who),
    ...Object.entries(backup.memory).flatMap(([id, values]) =>
      own.has(id) ? [] : putMemory(store, id, values)
    ),
  ];
}

function putParameters(
  params: Params,
  { parameters: texts, features }: Backup,
  who: string,
): readonly RestoreChange[] {
  const values = new Map([
    ...Object.entries(texts).map(([key, value]) =>
      [Number(key), value] as const
    ),
    ...Object.entries(features).map(([key, value]) =>
      [Number(key) + FEATURE_MIRROR, value] as const
    ),
  ]);
  const before = new Map(values.keys().map((n) => [n, params.get(n)]));
  params.set(values, who);
  return [...before].filter(([number, old]) => params.get(number) !== old)
    .map(([number, old]) => {
      const isFeature = number >= FIRST_MIRROR;
      const shown = (text: string) =>
        parameters[number]?.secret && text !== "" ? MASK : text;
      return {
        kind: isFeature ? "feature" : "parameter",
        key: String(isFeature ? number - FEATURE_MIRROR : number),
        old: shown(old),
        new: shown(params.get(number)),
      };
    });
}

function putSettings(
  store: Store,
  backup: Backup,
  claims: ReadonlyMap<string, SettingClaim>,
  who: string,
): readonly RestoreChange[] {
  const settings = new Settings(store);
  declareCore(settings);
  settings.declare("devices", deviceSettings);
  settings.use(claims);
  const known = new Map(settings.list().map((state) => [state.name, state]));
  return ([SETTINGS, SECRETS] as const).flatMap((section) =>
    Object.entries(backup[section]).flatMap(([name, value]) => {
      const old = known.get(name);
      const isSame = JSON.stringify(value) === store.get(section, name);
      if (isSame) return [];
      const shown = (text: string) => section === SECRETS ? MASK : text;
      const change = { kind: "setting", key: name } as const;
      if (old) {
        const { text } = settings.put(name, value, who);
        return [{ ...change, old: old.text, new: shown(text) }];
      }
      const stored = store.get(section, name) ?? "";
      store.put(section, { [name]: JSON.stringify(value) });
      return [{
        ...change,
        old: stored === "" ? "" : shown(stored),
        new: shown(JSON.stringify(value)),
      }];
    })
  );
}

function putMemory(
  store: Store,
  id: string,
  values: Readonly<Record<string, string>>,
): readonly RestoreChange[] {
  const before = store.entries(memoryOf(id));
  const changed = Object.entries(values)
    .filter(([key, value]) => before.get(key) !== value).length;
  if (changed === 0) return [];
  checkQuota(new Map(Object.entries(values)));
  store.put(memoryOf(id), values);
  const count = (n: number) => `${n} values`;
  return [{
    kind: "memory",
    key: id,
    old: count(before.size),
    new: `${count(changed)} anew`,
  }];
}
