/**
 * Whether the last runs ended well. A run that ended by itself, or by its watchdog, within five minutes
 * of its start, and another one before it, may have ended by a plugin: the next goes without them.
 */

/** Bad ends one after the other after which a start is a safe one. */
const ENOUGH = 2;
/** Time after which a run has lasted, ms. */
export const LASTS = 300_000;

/** What the owner is told. */
export const SAFE_START =
  "The program ended unexpectedly twice, each time within five minutes of its start: now it runs without plugins from outside. They are tried again at the first start after a run that lasts or ends well";

/** One run, from its start to its end. */
export class RunMark {
  readonly #file: string;
  /** Bad ends before this run. */
  readonly before: number;

  /** @param store file beside which it is marked */
  constructor(store: string) {
    this.#file = `${store}.running`;
    this.before = this.#read();
  }

  /** Whether plugins from outside are to be left out. */
  get isSafe(): boolean {
    return this.before >= ENOUGH;
  }

  /** The run begins: unless something else is said, it ends badly. */
  begin(): void {
    this.#write(this.before + 1);
  }

  /** It has lasted: whatever ends it, it is not its start. */
  lasted(): void {
    this.#remove();
  }

  /** It ends as it should. */
  ended(): void {
    this.#remove();
  }

  #read(): number {
    try {
      return Number(Deno.readTextFileSync(this.#file)) || 0;
    } catch {
      return 0;
    }
  }

  /** A disk that takes nothing keeps nobody from starting. */
  #write(count: number): void {
    try {
      Deno.writeTextFileSync(this.#file, `${count}\n`);
    } catch {
      // The store tells of such a disk.
    }
  }

  #remove(): void {
    try {
      Deno.removeSync(this.#file);
    } catch {
      // It was not there.
    }
  }
}
