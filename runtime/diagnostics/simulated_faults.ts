/**
 * What goes wrong with an answer of a simulated node. `frame` counts the frames of the answer from 0.
 *
 * - `lose`: a frame is lost; without `frame` the whole answer
 * - `double`: a frame comes twice
 * - `swap`: a frame comes after the next one
 * - `foreign`: a frame that belongs elsewhere comes before one
 * - `late`: the answer comes so many ms later
 * - `pending`: it is announced so many times, so many ms apart, before it comes
 * - `refuse`: a negative answer with this code
 * - `silence`: the node goes silent
 */
export type Effect =
  | { readonly do: "lose"; readonly frame?: number }
  | { readonly do: "double" | "swap"; readonly frame: number }
  | {
    readonly do: "foreign";
    readonly frame: number;
    /** Bytes of the frame. */
    readonly data: readonly number[];
  }
  | { readonly do: "late"; readonly ms: number }
  | { readonly do: "pending"; readonly times: number; readonly ms: number }
  | { readonly do: "refuse"; readonly code: number }
  | { readonly do: "silence" };

/** A fault on demand. */
export type NodeFault = Effect & {
  /** Request that it concerns, as hexadecimal digits; default every one. */
  readonly request?: string;
  /** Requests that match and still go well; default 0. */
  readonly after?: number;
  /** Requests that fail then; default for good. */
  readonly count?: number;
};

interface Armed {
  readonly fault: NodeFault;
  after: number;
  count: number;
}

/** The faults that wait for their request. */
export class NodeFaults {
  #armed: Armed[] = [];

  /** Arms a fault; the call that is returned disarms it. */
  add(fault: NodeFault): () => void {
    const { after = 0, count = Infinity } = fault;
    const armed: Armed = { fault, after, count };
    this.#armed.push(armed);
    return () => this.#armed = this.#armed.filter((other) => other !== armed);
  }

  /** Disarms all. */
  clear(): void {
    this.#armed = [];
  }

  /** Counts a request; what goes wrong with it, by the fault armed first. */
  next(request: string): Effect | undefined {
    const matching = this.#armed.filter(({ fault }) =>
      (fault.request ?? request) === request
    );
    const due = matching.find(({ after, count }) => after === 0 && count > 0);
    for (const armed of matching) if (armed.after > 0) armed.after--;
    if (due) due.count--;
    return due?.fault;
  }
}
