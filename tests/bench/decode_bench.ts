/**
 * One bus second into metrics, against a switch written by hand, both driven by the same function: all plugins
 * with their work of each second. What falls due every ten seconds and every minute is in due_bench.ts, the
 * frames alone are in frames_bench.ts: each is measured in a process of its own, as a program has one vehicle.
 *
 * Where the switch takes 2.0 µs, this takes 5.1 to 5.3 µs, 2.6 times as long:
 * - 2.7 µs for the frames, 1.35 times the switch. The most frequent identifier, two thirds of them, takes
 *   1.1 times as long; the others are a call that V8 does not know beforehand, 5 ns each. A power sample is
 *   counted besides being shown (energy, samples, way, extremes), and each value is marked as received.
 * - 1.1 µs for the sensor set: cells that are checked and kept in a list instead of an array, the same as raw
 *   values, jumps, means, deviations, extremes, and what follows from them as metrics: a dozen functions of
 *   40 to 100 ns each.
 * - 1.4 µs for 16 other plugins, of which 0.2 each for power, car and trips, 0.1 each for range, for the calls
 *   and for the time of what was received. They do 130 looks at metrics and 50 writes. The same second done
 *   again at once takes 1.05 µs: this is work, not memory. With twice as much compiled into one function
 *   (`--v8-flags=--max-inlined-bytecode-size-cumulative=2000`) all takes 4.9 µs.
 *
 * What a second allocates tells most about it: 520 bytes, which were 1920 while fields of classes that begin
 * as unknown (`undefined`, or a parameter property besides them) kept their numbers as objects of V8's.
 * `--v8-flags=--trace-generalization` lists such fields (`->t`).
 */
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { compare, plainSwitch, wholeVehicle } from "./compare.ts";

/** A plugin with nothing regular but its work of each second. */
function tickOnly({ every, ...plugin }: Plugin): Plugin {
  return every?.second
    ? { ...plugin, every: { second: every.second } }
    : plugin;
}

await compare("one bus second (155 frames)", {
  "plain switch": plainSwitch(),
  "all plugins, the second's tick": wholeVehicle(tickOnly),
});
