import { objectAt, type ObjectId } from "./objects.ts";

/**
 * The settings of a Twizy's controller: all numbers of its 1,217 objects that can be read and written,
 * as index (or indexes from-to) and subindexes. Left out are those that are no settings: commands,
 * inputs and outputs, state and login, logs, windows into other memory, set points.
 *
 * Those with `limits` limit speed, torque or direction, of the motor or by way of battery and maps.
 *
 * Source: dump of a real controller.
 */
const ROWS: readonly (readonly [
  indexes: string,
  subs: string,
  limits?: "limits",
])[] = [
  ["1005-1006", "00"],
  ["1014", "00"],
  ["1016", "01-07"],
  ["1017", "00"],
  ["1201-1203", "01-02"],
  ["1280-1287", "01-03"],
  ["1400-1404", "01-02"],
  ["1600-1604", "00-08"],
  ["1800-1804", "01-03 05"],
  ["1a00-1a04", "00-08"],
  ["2781-2782", "01-02"],
  ["2785-2786", "01-02"],
  ["2810", "00-07"],
  ["2820", "01-03"],
  ["2830", "00"],
  ["2840", "01-0b"],
  ["2870", "01-07", "limits"],
  ["2872", "01-02", "limits"],
  ["2900-2902", "00"],
  ["2903", "01-03"],
  ["2904", "01"],
  ["2906", "01"],
  ["2907", "01-03"],
  ["2908-2909", "00"],
  ["290a", "01-03"],
  ["290b", "01-02"],
  ["290c", "01-03"],
  ["290d", "00"],
  ["290e", "01-05"],
  ["2910", "01-10"],
  ["2911", "01-0e"],
  ["2912", "01-05"],
  ["2913", "01-13"],
  ["2914", "01-02"],
  ["2915", "01-09"],
  ["2916", "01", "limits"],
  ["2918", "00"],
  ["2919", "01-03"],
  ["291a", "00"],
  ["291c", "01-02"],
  ["291e", "01-02"],
  ["2920-2922", "01-06", "limits"],
  ["2920-2922", "07-10"],
  ["2930", "01-03"],
  ["2931", "01-02"],
  ["2c00", "00"],
  ["2c01-2c02", "01-02"],
  ["2c03", "00"],
  ["2c30", "01-07"],
  ["2d00", "01-03"],
  ["2d01-2d02", "01-02"],
  ["2e00", "01-02"],
  ["3000", "00-01"],
  ["3200", "00-03"],
  ["3300", "00-0d"],
  ["3400", "00-05"],
  ["3813", "01-3c", "limits"],
  ["3814", "01-1e", "limits"],
  ["4000", "01"],
  ["4601", "01-02", "limits"],
  ["4610-4612", "01-12", "limits"],
  ["4614-4615", "01-12", "limits"],
  ["4620-4621", "01-07", "limits"],
  ["4623", "01-04", "limits"],
  ["4624", "00", "limits"],
  ["4630", "01-04", "limits"],
  ["4640", "01-06", "limits"],
  ["4641", "02-10 12-22 25 2a", "limits"],
  ["4650", "00", "limits"],
  ["4651", "01-07 0b-0c", "limits"],
  ["4652-4654", "00", "limits"],
  ["4680-4681", "01"],
  ["4690", "01-02"],
  ["46a1-46a3", "01"],
  ["46c0-46c4", "01-02"],
  ["5200", "01-02"],
  ["5400", "00"],
  ["5800", "00"],
  ["5820-5821", "00"],
  ["5830", "00"],
  ["5900", "01-02"],
  ["5901-5902", "00"],
  ["5a01", "01-05"],
  ["6072", "00", "limits"],
  ["6075-6076", "00", "limits"],
  ["607e", "00", "limits"],
  ["6080", "00", "limits"],
  ["6083", "00", "limits"],
  ["6086-6087", "00", "limits"],
  ["6090", "01-02", "limits"],
  ["6802", "01-02"],
];

/** Both ends of `05-0b`, or twice the same for `05`. */
function span(text: string): readonly [from: number, to: number] {
  const [from = "", to = from] = text.split("-");
  return [parseInt(from, 16), parseInt(to, 16)];
}

function numbers(text: string): number[] {
  return text.split(" ").flatMap((part) => {
    const [from, to] = span(part);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
}

function objectsOf(
  [indexes, subs]: readonly [indexes: string, subs: string, limits?: string],
): ObjectId[] {
  return numbers(indexes).flatMap((index) =>
    numbers(subs).map((sub) => objectAt(index, sub))
  );
}

/** All settings that a backup reads. */
export const knownObjects: readonly ObjectId[] = ROWS.flatMap(objectsOf);

/** Settings that may change while the car drives. */
const harmless = new Set(
  ROWS.filter(([, , limits]) => limits === undefined).flatMap(objectsOf),
);

/** Whether the car has to stand for it: it limits speed, torque or direction, or nobody knows what it does. */
export function needsStanding(object: ObjectId): boolean {
  return !harmless.has(object);
}
