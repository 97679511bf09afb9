import { CommandError } from "../contract/plugin.ts";

/** A command and those that run as parts of it, as the turns see them. */
export interface Family {
  /** Plugins whose turn it has. */
  readonly holds: Set<string>;
  /** Plugin for whose turn it waits. */
  waits: string | undefined;
}

/** Turns of plugins: the commands of each run one at a time, those of others do not wait for them. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();
  readonly #holders = new Map<string, Family>();

  /**
   * Waits for a plugin's turn. A part of a command that has it goes on at once.
   * @returns what ends the turn
   * @throws CommandError where two commands would wait for each other for ever
   */
  async take(owner: string, family: Family): Promise<() => void> {
    if (family.holds.has(owner)) return () => {};
    if (this.#isCircle(owner, family)) {
      throw new CommandError(
        `The plugin ${owner} is busy with a command that waits for this one`,
      );
    }
    const before = this.#last.get(owner);
    const turn = Promise.withResolvers<void>();
    this.#last.set(owner, turn.promise);
    family.waits = owner;
    await before;
    family.waits = undefined;
    family.holds.add(owner);
    this.#holders.set(owner, family);
    return () => {
      family.holds.delete(owner);
      this.#holders.delete(owner);
      if (this.#last.get(owner) === turn.promise) this.#last.delete(owner);
      turn.resolve();
    };
  }

  /** Whether whoever has the turn waits, over however many others, for one that this family has. */
  #isCircle(owner: string, family: Family): boolean {
    let wanted = this.#holders.get(owner)?.waits;
    while (wanted !== undefined && !family.holds.has(wanted)) {
      wanted = this.#holders.get(wanted)?.waits;
    }
    return wanted !== undefined;
  }
}
