/**
 * One bus second into metrics, against a switch written by hand, both driven by the same function.
 * What falls due every ten seconds and every minute is in due_bench.ts.
 */
import { xrt } from "../../plugins/twizy/metrics.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { Host } from "../../runtime/vehicle/host.ts";
import { compare, type Decoder, plainSwitch, wholeVehicle } from "./compare.ts";

/** Decoders of their own: in a program there is one vehicle, and V8 compiles a decoder for its callers. */
const { default: can }: { default: Plugin } = await import(
  new URL("../../plugins/twizy/can.ts?alone", import.meta.url).href
);

/** The Twizy's frames into metrics that nobody watches; battery sets are used up, so that more are taken. */
function withoutSubscribers(): Decoder {
  const { on: _on, every: _every, ...silent } = can;
  const host = new Host([silent], () => {});
  host.wire(() => ({ state: silent.state?.() }));
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
