/** The controller's logs as tables: where they are, what an entry has (twizy-later.md, section 21). */
import type { Row } from "./rows.ts";
import { countRow, eventRow, minMaxRow } from "./rows.ts";
import { hex, objectAt, type ObjectId } from "../objects.ts";
import type { Source } from "./source.ts";

/** One log of the controller. */
export interface LogList {
  /** Number in MSG 209 and 210. */
  readonly which: number;
  readonly name: "alerts" | "faults" | "system" | "counts" | "minmax";
  readonly title: string;
  /** How many entries it has: an object that tells it, or always as many. */
  readonly count: ObjectId | number;
  /** Takes 1 to clear it; the active alerts cannot be cleared. */
  readonly clear?: ObjectId;
  /** Reads an entry, counted from 0. */
  readonly entry: (from: Source, n: number) => Promise<Row>;
}

/** The entry that was chosen by this object is told by the ones at `index`. */
function chosen(
  select: ObjectId,
  index: string,
): (from: Source, n: number) => Promise<Row> {
  return async (from, n) => {
    await from.write(select, n);
    return await eventRow(from, index);
  };
}

/** All of them, by their numbers. */
export const lists: readonly LogList[] = [
  {
    which: 1,
    name: "alerts",
    title: "Active faults",
    count: "5300.01",
    entry: async (from, n) => {
      await from.write("5300.02", n);
      const code = await from.number("5300.03");
      return {
        kind: "alert",
        code: hex(code, 4),
        description: await from.description(code),
      };
    },
  },
  {
    which: 2,
    name: "faults",
    title: "Fault log",
    count: "4110.02",
    clear: "4110.01",
    entry: chosen("4111.00", "4112"),
  },
  {
    which: 3,
    name: "system",
    title: "System log",
    count: "4100.02",
    clear: "4100.01",
    entry: chosen("4101.00", "4102"),
  },
  {
    which: 4,
    name: "counts",
    title: "Fault counters",
    count: 10,
    clear: "4200.01",
    entry: (from, n) => countRow(from, indexAt(0x4201, n)),
  },
  {
    which: 5,
    name: "minmax",
    title: "Lowest and highest values",
    count: 2,
    clear: "4300.01",
    entry: (from, n) => minMaxRow(from, indexAt(0x4300, n)),
  },
];

/** Hexadecimal index of the `n`th of objects in a row. */
function indexAt(first: number, n: number): string {
  const [index = ""] = objectAt(first + n, 0).split(".");
  return index;
}

/** How many entries a log has. @throws Failure */
export async function countOf(
  { count }: LogList,
  from: Source,
): Promise<number> {
  return typeof count === "number" ? count : await from.number(count);
}
