/** A simulator that throws stands still, and is told once: neither the program nor the next car notices. */
import { deepEqual } from "node:assert/strict";
import { CarOnBus } from "../../../app/car/car_on_bus.ts";
import { settled, simHal } from "../../../hal/sim/mod.ts";
import type { Simulator } from "../../../runtime/contract/simulator.ts";
import { defineVehicle } from "../../../runtime/contract/vehicle.ts";

const boom = (): never => {
  throw new Error("boom");
};
/** At first they drive, and emit a frame each step; `faulty` is what they do from their third step on. */
const faulty = (after: () => unknown): Simulator => ({ emit }) => {
  let steps = 0;
  return {
    step() {
      return ++steps > 2 ? after() : emit(0x10, Uint8Array.of(1));
    },
  };
};

const simulators: Readonly<Record<string, Simulator>> = {
  "a step": faulty(boom),
  "a step that is async": faulty(() => Promise.resolve().then(boom)),
  "what was put off": ({ emit, after }) => {
    after(250, boom);
    return { step: () => emit(0x10, Uint8Array.of(1)) };
  },
  "its supply": ({ emit }) => ({
    step: () => emit(0x10, Uint8Array.of(1)),
    get volts() {
      return boom();
    },
  }),
  "a frame that it gets": ({ emit }) => ({
    step: () => emit(0x10, Uint8Array.of(1)),
    receive: boom,
  }),
};

for (const [what, simulator] of Object.entries(simulators)) {
  Deno.test(`${what} of a simulator that throws is told once, and the car stands still`, async () => {
    const hal = simHal(), told: unknown[] = [];
    let frames = 0;
    hal.can.writable = true;
    hal.can.open(() => frames++, new Map());
    const car = new CarOnBus(hal, {
      step: 100,
      controller: undefined,
      log: (level, event, details) =>
        told.push([level, event, details?.vehicle, details?.error]),
    });
    const type = { type: "QA", name: "Car", plugins: [] };
    await car.enter(defineVehicle({ ...type, simulator }));
    await hal.clock.run(500);
    await hal.can.send(0x20, Uint8Array.of(1));
    await settled();
    const then = frames;
    await hal.clock.run(2000);
    deepEqual(frames, then, "it stands still");
    deepEqual(told, [[
      "error",
      "the simulated car stands still",
      "QA",
      "boom",
    ]]);
    const well: Simulator = ({ emit }) => ({
      step: () => emit(0x10, Uint8Array.of(1)),
    });
    await car.enter(defineVehicle({ ...type, simulator: well }));
    await hal.clock.run(500);
    deepEqual(frames > then, true, "the next one drives");
    car.leave();
    hal.store.close();
  });
}

Deno.test("a simulator without a step is told as that", async () => {
  for (const made of [{}, 5, undefined]) {
    const hal = simHal(), told: unknown[] = [];
    const car = new CarOnBus(hal, {
      step: 100,
      controller: undefined,
      log: (_level, _event, details) => told.push(details?.error),
    });
    const simulator = () => made;
    await car.enter(
      Object.assign(defineVehicle({ type: "QA", name: "Car", plugins: [] }), {
        simulator,
      }),
    );
    await hal.clock.run(500);
    deepEqual(told, [
      "its simulator gives no step(ms): expected an object with it",
    ]);
    car.leave();
    hal.store.close();
  }
});
