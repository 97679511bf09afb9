/** One bus second into metrics, against a switch written by hand, both driven by the same function. */
import { simHal } from "../../hal/sim/mod.ts";
import type { Frame } from "../../hal/can_frame.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import can from "../../plugins/twizy/can.ts";
import { Host } from "../../runtime/host.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { frameSeconds } from "./frame_mix.ts";
import { PlainSwitch } from "./plain_switch.ts";

interface Decoder {
  frame(frame: Frame): void;
  second(): void;
}

function plainSwitch(): Decoder {
  const plain = new PlainSwitch();
  return { frame: (frame) => plain.frame(frame), second: () => {} };
}

/** The Twizy's frames into metrics that nobody watches. */
function withoutSubscribers(): Decoder {
  const { on: _on, ...silent } = can;
  const host = new Host([silent], () => {});
  host.wire(() => ({ state: can.state?.() }));
  return { frame: host.frame, second: () => host.second() };
}

/** The whole vehicle: all plugins subscribed, and the second's work. */
function withPlugins(): Decoder {
  const hal = simHal();
  hal.store.put("params", { 14: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    log: () => {},
    fresh: false,
  });
  runtime.start();
  return {
    frame: (frame) => runtime.host.frame(frame),
    second: () => runtime.host.second(),
  };
}

const seconds = frameSeconds(10);

function drive(decoder: Decoder, frames: readonly Frame[]): void {
  for (let i = 0; i < frames.length; i++) decoder.frame(frames[i] as Frame);
  decoder.second();
}

const designs = {
  "plain switch": plainSwitch,
  "runtime, nobody watches": withoutSubscribers,
  "runtime, all plugins of the Twizy": withPlugins,
};

const decoders = Object.entries(designs).map(([name, make]) => ({
  name,
  decoder: make(),
  baseline: make === plainSwitch,
}));

// Each design in turn, before any is timed: the driver's call has then seen all of them, and none
// is inlined into it only because it came first.
for (let round = 0; round < 300; round++) {
  for (const { decoder } of decoders) {
    drive(decoder, seconds[round % seconds.length] ?? []);
  }
}

for (const { name, decoder, baseline } of decoders) {
  let k = 0;
  Deno.bench(
    name,
    { group: "one bus second (155 frames)", baseline },
    () => drive(decoder, seconds[k++ % seconds.length] ?? []),
  );
}
