/**
 * One bus second into metrics, against a switch written by hand, both driven by the same function.
 * What falls due every ten seconds and every minute is in due_bench.ts.
 *
 * Where the switch takes 2.0 µs, all plugins with the second's tick take 5.2 to 5.5 µs, 2.7 to 2.8 times as long:
 * - 2.8 µs for the frames, 1.4 times the switch. The most frequent identifier, two thirds of them, takes
 *   1.1 times as long; the others are a call that V8 does not know beforehand, 5 ns each. A power sample is
 *   counted besides being shown (energy, samples, way, extremes), and each value is marked as received.
 * - 1.1 µs for the sensor set: cells that are checked and kept in a list instead of an array 0.3, the same as
 *   raw values, jumps, means, deviations and extremes 0.4, and what follows from them as metrics 0.3. With
 *   11 frames a second instead of 155 that takes half as long: they push code and data out of the caches.
 * - 1.4 µs for 16 other plugins: power 0.3, trips 0.2, 0.1 for range, charge and derived metrics, and less
 *   for each of the others. They do 130 looks at metrics and 50 writes.
 *
 * What a second allocates tells most about it: 520 bytes, which were 1920 while fields of classes that begin
 * as unknown (`undefined`, or a parameter property besides them) kept their numbers as objects of V8's.
 * `--v8-flags=--trace-generalization` lists such fields (`->t`).
 */
import { xrt } from "../../plugins/twizy/metrics.ts";
import { required } from "../../runtime/contract/optional.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { Host } from "../../runtime/vehicle/host.ts";
import {
  compare,
  type Decoder,
  failOnFault,
  plainSwitch,
  wholeVehicle,
} from "./compare.ts";

/** Decoders of their own: in a program there is one vehicle, and V8 compiles a decoder for its callers. */
const { default: can }: { default: Plugin } = await import(
  new URL("../../plugins/twizy/can.ts?alone", import.meta.url).href
);

/** The Twizy's frames into metrics that nobody watches; battery sets are used up, so that more are taken. */
function withoutSubscribers(): Decoder {
  const { on: _on, every: _every, ...silent } = can;
  const host = new Host([silent], failOnFault);
  host.wire(({ id, reads, metrics }, state) => ({
    state,
    metrics: Object.fromEntries(
      Object.entries({ ...reads, ...metrics }).map((
        [name, ref],
      ) => [name, host.metrics.handle(required(ref), id)]),
    ),
  }));
  const sensors = host.metrics.setter(host.metrics.claim(xrt.sensors, "bench"));
  return {
    frame: (frame) => host.frame(frame),
    second: () => {
      host.second();
      sensors("start");
    },
  };
}

/** A plugin with nothing regular but its work of each second. */
function tickOnly({ every, ...plugin }: Plugin): Plugin {
  return every?.second
    ? { ...plugin, every: { second: every.second } }
    : plugin;
}

await compare("one bus second (155 frames)", {
  "plain switch": plainSwitch(),
  "runtime, nobody watches": withoutSubscribers(),
  "all plugins, the second's tick": wholeVehicle(tickOnly),
});
