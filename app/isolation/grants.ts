/** What the owner allowed plugins from outside, in the store. */
import type { Store } from "../../hal/mod.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { REVOCABLE } from "../../runtime/settings/revocable.ts";
import { INSIDE, type Right, rightsOf } from "./rights.ts";

/** Section of the store: the keys of rights as JSON, by the plugin's id. */
const SECTION = REVOCABLE.grants;
/** Who changes them unless somebody else is named. */
const WHO = "console start";

/** A vehicle type among the ids of plugins, which have no blanks. */
const ofVehicle = (type: string) => `vehicle ${type}`;

/** Another module with the same letters is not the one that was allowed. */
const insideOf = (specifier: string) => `${INSIDE.key} ${specifier}`;

/** Grants, as they are stored. */
export class Grants {
  /** @param who changes them, for the journal */
  constructor(readonly store: Store, readonly who = WHO) {}

  /** Whether the vehicle type of a module may run inside the program. */
  mayRunInside(type: string, specifier: string): boolean {
    return this.of(ofVehicle(type)).has(insideOf(specifier));
  }

  /** Allows the vehicle type of one module to run inside the program; undefined: of none any more. */
  setInside(type: string, specifier: string | undefined): void {
    this.#put(
      ofVehicle(type),
      specifier === undefined ? [] : [insideOf(specifier)],
    );
  }

  /** Allows nothing any more to vehicle types of the modules whose specifiers begin so. */
  takeInside(begin: string): void {
    for (const id of this.store.entries(SECTION).keys()) {
      const keys = [...this.of(id)];
      const away = keys.some((key) => key.startsWith(insideOf(begin)));
      if (away) this.#put(id, []);
    }
  }

  /** Keys of the rights that a plugin has. */
  of(id: string): ReadonlySet<string> {
    const stored = this.store.get(SECTION, id);
    try {
      const keys: unknown = JSON.parse(stored ?? "[]");
      return new Set(Array.isArray(keys) ? keys.map(String) : []);
    } catch {
      return new Set();
    }
  }

  /** What a plugin asks for and was not allowed. */
  missing(plugin: Plugin): readonly Right[] {
    const given = this.of(plugin.id);
    return rightsOf(plugin).filter(({ key }) => !given.has(key));
  }

  /** Allows a plugin all that it asks for, and no more. */
  give(plugin: Plugin): void {
    this.#put(plugin.id, rightsOf(plugin).map(({ key }) => key));
  }

  /** Allows a plugin nothing any more. */
  take(id: string): void {
    this.#put(id, []);
  }

  #put(id: string, keys: readonly string[]): void {
    const old = [...this.of(id)];
    if (old.join() === keys.join()) return;
    this.store.atomically(() => {
      this.store.put(SECTION, {
        [id]: keys.length === 0 ? undefined : JSON.stringify(keys),
      });
      const [before, after] = [old, keys].map((all) => all.join(", ") || "-");
      this.store.journal({
        who: this.who,
        what: "grant",
        key: id,
        old: before ?? "-",
        new: after ?? "-",
      });
    });
  }
}

/** What a plugin asks for, as a sentence says it. */
export function wishText(rights: readonly Right[]): string {
  return rights.map(({ text }) => text).join("; ");
}

/** What a plugin misses, and what its owner can do about it. */
export function refusal(id: string, wishes: readonly Right[]): string {
  return `it wants to ${
    wishText(wishes)
  }. To allow that, start once with --grant ${id}`;
}
