import { FEATURE_MIRROR, type Params } from "./params.ts";
import { CommandError } from "../contract/plugin.ts";

/** Number of feature slots; the first eight are volatile. */
export const SLOTS = 16;
const VOLATILE = 8;
/** Largest value of a feature. */
export const FEATURE_MAX = 255;

/** Slots with a meaning for the core itself. */
export const FEATURE = {
  stream: 8,
  minimumSoc: 9,
  carBits: 14,
  canWrite: 15,
} as const;
/** Bits of feature 14. */
export const CAR_BITS = {
  noDenial: 2,
  noSms: 4,
  noErrors: 8,
  noForward: 128,
} as const;

/** A feature's number as the original read it: sign and leading digits count, nothing else does. */
export function featureNumber(text: string): number {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? 0 : number;
}

/** The feature slots: 0 to 7 forgotten at a restart, 8 to 15 mirrored as text in the parameters 24 to 31. */
export class Features {
  readonly #volatile = new Array<number>(VOLATILE).fill(0);

  /** Numbers of the persistent slots; undefined until asked for. */
  #numbers: (number | undefined)[] = [];

  constructor(readonly params: Params) {
    params.watch(() => this.#numbers = []);
  }

  get(slot: number): number {
    if (slot < VOLATILE) return this.#volatile[slot] ?? 0;
    return this.#numbers[slot] ??= featureNumber(
      this.params.get(slot + FEATURE_MIRROR),
    );
  }

  /** Sets one slot, as `setAll` does. */
  set(slot: number, text: string, who: string): void {
    this.setAll(new Map([[slot, text]]), who);
  }

  /**
   * Sets slots, all or none, in one write; what was written is kept as text.
   * @throws CommandError when a slot or its value does not exist
   */
  setAll(values: ReadonlyMap<number, string>, who: string): void {
    for (const [slot, text] of values) check(slot, featureNumber(text));
    const kept = [...values].filter(([slot]) => slot >= VOLATILE);
    this.params.set(
      new Map(kept.map(([slot, text]) => [slot + FEATURE_MIRROR, text])),
      who,
    );
    for (const [slot, text] of values) {
      if (slot < VOLATILE) this.#volatile[slot] = featureNumber(text);
    }
  }
}

function check(slot: number, value: number): void {
  if (!Number.isInteger(slot) || slot < 0 || slot >= SLOTS) {
    throw new CommandError(
      `There is no feature ${slot}: expected 0 to ${SLOTS - 1}`,
    );
  }
  if (value < 0 || value > FEATURE_MAX) {
    throw new CommandError(
      `The value of feature ${slot} is ${value}: expected 0 to ${FEATURE_MAX}`,
    );
  }
}
