import { AsyncLocalStorage } from "node:async_hooks";
import { call, onBehalfOf, thrown } from "../vehicle/plugin_code.ts";
import type { Clock } from "../../hal/mod.ts";
import { CommandError, Declined } from "../contract/plugin.ts";
import { GateClosed, isGateRefusal } from "../vehicle/gate.ts";
import type { Host } from "../vehicle/host.ts";
import type { Sender } from "./sensitive.ts";
import { type Family, Turns } from "./turns.ts";

/** Seconds until a handler that never answers is given up. */
const TIMEOUT = 60;

/** What a handler answered, or why it did not. */
export type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly text: string; readonly declined?: boolean };

/** What the runner needs to know of a command. */
export interface Runnable {
  readonly run: unknown;
  readonly timeout?: number;
  /** Runs beside other commands of its plugin. */
  readonly parallel?: boolean;
}

/** A command at work, with all that it awaits. */
interface Task {
  call: Sender;
  readonly family: Family;
  /** The command that it is a part of. */
  readonly parent: Task | undefined;
  /** Given up: what it still does has no effect. */
  over: boolean;
}

/** Whether there is something to wait for; not only promises have a `then`, and each may never call back. */
function isAwaited(answer: unknown): boolean {
  return (typeof answer === "object" || typeof answer === "function") &&
    answer !== null && "then" in answer && typeof answer.then === "function";
}

/** Runs handlers: guarded, in the turn of their plugin, for so long and no longer. */
export class Runner {
  /** The command that each running handler, with all that it awaits, belongs to. */
  readonly #tasks = new AsyncLocalStorage<Task>();
  readonly #turns = new Turns();

  constructor(readonly host: Host, readonly clock: Clock) {}

  /** The call on whose behalf the present code runs; undefined where a plugin acts by itself. */
  get current(): Sender | undefined {
    return this.#tasks.getStore()?.call;
  }

  /** Whether the present code belongs to a handler that was given up. */
  get isOver(): boolean {
    for (let task = this.#tasks.getStore(); task; task = task.parent) {
      if (task.over) return true;
    }
    return false;
  }

  /**
   * Does a command's work in the turn of its plugin.
   * @param part whether it is a part of the command that runs at present
   */
  async inTurn<T>(
    owner: string,
    { parallel = false }: { readonly parallel?: boolean | undefined },
    from: Sender,
    part: boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const parent = part ? this.#tasks.getStore() : undefined;
    const family = parent?.family ?? { holds: new Set(), waits: undefined };
    const task: Task = { call: from, family, parent, over: false };
    const end = parallel ? () => {} : await this.#turns.take(owner, family);
    try {
      return await this.#tasks.run(task, work);
    } finally {
      end();
    }
  }

  /**
   * Runs a handler within `inTurn`.
   * @param name what it is called in faults
   * @param from who it runs for, as it was checked
   */
  async run(
    owner: string,
    name: string,
    def: Runnable,
    args: () => unknown,
    from: Sender,
  ): Promise<Answered> {
    const loaded = this.host.find(owner), task = this.#tasks.getStore();
    if (task) task.call = from;
    const { guarded: _, ...asked } = from;
    if (!loaded || loaded.aside) {
      return {
        ok: false,
        text: `Command not available: plugin ${owner} is set aside`,
      };
    }
    this.host.look(this.clock.monotonic());
    try {
      const answer = onBehalfOf(
        owner,
        () => call(def.run, args(), loaded.ctx, asked),
      );
      return { ok: true, value: await this.#inTime(answer, def, task) };
    } catch (what) {
      const error = thrown(what);
      if (error instanceof CommandError) {
        return { ok: false, text: error.message };
      }
      if (error instanceof Declined) {
        return { ok: false, text: "Unknown command", declined: true };
      }
      if (isGateRefusal(error)) {
        return { ok: false, text: new GateClosed().message };
      }
      return this.fault(owner, name, error);
    }
  }

  /** A handler's answer, or an error when it takes too long: then the handler is given up. */
  #inTime(
    answer: unknown,
    { timeout = TIMEOUT }: Runnable,
    task: Task | undefined,
  ): unknown {
    if (!isAwaited(answer)) return answer;
    return new Promise((resolve, reject) => {
      const stop = this.clock.after(timeout * 1000, () => {
        if (task) task.over = true;
        reject(new Error(`no answer within ${timeout} s`));
      });
      // Whatever it is, its own functions run on its own account
      new Promise((take) => take(answer)).then(resolve, reject).finally(stop);
    });
  }

  /** Counts a fault of a command's plugin. */
  fault(owner: string, name: string, error: unknown): Answered & { ok: false } {
    const loaded = this.host.find(owner);
    if (loaded) this.host.fault(loaded, name, error);
    return { ok: false, text: "Command failed: its plugin has a fault" };
  }
}
