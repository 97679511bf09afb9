/** Sensor sets of a Twizy, as frames and as raw values. */
import type { SensorSet } from "../../../plugins/batt/monitor.ts";

/** The five frames of a set, in the order in which the car sends them. */
export const IDS = [0x554, 0x556, 0x557, 0x55e, 0x55f] as const;

type Frames = readonly [string, string, string, string, string];

/** Sets whose evaluation was computed by hand; A to D are those of the monitor's specification. */
export const sets = {
  A: [
    "33 33 33 33 33 33 33 00",
    "33 73 35 33 53 35 33 5A",
    "33 53 35 33 53 35 33 50",
    "33 53 34 33 43 36 01 59",
    "00 FE 73 00 00 23 E2 3E",
  ],
  B: [
    "33 34 33 33 33 33 33 00",
    "33 73 35 33 53 35 33 5A",
    "33 53 35 33 53 35 33 50",
    "33 53 34 33 43 36 01 59",
    "00 FE 73 00 00 23 E2 3E",
  ],
  C: [
    "33 38 33 33 34 33 34 00",
    "33 73 35 33 53 35 31 5A",
    "33 53 35 33 53 35 33 50",
    "33 53 34 33 43 36 01 59",
    "00 FE 73 00 00 23 E2 3E",
  ],
  D: [
    "33 35 31 32 30 37 2E 00",
    "33 A3 35 32 53 36 33 1A",
    "32 23 34 34 03 35 33 20",
    "32 A3 30 33 43 51 01 59",
    "00 FE 73 00 00 23 E2 3E",
  ],
  healthy: [
    "46 45 45 44 45 45 46 00",
    "33 63 34 33 53 34 33 5A",
    "33 43 35 33 53 35 33 50",
    "33 43 34 33 43 36 00 D5",
    "00 8E 73 00 00 23 E2 3E",
  ],
  /** The same, module 1 three degrees warmer. */
  warmModule: [
    "49 45 45 44 45 45 46 00",
    "33 63 34 33 53 34 33 5A",
    "33 43 35 33 53 35 33 50",
    "33 43 34 33 43 36 00 D5",
    "00 8E 73 00 00 23 E2 3E",
  ],
  /** The guide's voltages: 824, ten times 822, twice 821, 824; ten degrees everywhere. */
  guide: [
    "32 32 32 32 32 32 32 00",
    "33 83 36 33 63 36 33 6A",
    "33 63 36 33 63 36 33 60",
    "33 63 35 33 53 38 01 59",
    "00 FE 73 00 00 23 F2 3F",
  ],
} as const satisfies Record<string, Frames>;

/** Name of a set. */
export type SetName = keyof typeof sets;

const digits = (frame: string) => frame.replaceAll(" ", "");
/** The first `count` numbers of so many hexadecimal digits each. */
function numbers(frame: string, width: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, k) => parseInt(digits(frame).slice(width * k, width * k + width), 16),
  );
}

/** The raw values in a set's frames. */
export function rawSet(name: SetName): SensorSet {
  const [modules, first, second, third, pack] = sets[name];
  const [one = 0, two = 0] = numbers(digits(pack).slice(10), 3, 2);
  return {
    modules: numbers(modules, 2, 7),
    cells: [
      ...numbers(first, 3, 5),
      ...numbers(second, 3, 5),
      ...numbers(third, 3, 4),
    ],
    pack: Math.floor((one + two) / 2) / 10,
  };
}
