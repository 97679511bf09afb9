import { deepEqual, equal, match } from "node:assert/strict";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import { Charge } from "../../../plugins/ca/charge.ts";
import { common, vehicles } from "../../../plugins/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

const input = {
  charging: true,
  soc: 70,
  full: false,
  told: undefined,
  toppingOffFrom: 94,
  ideal: 56,
  socLimit: 60,
  rangeLimit: 0,
};

Deno.test("a threshold that was passed while nobody looked is told, once", () => {
  const charge = new Charge();
  deepEqual(charge.step("charging", input), {
    state: "topoff",
    alert: true,
    update: true,
  });
  equal(charge.step("topoff", input).alert, false);
});

Deno.test("a charge that was topping off before the restart is not told again", () => {
  const charge = new Charge();
  equal(charge.step("topoff", input).alert, false);
  equal(charge.step("topoff", { ...input, soc: 71 }).alert, false);
});

const CHARGING = "20a521412900013c";

/** A module that is restarted while the car charges; gives what the owner is told after that. */
async function restarted(heard: boolean): Promise<readonly string[]> {
  const clock = new SimClock(), hal = simHal(clock);
  hal.store.put("params", { 0: "+491701234567", 3: "SMS", 14: "RT" });
  const begin = () => {
    const runtime = new Runtime({
      hal,
      common,
      vehicles,
      log: () => {},
      fresh: false,
    });
    runtime.start();
    return runtime;
  };
  const charge = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      hal.bus.inject(0x597, bytes(CHARGING));
      hal.bus.inject(0x155, bytes("079708546d600073"));
      await clock.run(1000);
    }
  };
  const first = begin();
  await charge(30);
  first.stop();
  const second = begin();
  // The bus is only heard after some seconds.
  await clock.run(5000);
  if (heard) await charge(30);
  else await clock.run(30_000);
  second.stop();
  hal.store.close();
  return hal.gsm.sent.map(({ text }) => text);
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

Deno.test("a restart during a charge is no interruption", async () => {
  deepEqual(await restarted(true), []);
});

Deno.test("a charge that ended during the restart is told", async () => {
  const [text = "", ...more] = await restarted(false);
  match(text, /^Charging Stopped\n /);
  deepEqual(more, []);
});
