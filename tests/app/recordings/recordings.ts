import { fromHex } from "../../../hal/can_frame.ts";
import { Frame } from "../../../hal/can_frame.ts";
import { formatCandump } from "../../../hal/replay/mod.ts";
import { SimTwizy } from "../../../plugins/twizy/sim/mod.ts";

/** Wall time at which the recordings of tests begin, ms. */
export const BEGIN = Date.UTC(2026, 3, 1, 7);

/** A candump recording of a simulated car whose key is turned on. */
export function recording(seconds: number, begin = BEGIN): string {
  const car = new SimTwizy({ soc: 64 }), lines: string[] = [];
  car.command("key on");
  car.step(seconds * 1000, (id, data, at) => {
    lines.push(formatCandump(begin + at, new Frame(id, data)));
  });
  return lines.join("\n") + "\n";
}

/** A recording of one frame a second. */
export function sparse(begin: number, seconds: number): string {
  const frame = new Frame(0x69f, fromHex("1082737800000000"));
  return Array.from(
    { length: seconds },
    (_, s) => formatCandump(begin + s * 1000, frame) + "\n",
  ).join("");
}

/** A text as a file's content comes. */
export function stream(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}
