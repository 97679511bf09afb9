import type { Target } from "./sdo_server.ts";

/**
 * What goes wrong with an access.
 *
 * - `lose`: no reply, and nothing is carried out
 * - `delay`: the reply comes so many ms later, although the client may have given up
 * - `abort`: refused with a code, nothing is carried out; so many ms late
 * - `nameless`: the same, but the abort names object 0000.00
 * - `cut`: carried out, but only the first four bytes of the reply come
 * - `unsized`: a number is given without its size, with junk in the bytes that do not count
 * - `empty`: the reply is a segment without data that is not the last
 * - `silence`: the node goes silent, from this access on
 * - `power-off`: the node loses its power before it carries the access out
 */
export type Effect =
  | {
    readonly do:
      | "lose"
      | "silence"
      | "power-off"
      | "cut"
      | "unsized"
      | "empty";
  }
  | { readonly do: "delay"; readonly ms: number }
  | {
    readonly do: "abort" | "nameless";
    readonly code: number;
    readonly ms?: number;
  };

/** A fault on demand. What is left out matches everything; each try and each segment counts. */
export type Fault = Effect & {
  readonly access?: Target["access"];
  readonly index?: number;
  readonly sub?: number;
  /** Accesses that match and still go well; 0 unless told. */
  readonly after?: number;
  /** Accesses that fail then; for good unless told. */
  readonly times?: number;
};

interface Armed {
  readonly fault: Fault;
  after: number;
  times: number;
}

/** The faults that wait for their access. */
export class Faults {
  #armed: Armed[] = [];

  /** Arms a fault; the call that is returned disarms it. */
  add(fault: Fault): () => void {
    const { after = 0, times = Infinity } = fault;
    const armed: Armed = { fault, after, times };
    this.#armed.push(armed);
    return () => this.#armed = this.#armed.filter((other) => other !== armed);
  }

  /** Disarms all. */
  clear(): void {
    this.#armed = [];
  }

  /** Counts an access; what goes wrong with it, by the fault armed first. */
  next(target: Target): Effect | undefined {
    const matching = this.#armed.filter(({ fault }) => fits(fault, target));
    const due = matching.find(({ after, times }) => after === 0 && times > 0);
    for (const armed of matching) if (armed.after > 0) armed.after--;
    if (due) due.times--;
    return due?.fault;
  }
}

function fits(fault: Fault, target: Target): boolean {
  return (fault.access ?? target.access) === target.access &&
    (fault.index ?? target.index) === target.index &&
    (fault.sub ?? target.sub) === target.sub;
}
