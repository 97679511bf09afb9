/** What the owner allowed plugins from outside, in the store. */
import type { Store } from "../../hal/mod.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { INSIDE, type Right, rightsOf } from "./rights.ts";

/** Section of the store: the keys of rights as JSON, by the plugin's id. */
const SECTION = "grants";
/** Who changes them unless somebody else is named. */
const WHO = "console start";

/** A vehicle type among the ids of plugins, which have no blanks. */
const ofVehicle = (type: string) => `vehicle ${type}`;

/** Grants, as they are stored. */
export class Grants {
  /** @param who changes them, for the journal */
  constructor(readonly store: Store, readonly who = WHO) {}

  /** Whether a vehicle type from outside may run inside the program. */
  mayRunInside(type: string): boolean {
    return this.of(ofVehicle(type)).has(INSIDE.key);
  }

  /** Allows a vehicle type to run inside the program, or does not any more. */
  setInside(type: string, may: boolean): void {
    this.#put(ofVehicle(type), may ? [INSIDE.key] : []);
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
