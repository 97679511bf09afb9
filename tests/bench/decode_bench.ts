/**
 * One bus second into metrics, against a switch written by hand, both driven by the same function.
 * What falls due every ten seconds and every minute is in due_bench.ts.
 *
 * Where the switch takes 2.0 µs, all plugins with the second's tick take 6.0 µs, 3.0 to 3.1 times as long:
 * - 2.8 µs for the frames, 1.4 times the switch. The most frequent identifier, two thirds of them, takes
 *   1.1 times as long; the others are a call that V8 does not know beforehand, 5 ns each. A power sample is
 *   counted besides being shown (energy, samples, way, extremes), and each value is marked as received.
 * - 1.2 µs for the sensor set: cells that are checked and kept in a list instead of an array 0.4, the same as
 *   raw values 0.1, jumps, means and deviations 0.3, and what follows from them as metrics 0.3.
 * - 2.0 µs for 16 other plugins: power 0.6, car and trips 0.3 each, charge 0.2, and less for each of the
 *   others. They do 130 looks at metrics and 50 writes: a number 2 ns, one that may be unknown, and an age,
 *   9 ns (V8 makes an object of it), a write 5 ns, one that is as old as another 8 ns.
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
