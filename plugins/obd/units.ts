/** The control units behind an OBD-II port: where each is asked, and what it said that it has. */
import type { DiagAddress } from "ovms-edge";

/** Identifiers of 11 or of 29 bits, of which a car has the one or the other (ISO 15765-4). */
export type Width = 11 | 29;
export const WIDTHS = [11, 29] as const;

/** A control unit. */
export interface Unit extends DiagAddress {
  readonly width: Width;
}

const unit = (width: Width, to: number, from: number): Unit => ({
  width,
  to,
  from,
});
const range = (length: number) => Array.from({ length }, (_, n) => n);
/** Addresses of 29 bits: engines from 0x10 on, gearboxes from 0x18 on (SAE J2178). */
const FIRST = 0x10, LAST = 0x1f;

/** All that may answer; the engine's, or what takes its place in an electric car, is the first of its width. */
export const UNITS: readonly Unit[] = [
  ...range(8).map((n) => unit(11, 0x7e0 + n, 0x7e8 + n)),
  ...range(LAST - FIRST + 1).map((n) =>
    unit(29, 0x18da00f1 + (FIRST + n) * 256, 0x18daf100 + FIRST + n)
  ),
];

/** The engine's unit, and the same asked as all units are. */
export const ENGINE = {
  11: unit(11, 0x7e0, 0x7e8),
  29: unit(29, 0x18da10f1, 0x18daf110),
} as const satisfies Record<Width, Unit>;
export const ALL = {
  11: unit(11, 0x7df, 0x7e8),
  29: unit(29, 0x18db33f1, 0x18daf110),
} as const satisfies Record<Width, Unit>;

/** As people write it: `7E9`, `18DAF118`. */
export const unitName = ({ from }: Unit) => from.toString(16).toUpperCase();

/** What a unit told of itself. */
interface Told {
  /** Parameters of mode 01 that it has, and the lists of them that it told. */
  readonly supported: Set<number>;
  readonly lists: Set<number>;
}

/** Parameters that a list tells. */
const LISTED = 32;

/** What all units of a car told. */
export class Units {
  /** The identifiers by which one answered first. */
  width: Width | undefined;
  readonly #told = new Map<number, Told>();

  /** Units that answered, the engine's first. */
  get known(): readonly Unit[] {
    return UNITS.filter(({ from }) => this.#told.has(from));
  }

  /** Those that are spoken to by a command: the engine's where none answered yet. */
  get spokenTo(): readonly Unit[] {
    const { known } = this;
    return known.length > 0 ? known : [ENGINE[this.width ?? 11]];
  }

  /**
   * A list of a unit: a bit for each parameter from the highest on; the last one is that of the next list.
   * @param base number before its first
   */
  learn({ from, width }: Unit, base: number, bits: number): void {
    this.width ??= width;
    const told = this.#told.get(from) ??
      { supported: new Set<number>(), lists: new Set<number>() };
    this.#told.set(from, told);
    for (const n of range(LISTED)) {
      if ((bits >>> (LISTED - 1 - n) & 1) === 1) {
        told.supported.add(base + 1 + n);
      }
    }
    told.lists.add(base);
  }

  /** Whether a unit has to tell a list: the first, or one that it announced, and did not tell yet. */
  owes({ from }: Unit, base: number): boolean {
    const told = this.#told.get(from);
    if (told?.lists.has(base)) return false;
    return base === 0 || told?.supported.has(base) === true;
  }

  /** Whether a unit is the one that is asked for a parameter: the first that has it. */
  tells(unit: Unit, pid: number): boolean {
    return this.telling(pid)?.from === unit.from;
  }

  /** The unit that is asked for a parameter. */
  telling(pid: number): Unit | undefined {
    return this.known.find(({ from }) =>
      this.#told.get(from)?.supported.has(pid)
    );
  }
}
