import type { AtToken } from "./at_reader.ts";
import { NoAnswerError, RefusedError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { decimal } from "./fields.ts";

/** A message's place in one of the modem's memories. */
export interface Place {
  /** `SM` or `ME`; empty with a modem that does not let choose. */
  readonly memory: string;
  readonly index: number;
}

/** A place in one word. */
export function placeKey({ memory, index }: Place): string {
  return `${memory}:${index}`;
}

/** The SIM and the modem's own; `MT` is both of them. */
const MEMORIES = ["SM", "ME"] as const;
/** Time without a byte that a command is given, ms. */
const SILENCE_MS = 15_000;

/** Reads the modem's memories, all that it has: which one a message comes into is the modem's own choice. */
export class Storage {
  /** Memories that this modem has; undefined until they were tried. */
  #memories: readonly string[] | undefined;
  #listing: string | undefined;
  readonly #full = new Map<string, string>();
  /** What the modem said when its messages were to be listed. */
  #refusal: string | undefined;

  constructor(private readonly exchange: Exchange) {}

  /**
   * The memory that is being listed, empty with a modem that does not let choose; undefined while none is,
   * as for the lines of a list that another program, or this one before its restart, asked for.
   */
  get listing(): string | undefined {
    return this.#listing;
  }

  /** Sentences about memories that cannot be read, or take no further message. */
  get notes(): readonly string[] {
    const unread = this.#refusal === undefined
      ? []
      : [`its messages cannot be read: ${this.#refusal}`];
    return [...unread, ...this.#full.values()];
  }

  /** The modem was set up again, and may be another one. */
  forget(): void {
    this.#memories = this.#refusal = undefined;
    this.#full.clear();
  }

  /** Lists every memory; its messages come as tokens meanwhile. Rejects with what the modem says. */
  async list(): Promise<void> {
    try {
      await this.#listAll();
      this.#refusal = undefined;
    } catch (error) {
      if (error instanceof RefusedError) this.#refusal = error.message;
      throw error;
    }
  }

  async #listAll(): Promise<void> {
    this.#memories ??= await this.#findMemories();
    if (this.#memories.length === 0) return await this.#listOne("");
    for (const memory of this.#memories) {
      await this.#select(memory);
      await this.#listOne(memory);
    }
  }

  /** Deletes a message. Rejects with what the modem says. */
  async remove({ memory, index }: Place): Promise<void> {
    if (memory !== "") await this.#select(memory);
    await this.exchange.run(`AT+CMGD=${index}`, SILENCE_MS);
  }

  async #listOne(memory: string): Promise<void> {
    this.#listing = memory;
    try {
      await this.exchange.run("AT+CMGL=4", SILENCE_MS);
    } finally {
      this.#listing = undefined;
    }
  }

  async #findMemories(): Promise<readonly string[]> {
    const found: string[] = [];
    // The one that is tried last takes what comes in: the first that there is.
    for (const memory of MEMORIES.toReversed()) {
      if (await this.#takes(`AT+CPMS="${memory}","${memory}","${memory}"`)) {
        found.unshift(memory);
      }
    }
    if (found.length > 0) return found;
    for (const memory of MEMORIES) {
      if (await this.#takes(`AT+CPMS="${memory}"`)) found.push(memory);
    }
    return found;
  }

  async #takes(at: string): Promise<boolean> {
    try {
      await this.exchange.run(at, SILENCE_MS);
      return true;
    } catch (error) {
      if (error instanceof NoAnswerError) throw error;
      return false;
    }
  }

  async #select(memory: string): Promise<void> {
    // Also when it is selected by what is known here: a modem that restarted without a word forgot.
    const lines = await this.exchange.run(`AT+CPMS="${memory}"`, SILENCE_MS);
    const [used, total] = usageOf(lines);
    if (used === undefined || total === undefined) return;
    if (used < total) this.#full.delete(memory);
    else {
      this.#full.set(
        memory,
        `its memory ${memory} is full: ${used} of ${total} messages`,
      );
    }
  }
}

/** Used and all places of the selected memory: `+CPMS: 3,50,3,50,3,50`, some with its name in front. */
function usageOf(
  lines: readonly string[],
): readonly [number | undefined, number | undefined] {
  const [, used, total] =
    /^\+CPMS: ?(?:"\w+",)?(\d+),(\d+)/.exec(lines[0] ?? "") ?? [];
  return [decimal(used), decimal(total)];
}

/** A message as the reader found it. */
export type RawMessage = Extract<AtToken, { readonly kind: "message" }>;
