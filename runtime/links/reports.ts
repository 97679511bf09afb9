import type { LinkState } from "../contract/links.ts";

/** A link that is told of. */
interface Report {
  readonly state: () => LinkState;
  /** Its name in DIAG; undefined where it is not listed there. */
  readonly line: string | undefined;
}

/** How the links are at present, in the order in which they began. */
export class Reports {
  readonly #reports = new Set<Report>();

  /** Adds a link; returns what takes it away again. */
  add(state: () => LinkState, line?: string): () => void {
    const report = { state, line };
    this.#reports.add(report);
    return () => void this.#reports.delete(report);
  }

  /** For people. */
  states(): readonly LinkState[] {
    return [...this.#reports].map(({ state }) => state());
  }

  /** Lines of DIAG. */
  lines(): readonly string[] {
    return [...this.#reports].flatMap(({ state, line }) =>
      line === undefined ? [] : [`${line}: ${state().state}`]
    );
  }
}
