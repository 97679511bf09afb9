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

/** Asks to stop when the system does; returns what takes that away again. */
export function onSignals(stopping: Stopping): () => void {
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stopping.ask);
  return () => {
    for (const signal of SIGNALS) {
      Deno.removeSignalListener(signal, stopping.ask);
    }
  };
}
