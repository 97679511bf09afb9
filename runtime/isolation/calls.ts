import { AsyncLocalStorage } from "node:async_hooks";
import { CommandError, Declined } from "../contract/plugin.ts";
import { FaultElsewhere } from "../vehicle/fault_place.ts";
import { GateClosed } from "../vehicle/gate.ts";
import type { FromGuest } from "./messages.ts";

/** A command that the guest works on. */
interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Runs something on behalf of the command. */
  readonly within: <T>(work: () => T) => T;
}

/** Commands that a guest works on at most; one that never answers has its fault after a while. */
const MOST = 64;

/** The commands that a guest works on, until it answers. */
export class Calls {
  readonly #pending = new Map<number, Pending>();
  #ids = 0;

  /**
   * Gives the guest a command.
   * @param send tells it the command under a number; false where there is no room for that now
   * @throws CommandError where it has too much to do
   */
  give(plugin: string, send: (id: number) => boolean): Promise<unknown> {
    const id = this.#ids + 1;
    if (this.#pending.size >= MOST || !send(id)) {
      throw new CommandError(`Command not available: plugin ${plugin} is busy`);
    }
    this.#ids = id;
    return new Promise((resolve, reject) => {
      const within = AsyncLocalStorage.snapshot();
      this.#pending.set(id, { resolve, reject, within });
    });
  }

  /** The guest answered a command. */
  answered(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  /** The guest refused a command, or failed at it. */
  refused(message: Extract<FromGuest, { t: "refused" }>): void {
    this.#take(message.id)?.reject(failure(message));
  }

  /** Runs something on behalf of a command that is still worked on, or of nobody. */
  within(id: number | undefined, work: () => void): void {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (pending) pending.within(work);
    else work();
  }

  /** The guest is gone. */
  lost(why: string): void {
    for (const { reject } of this.#pending.values()) {
      reject(new CommandError(`Command not available: ${why}`));
    }
    this.#pending.clear();
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}

function failure(
  { why, text, at }: Extract<FromGuest, { t: "refused" }>,
): Error {
  switch (why) {
    case "declined":
      return new Declined();
    case "gate":
      return new GateClosed();
    case "command":
      return new CommandError(text);
    case "fault":
      return new FaultElsewhere(text, at);
  }
}
