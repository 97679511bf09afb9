import * as v from "valibot";
import type { Store } from "../../hal/mod.ts";
import type { SettingInfo } from "../contract/handles.ts";
import { bounded, JOURNALLED } from "../commands/text.ts";
import { CommandError } from "../contract/plugin.ts";
import type {
  AnySetting,
  AnySettings,
  SettingValues,
} from "../contract/settings.ts";
import { didYouMean } from "../nearest.ts";
import {
  expected,
  MASK,
  settingFrom,
  settingOf,
  settingText,
} from "./setting_text.ts";

/** Where values are, as JSON by full name; secret ones apart, so that they stay so without their plugin. */
export const SETTINGS = "settings", SECRETS = "secrets";
/** Where values are that no longer fit. */
const ASIDE = ".aside";

/** A setting as its owner claims it. */
export interface SettingClaim {
  readonly owner: string;
  readonly def: AnySetting;
}

/** A setting at work. */
interface Held extends SettingClaim {
  /** Full name, such as `ca.reserve`. */
  readonly name: string;
  readonly section: string;
  /** As it was set; undefined while it has its default. */
  input: unknown;
  /** As its schema gives it. */
  value: unknown;
  /** Stored text that no longer fits. */
  aside: string | undefined;
}

/** Control characters but tabulators and line ends, which no text of a person has. */
// deno-lint-ignore no-control-regex
const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Hears that a setting has another value. */
type Watcher = (name: string) => void;

/** A setting with its value, for forms. */
export interface SettingState extends SettingInfo {
  readonly decl: AnySetting;
  /** As it was set, or its default. */
  readonly value: unknown;
}

/** All settings: declared values by full name, durable, each change in the journal. */
export class Settings {
  readonly #core = new Map<string, Held>();
  #plugins = new Map<string, Held>();
  readonly #watchers = new Set<Watcher>();
  #misfits: string[] = [];

  constructor(readonly store: Store) {}

  // ---- declaring -------------------------------------------------------------

  /**
   * Declares settings of the core or of a link.
   * @returns their present values, read live
   */
  declare<G extends AnySettings>(owner: string, decls: G): SettingValues<G> {
    for (const [name, def] of Object.entries(decls)) {
      const full = `${owner}.${name}`;
      this.#core.set(full, this.#hold(full, { owner, def }));
    }
    return this.#live(
      decls,
      (alias) => this.#core.get(`${owner}.${alias}`),
    ) as SettingValues<G>;
  }

  /**
   * Refuses settings of plugins that are the core's already.
   * @throws Error that names both owners
   */
  check(claims: ReadonlyMap<string, SettingClaim>): void {
    for (const [name, { owner }] of claims) {
      if (!this.#core.has(name)) continue;
      throw new Error(
        `setting ${name} is claimed by the core and by ${owner}: the plugin needs another name for it`,
      );
    }
  }

  /** Takes the settings of the loaded plugins in the place of those before. */
  use(claims: ReadonlyMap<string, SettingClaim>): void {
    this.check(claims);
    this.#plugins = new Map(
      [...claims].map(([name, claim]) => [name, this.#hold(name, claim)]),
    );
  }

  /** Present value of a setting before its owner is loaded; the default where what is stored does not fit. */
  stored(name: string, decl: AnySetting): unknown {
    const text = this.store.get(decl.secret ? SECRETS : SETTINGS, name);
    const held: Held = {
      name,
      owner: "",
      def: decl,
      section: "",
      input: undefined,
      value: v.parse(decl.schema, decl.default),
      aside: undefined,
    };
    if (text !== undefined) take(held, text);
    return held.value;
  }

  /** Present values of a plugin's settings, read live; those of its vehicle are known by their declaration. */
  of(id: string, decls: AnySettings): object {
    const shared = new Map(
      [...this.#plugins.values()].map((held) => [held.def, held]),
    );
    return this.#live(
      decls,
      (alias, def) => this.#plugins.get(`${id}.${alias}`) ?? shared.get(def),
    );
  }

  #live(
    decls: AnySettings,
    find: (alias: string, def: AnySetting) => Held | undefined,
  ): object {
    const accessors: PropertyDescriptorMap = {};
    for (const [alias, def] of Object.entries(decls)) {
      const held = find(alias, def);
      accessors[alias] = { get: () => held?.value, enumerable: true };
    }
    return Object.freeze(Object.defineProperties({}, accessors));
  }

  /** A setting with what is stored for it. What does not fit is kept aside, until it fits again. */
  #hold(name: string, { owner, def }: SettingClaim): Held {
    const section = def.secret ? SECRETS : SETTINGS, { store } = this;
    if (def.secret) this.#hide(name);
    const held: Held = {
      name,
      owner,
      def,
      section,
      input: undefined,
      value: v.parse(def.schema, def.default),
      aside: store.get(section + ASIDE, name),
    };
    const stored = store.get(section, name);
    if (stored !== undefined && !take(held, stored)) {
      this.#setAside(held, stored);
    } else if (stored === undefined && held.aside !== undefined) {
      if (take(held, held.aside)) this.#move(held, held.aside, undefined);
    }
    return held;
  }

  /** A setting that was none that is secret, and is one now: what is stored of it is as secret. */
  #hide(name: string): void {
    const { store } = this;
    for (const aside of ["", ASIDE]) {
      const open = store.get(SETTINGS + aside, name);
      if (open === undefined) continue;
      const own = store.get(SECRETS + aside, name);
      try {
        store.atomically(() => {
          store.put(SETTINGS + aside, { [name]: undefined });
          store.put(SECRETS + aside, { [name]: own ?? open });
        });
      } catch {
        // On a full disk, which the store tells, the next start tries again.
      }
    }
  }

  #setAside(held: Held, stored: string): void {
    this.#move(held, undefined, stored);
    const was = held.def.secret ? "" : ` ${shown(stored)}`;
    this.#misfits.push(
      `Setting ${held.name}: the stored value${was} no longer fits, it has its default: expected ${
        expected(held.def.schema)
      }`,
    );
  }

  /** On a full disk, which the store tells, the next start tries again. */
  #move(
    held: Held,
    stored: string | undefined,
    aside: string | undefined,
  ): void {
    const { store } = this, { name, section } = held;
    held.aside = aside;
    try {
      store.atomically(() => {
        store.put(section, { [name]: stored });
        store.put(section + ASIDE, { [name]: aside });
      });
    } catch {
      // What is stored stays as it was.
    }
  }

  /** Sentences about values that no longer fit, each given once. */
  takeMisfits(): readonly string[] {
    const told = this.#misfits;
    this.#misfits = [];
    return told;
  }

  // ---- reading ---------------------------------------------------------------

  /** All settings: the core's, then the plugins'. */
  list(): readonly SettingState[] {
    return [...this.#core.values(), ...this.#plugins.values()].map(stateOf);
  }

  /** Values that must not appear anywhere: secrets that were set, of plugins that are not loaded as well. */
  get secrets(): readonly string[] {
    return secretTexts(this.store);
  }

  // ---- changing --------------------------------------------------------------

  /**
   * Sets one as its owner wrote it; undefined gives it its default.
   * @param name full name in any case
   * @param who link and principal, for the journal
   * @throws CommandError with a sentence when there is no such setting or it cannot have the value
   */
  set(name: string, text: string | undefined, who: string): SettingState {
    return this.#set(
      name,
      who,
      (held) => text === undefined ? undefined : settingFrom(text, held.def),
    );
  }

  /** The same with a value as JSON brings it. */
  put(name: string, value: unknown, who: string): SettingState {
    return this.#set(
      name,
      who,
      (held) => value === undefined ? undefined : settingOf(value, held.def),
    );
  }

  /** Takes over what somebody else put into the store for some settings, as a restored backup. */
  reload(names: Iterable<string>): void {
    for (const name of names) {
      const held = this.#core.get(name) ?? this.#plugins.get(name);
      if (!held) continue;
      Object.assign(held, this.#hold(name, held));
      for (const watcher of this.#watchers) watcher(name);
    }
  }

  /** Runs with the full name of each setting that changed; returns what ends that. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #set(
    name: string,
    who: string,
    make: (held: Held) => unknown,
  ): SettingState {
    const held = this.#find(name);
    const input = this.#checked(held, make);
    if (JSON.stringify(input) === JSON.stringify(held.input)) {
      return stateOf(held);
    }
    this.#write(held, input, who);
    held.input = input;
    held.value = v.parse(held.def.schema, input ?? held.def.default);
    held.aside = undefined;
    for (const watcher of this.#watchers) watcher(held.name);
    return stateOf(held);
  }

  #find(name: string): Held {
    const lower = name.toLowerCase();
    for (const held of [...this.#core.values(), ...this.#plugins.values()]) {
      if (held.name.toLowerCase() === lower) return held;
    }
    const known = [...this.#core.keys(), ...this.#plugins.keys()];
    throw new CommandError(
      `There is no setting ${name}${didYouMean(name, known)}`,
    );
  }

  #checked(held: Held, make: (held: Held) => unknown): unknown {
    try {
      const value = make(held);
      if (typeof value === "string" && isUnclean(value)) {
        throw new TypeError("expected a text without control characters");
      }
      if (value !== undefined && !isStorable(held.def, value)) {
        throw new TypeError(`expected ${expected(held.def.schema)}`);
      }
      return value;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandError(`Setting ${held.name} cannot be that: ${why}`);
    }
  }

  #write(
    { name, section, def, input: old }: Held,
    input: unknown,
    who: string,
  ): void {
    const { store } = this;
    const text = (value: unknown) =>
      def.secret
        ? MASK
        : bounded(settingText(value ?? def.default), JOURNALLED);
    try {
      store.atomically(() => {
        store.put(section, {
          [name]: input === undefined ? undefined : JSON.stringify(input),
        });
        store.put(section + ASIDE, { [name]: undefined });
        store.journal({
          who,
          what: "setting",
          key: name,
          old: text(old),
          new: text(input),
        });
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(`Nothing was changed: ${reason}`);
    }
  }
}

/** Halves of characters are none, and would be others after a restart. */
const isUnclean = (text: string): boolean =>
  UNSEEN.test(text) || !text.isWellFormed();

/** Whether a value is still one when it is read again: JSON has no number without end. */
function isStorable({ schema }: AnySetting, value: unknown): boolean {
  const text = JSON.stringify(value);
  return !text.includes("null") || v.is(schema, JSON.parse(text));
}

/** Takes a stored value; false when it does not fit. */
function take(held: Held, stored: string): boolean {
  let input: unknown;
  try {
    input = JSON.parse(stored);
  } catch {
    return false;
  }
  const parsed = v.safeParse(held.def.schema, input);
  if (!parsed.success) return false;
  held.input = input;
  held.value = parsed.output;
  return true;
}

/** What is stored, as people read it. */
function shown(stored: string): string {
  try {
    return settingText(JSON.parse(stored));
  } catch {
    return stored;
  }
}

function stateOf({ name, owner, def, input, aside }: Held): SettingState {
  const { summary, unit, secret = false } = def, value = input ?? def.default;
  const text = settingText(value);
  return {
    name,
    owner,
    summary,
    unit: unit ?? "",
    secret,
    expected: expected(def.schema),
    text: secret && text !== settingText("") ? MASK : text,
    isSet: input !== undefined,
    aside: aside === undefined ? undefined : secret ? MASK : shown(aside),
    decl: def,
    value,
  };
}

/** Secret values that are stored, as the texts that people know, and those that lists and objects are made of. */
export function secretTexts(store: Store): readonly string[] {
  return [SECRETS, SECRETS + ASIDE].flatMap((section) =>
    [...store.entries(section).values()].flatMap((stored) => [
      shown(stored),
      ...partsOf(stored),
    ])
  );
}

/** Texts and numbers within a stored list or object. */
function partsOf(stored: string): readonly string[] {
  const parts: string[] = [];
  try {
    JSON.parse(stored, (key, value) => {
      const isPart = key !== "" &&
        (typeof value === "string" || typeof value === "number");
      if (isPart) parts.push(String(value));
      return value;
    });
  } catch {
    // What is damaged is a text as a whole.
  }
  return parts;
}
