/**
 * One bus second into metrics, against a switch written by hand, both driven by the same function.
 * What falls due every ten seconds and every minute is in due_bench.ts.
 *
 * Where the switch takes 2.0 µs, all plugins with the second's tick take 6.3 µs, 3.1 to 3.2 times as long:
 * - 3.3 µs for the frames. A power sample is counted besides being shown (energy, samples, way, extremes),
 *   each value is marked as received, and three plugins hear key and speed.
 * - 1.3 µs for the sensor set: cells that are checked and kept in a list instead of an array, and the battery
 *   monitor, which takes the set in, looks for jumps, and tells means and deviations.
 * - 1.7 µs for 16 other plugins, 0.1 µs each: power 0.5, charge and range 0.3 each, trips 0.2. A look at a
 *   handful of metrics is 20 ns, and so is the call of a function that V8 does not know beforehand.
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
