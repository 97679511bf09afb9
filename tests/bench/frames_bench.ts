/** The frames of one bus second into metrics that nobody watches, against a switch written by hand. */
import can from "../../plugins/twizy/can.ts";
import { xrt } from "../../plugins/twizy/metrics.ts";
import { required } from "../../runtime/contract/optional.ts";
import { Host } from "../../runtime/vehicle/host.ts";
import { compare, type Decoder, failOnFault, plainSwitch } from "./compare.ts";

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

await compare("the frames of one bus second (155)", {
  "plain switch": plainSwitch(),
  "runtime, nobody watches": withoutSubscribers(),
});
