import type { Trouble } from "./database.ts";

/** What a trouble means to the owner. */
const MEANING: Readonly<Record<Trouble, string>> = {
  full: "the disk is full",
  damaged: "the store's file is damaged",
  unwritable: "the disk does not take writes",
  gone: "the store's file was moved, removed or replaced",
};

/** What the owner can do about it. */
const TO_DO: Readonly<Record<Trouble, string>> = {
  full: "make room and try again",
  damaged: "check the disk, then start the program again",
  unwritable: "check the disk, then start the program again",
  gone: "put it back, or start the program again",
};

/** What can be the matter while the program runs. */
export type Condition = "write" | "read" | "row" | "mended" | "copy" | "ledger";

/** Sentences about what is wrong: found at the opening, or the matter now. */
export class Problems {
  readonly #found: readonly string[];
  readonly #now = new Map<Condition, string>();

  /** @param found sentences of the opening */
  constructor(found: readonly string[]) {
    this.#found = found;
  }

  get sentences(): readonly string[] {
    return [...this.#found, ...this.#now.values()];
  }

  /** Something is the matter, until `over`. */
  report(condition: Condition, sentence: string): void {
    this.#now.set(condition, sentence);
  }

  over(condition: Condition): void {
    this.#now.delete(condition);
  }
}

/** What a trouble means to the owner, as the first half of a sentence. */
export function meaning(trouble: Trouble): string {
  return MEANING[trouble];
}

/** A write that was refused: nothing of it is in the store. */
export class StoreWriteError extends Error {
  override readonly name = "StoreWriteError";
  /** Why. */
  readonly trouble: Trouble;

  constructor(trouble: Trouble, store: string) {
    super(
      `nothing was stored: ${meaning(trouble)} (${store}); ${TO_DO[trouble]}`,
    );
    this.trouble = trouble;
  }
}

/** The disk does not take what has to be written to open the store. */
export class StoreUnwritableError extends Error {
  override readonly name = "StoreUnwritableError";
}

/** The store cannot be opened as it is; nothing was touched. */
export class StoreRefusedError extends Error {
  override readonly name = "StoreRefusedError";
}
