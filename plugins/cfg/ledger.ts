import { type Handles, v } from "ovms-edge";
import type { Read } from "./controller.ts";
import { Refused } from "./failure.ts";
import { type ObjectId, od } from "./objects.ts";
import { macroSettings, type Settings } from "./settings.ts";

const settings = v.record(v.string(), v.string());
const objectId = v.custom<ObjectId>((value) =>
  typeof value === "string" && /^[0-9a-f]{4}\.[0-9a-f]{2}$/.test(value)
);

/** One object of a command that wrote, or was about to. */
const entry = v.object({
  object: objectId,
  /** Value before the command. */
  old: v.number(),
  /** Value last asked for. */
  new: v.number(),
  /** The controller confirmed it. */
  confirmed: v.boolean(),
});

/** A command that wrote something, with all that UNDO needs. */
const record = v.object({
  /** The command as it was given, such as `SPEED 90`. */
  command: v.string(),
  /**
   * Under way: `running`; `undoing`; and all but answered: `written`, `undone`. In a store just opened
   * these mean that the program was killed. Told to end before it was done: `stopped`. Ended: `done`,
   * `failed`.
   */
  state: v.picklist([
    "running",
    "written",
    "undoing",
    "undone",
    "stopped",
    "done",
    "failed",
  ]),
  /** The car had to stand for it. */
  standing: v.optional(v.boolean()),
  /** Type of the controller that it was sent to, where that was known. */
  type: v.optional(v.number()),
  /** It wrote in pre-operational state. */
  preOp: v.boolean(),
  /** All objects that it was to write. */
  planned: v.array(objectId),
  writes: v.array(entry),
  /** Settings of the macros before it. */
  settings,
});
export type Entry = v.InferOutput<typeof entry>;
/** A command that wrote, as the store has it. */
export type Past = v.InferOutput<typeof record> & {
  /** Number of its place in the store. */
  readonly number: number;
};

/** Whether all of a command is in the controller, or nothing of it any more. */
export const isOver = (state: Past["state"]): boolean =>
  state === "done" || state === "undone";

type Memory = Handles["memory"];

/** How many commands can be taken back one after the other. */
const KEPT = 10;
const KEY = {
  backup: "backup.",
  undo: "undo.",
  profile: "profile.",
  /** The text that a profile was taken from. */
  profileText: "profiletext.",
  settings: "settings",
  backupSettings: "backup-settings",
  backupType: "backup-type",
  preOp: "owes-operational",
  kickdown: "kickdown",
} as const;

/**
 * A controller in pre-operational state: its owner `asked` for it, and it stays so until the write
 * gate closes or the program ends; or a command that was to come back did not, and it is `owed`.
 */
export type PreOp = "asked" | "owed";
/** How they are stored. */
const ASKED = "asked", OWED = "1";

/** What the plugin keeps durably: old values, commands to take back, settings, profiles. */
export class Ledger {
  constructor(readonly memory: Memory) {}

  /** @throws Refused when the store takes nothing, such as on a full disk */
  #put(changes: Parameters<Memory["put"]>[0]): void {
    try {
      this.memory.put(changes);
    } catch {
      throw new Refused(
        "Old values cannot be stored",
        "See what is wrong with the disk of the gateway",
      );
    }
  }

  // ---- journal ---------------------------------------------------------------

  /**
   * Notes a write before or after it happens.
   * @param what `sdo write` before, `sdo written` after, with the value read back
   */
  journal(
    who: string,
    what: string,
    object: ObjectId,
    old: number | undefined,
    value: string,
  ): void {
    try {
      this.memory.journal({
        who,
        what,
        key: object,
        old: old === undefined ? "" : String(old),
        new: value,
      });
    } catch {
      throw new Refused("The journal cannot be written");
    }
  }

  // ---- old values --------------------------------------------------------------

  /** The stored backup: values and sizes by object. */
  backup(): ReadonlyMap<ObjectId, Read> {
    const found = new Map<ObjectId, Read>();
    for (const [key, text] of this.memory.entries()) {
      if (!key.startsWith(KEY.backup)) continue;
      const object = v.safeParse(objectId, key.slice(KEY.backup.length));
      const [value, size] = text.split("/").map(Number);
      if (object.success && value !== undefined && size !== undefined) {
        found.set(object.output, { value, size });
      }
    }
    return found;
  }

  /** Replaces the backup by these values; what it had besides them stays. */
  replaceBackup(values: ReadonlyMap<ObjectId, Read>): void {
    this.#put({
      ...backupChanges(values),
      [KEY.backupSettings]: JSON.stringify(this.settings),
    });
  }

  /** Keeps the first old value that was ever seen of objects, without a command to take back. */
  keepOld(old: ReadonlyMap<ObjectId, Read>, type: number): void {
    const known = this.backup();
    const fresh = [...old].filter(([object]) => !known.has(object));
    if (fresh.length === 0) return;
    this.#put({
      ...backupChanges(new Map(fresh)),
      ...this.backupType === undefined
        ? { [KEY.backupType]: String(type) }
        : {},
    });
  }

  /** Settings of the macros at the time of the backup. */
  get backupSettings(): Settings {
    return this.#settingsAt(KEY.backupSettings);
  }

  /** Type of the controller that the backup is of, where it was known. */
  get backupType(): number | undefined {
    const stored = this.backup().get(od.controllerType)?.value;
    if (stored !== undefined) return stored;
    const text = this.memory.get(KEY.backupType);
    return text === undefined ? undefined : Number(text);
  }

  // ---- commands to take back ---------------------------------------------------

  /** All commands that can be taken back, the last one first. */
  records(): readonly Past[] {
    const found: Past[] = [];
    for (const [key, text] of this.memory.entries()) {
      if (!key.startsWith(KEY.undo)) continue;
      const parsed = v.safeParse(record, json(text));
      const number = Number(key.slice(KEY.undo.length));
      if (parsed.success) found.push({ ...parsed.output, number });
    }
    return found.sort((a, b) => b.number - a.number);
  }

  /** Begins a record, and keeps the first old value that was ever seen of each object, as one step. */
  begin(
    record: Omit<Past, "number" | "settings" | "writes" | "state">,
    old: ReadonlyMap<ObjectId, Read>,
  ): Past {
    const before = this.records(), known = this.backup();
    const number = (before[0]?.number ?? 0) + 1;
    const fresh = [...old].filter(([object]) => !known.has(object));
    const dropped = before.slice(KEPT - 1).map((
      { number },
    ) => [KEY.undo + number, undefined]);
    const begun: Past = {
      ...record,
      number,
      state: "running",
      writes: [],
      settings: this.settings,
    };
    const isFirst = record.type !== undefined && this.backupType === undefined;
    this.#put({
      ...backupChanges(new Map(fresh)),
      ...(isFirst ? { [KEY.backupType]: String(record.type) } : {}),
      ...Object.fromEntries(dropped),
      ...this.#change(begun),
    });
    return begun;
  }

  keep(record: Past): void {
    this.#put(this.#change(record));
  }

  /** The same, as far as the disk takes it. */
  tryToKeep(record: Past): void {
    this.#try(() => this.keep(record));
  }

  /** Ends a record; one that wrote nothing is dropped. */
  end(record: Past, state: Past["state"], settings?: Settings): void {
    this.#put({
      ...(record.writes.length === 0
        ? { [KEY.undo + record.number]: undefined }
        : this.#change({ ...record, state })),
      ...settingsChange(settings),
    });
  }

  /** The same, as far as the disk takes it. */
  tryToEnd(record: Past, state: Past["state"]): void {
    this.#try(() => this.end(record, state));
  }

  #try(note: () => void): void {
    try {
      note();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** The last command is about to be answered, which is noted as far as the disk takes it. */
  tryToAnswer(): void {
    const [last] = this.records();
    if (last?.state === "written") this.tryToKeep({ ...last, state: "done" });
    if (last?.state === "undone") this.#try(() => this.drop(last));
  }

  /** A command was taken back, which is all but answered. */
  undone(record: Past): void {
    this.#put({
      ...this.#change({ ...record, state: "undone" }),
      ...settingsChange(record.settings),
    });
  }

  /** It is known that a command was taken back. */
  drop({ number }: Past): void {
    this.#put({ [KEY.undo + number]: undefined });
  }

  /** A command that a program before this one did not end was told, as far as the disk takes it. */
  tryToTell(record: Past): void {
    this.#try(() =>
      record.state === "undone" ? this.drop(record) : this.end(record, "failed")
    );
  }

  #change({ number, ...record }: Past): Readonly<{ [key: string]: string }> {
    return { [KEY.undo + number]: JSON.stringify(record) };
  }

  // ---- return to operational -----------------------------------------------------

  /** Who has left the controller pre-operational, even before a restart; undefined: nobody. */
  get preOp(): PreOp | undefined {
    const text = this.memory.get(KEY.preOp);
    return text === undefined ? undefined : text === ASKED ? "asked" : "owed";
  }
  /** @throws Refused when the store takes nothing */
  set preOp(preOp: PreOp | undefined) {
    if (preOp === this.preOp) return;
    const text = preOp === "asked" ? ASKED : preOp && OWED;
    this.#put({ [KEY.preOp]: text });
  }
  /** The same, as far as the disk takes it. */
  tryToLeave(preOp: PreOp | undefined): void {
    this.#try(() => this.preOp = preOp);
  }

  // ---- kickdown --------------------------------------------------------------------

  /** Level that driving gets back when the full power of a kickdown ends, per mille; undefined: it is not there. */
  get kickdown(): number | undefined {
    const text = this.memory.get(KEY.kickdown);
    return text === undefined ? undefined : Number(text);
  }
  /** @throws Refused when the store takes nothing */
  keepKickdown(level: number): void {
    if (level !== this.kickdown) this.#put({ [KEY.kickdown]: String(level) });
  }
  /** Another level is about to be set, or was, as far as the disk takes it. */
  endKickdown(): void {
    if (this.kickdown === undefined) return;
    this.#try(() => this.#put({ [KEY.kickdown]: undefined }));
  }

  // ---- settings and profiles -----------------------------------------------------

  get settings(): Settings {
    return this.#settingsAt(KEY.settings);
  }

  #settingsAt(key: string): Settings {
    const parsed = v.safeParse(settings, json(this.memory.get(key) ?? "{}"));
    return parsed.success ? parsed.output : {};
  }

  /** Notes settings that came about without a write, as far as the disk takes it. */
  tryToNote(settings: Settings): void {
    this.#try(() => this.#put(settingsChange(settings)));
  }

  profile(name: string): Settings | undefined {
    return this.memory.get(KEY.profile + name) === undefined
      ? undefined
      : this.#settingsAt(KEY.profile + name);
  }

  profiles(): readonly string[] {
    return [...this.memory.entries().keys()]
      .filter((key) => key.startsWith(KEY.profile))
      .map((key) => key.slice(KEY.profile.length)).sort();
  }

  saveProfile(name: string): void {
    this.#keepProfile(name, macroSettings(this.settings), undefined);
  }

  /** Keeps a profile that came as a text. */
  takeProfile(name: string, settings: Settings, text: string): void {
    this.#keepProfile(name, settings, text);
  }

  #keepProfile(name: string, saved: Settings, text: string | undefined): void {
    this.#put({
      [KEY.profile + name]: JSON.stringify(saved),
      [KEY.profileText + name]: text,
    });
  }

  /** The text that a profile was taken from, if it was. */
  profileText(name: string): string | undefined {
    return this.memory.get(KEY.profileText + name);
  }
}

function backupChanges(
  values: ReadonlyMap<ObjectId, Read>,
): Readonly<{ [key: string]: string }> {
  return Object.fromEntries(
    [...values].map((
      [object, { value, size }],
    ) => [KEY.backup + object, `${value}/${size}`]),
  );
}

function settingsChange(
  settings: Settings | undefined,
): Readonly<{ [key: string]: string }> {
  return settings ? { [KEY.settings]: JSON.stringify(settings) } : {};
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a value must not come from the past: what UNDO would write, when the number may have been
 * another command's, and what a kickdown ends with.
 */
export const ages = (key: string): boolean =>
  key.startsWith(KEY.undo) || key === KEY.kickdown;

/**
 * Whether something was left in the controller that only this plugin can take back: a command that
 * did not come to its end, or pre-operational state.
 */
export function isUnfinished(entries: ReadonlyMap<string, string>): boolean {
  if (entries.has(KEY.preOp)) return true;
  return [...entries].some(([key, text]) => {
    if (!key.startsWith(KEY.undo)) return false;
    const parsed = v.safeParse(record, json(text));
    return parsed.success && !isOver(parsed.output.state);
  });
}
