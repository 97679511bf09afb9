/** The wish to end, by SIGINT, SIGTERM or the prompt. */
export class Stopping {
  readonly #done = Promise.withResolvers<void>();
  #asked = false;

  /** Whether the program is to end. */
  get asked(): boolean {
    return this.#asked;
  }

  /** Resolves when it is. */
  get promise(): Promise<void> {
    return this.#done.promise;
  }

  readonly ask = (): void => {
    this.#asked = true;
    this.#done.resolve();
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Asks to stop when the system does, or when the terminal where somebody sits is gone: a connection that
 * breaks ends no command halfway. Elsewhere `nohup` may want the program to outlive its terminal.
 * @returns what takes that away again
 */
export function onSignals(
  stopping: Stopping,
  hasTerminal: boolean = Deno.stdin.isTerminal(),
): () => void {
  const signals = [...SIGNALS, ...hasTerminal ? ["SIGHUP"] as const : []];
  for (const signal of signals) Deno.addSignalListener(signal, stopping.ask);
  return () => {
    for (const signal of signals) {
      Deno.removeSignalListener(signal, stopping.ask);
    }
  };
}
