/** Work of a guest that must not be cut in the middle, and what its requests failed with. */
import { SdoError, type SdoErrorKind } from "../canopen/mod.ts";
import { CommandError } from "../contract/plugin.ts";
import { GateClosed } from "../vehicle/gate.ts";
import type { ToGuest } from "./messages.ts";

/** Leave to begin, and what tells it to end. */
interface Work {
  readonly begin: () => void;
  readonly ends: AbortController;
}

/** The way to the program. */
interface WorkPort {
  /** Asks; the answer comes when the work has ended. */
  readonly ask: (what: string) => {
    readonly id: number;
    readonly answer: Promise<unknown>;
  };
  /** Tells that it has. */
  readonly ended: (id: number) => void;
}

/** All such work of one guest. */
export class GuestWorks {
  readonly #works = new Map<number, Work>();

  constructor(readonly port: WorkPort) {}

  /** Takes in what the program tells of one. */
  tell({ id, ends }: Extract<ToGuest, { t: "work" }>): void {
    const work = this.#works.get(id);
    if (ends === undefined) work?.begin();
    else work?.ends.abort(ends);
  }

  /** Asks for leave, works, and tells that it ended, whatever came of it. */
  async run<T>(run: (ends: AbortSignal) => Promise<T>): Promise<T> {
    const begun = Promise.withResolvers<void>(), ends = new AbortController();
    const { id, answer } = this.port.ask("sdo.work");
    this.#works.set(id, { begin: begun.resolve, ends });
    try {
      // Where it may not begin, it is over before.
      await Promise.race([begun.promise, answer]);
      try {
        return await run(ends.signal);
      } finally {
        this.port.ended(id);
        await answer;
      }
    } finally {
      this.#works.delete(id);
    }
  }
}

const KINDS: readonly SdoErrorKind[] = [
  "abort",
  "timeout",
  "gate",
  "protocol",
  "cancelled",
];

/** What a request failed with, as it does inside. */
export function errorOf(
  { text, gate, sdo }: Extract<ToGuest, { t: "failed" }>,
): Error {
  if (!sdo) return gate ? new GateClosed() : new CommandError(text);
  const { kind, index, sub, code } = sdo;
  return new SdoError(
    KINDS.find((known) => known === kind) ?? "cancelled",
    index,
    sub,
    code ?? undefined,
    text.replace(/^SDO [\da-f.]+: /, ""),
    gate ? { cause: new GateClosed() } : undefined,
  );
}
