/** A program in a test: runtime and simulated HAL without store file, terminal and process. */
import { control, type World } from "../../app/car/controls.ts";
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import type { Bench } from "../../app/exec.ts";
import { chooseVehicle } from "../../app/gateway.ts";
import { SimClock, type SimHal, simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { simulateTwizy } from "../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";

/** A bench for `--exec`, its outputs as lists, and the simulated world behind it. */
export interface TestWorld extends Bench, Disposable {
  readonly hal: SimHal<SimClock>;
  readonly world: World;
  readonly outputs: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a world; with a car its key is on. */
export function testWorld(withCar: boolean): TestWorld {
  const clock = new SimClock(Date.UTC(2026, 4, 1, 8)), hal = simHal(clock);
  chooseVehicle(hal.store, undefined);
  const runtime = new Runtime({ hal, common, vehicles, log: () => {} });
  runtime.start();
  const outputs: string[] = [], errors: string[] = [];
  const simulated = withCar ? simulateTwizy(worldOf(hal)) : undefined;
  const stop = simulated && new SimulatedCar(hal, simulated).start(100);
  simulated?.car.key(true);
  const world: World = {
    hal,
    car: simulated,
    wait: async (ms) => {
      await new Promise<void>((resolve) => void clock.after(ms, resolve));
      return "";
    },
  };
  hal.gsm.onSend = ({ to, text }) => outputs.push(`${to}: ${text}`);
  return {
    hal,
    world,
    runtime,
    clock,
    outputs,
    errors,
    out: (text) => outputs.push(text),
    err: (text) => errors.push(text),
    control: (line) => control(world, line),
    [Symbol.dispose]() {
      stop?.();
      runtime.stop();
      hal.store.close();
    },
  };
}
