import { equal } from "node:assert/strict";
import {
  commandSupply,
  fileSupply,
  modemSupply,
  PolledSupply,
} from "../../../hal/supply/mod.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { withModem } from "../modem/bench.ts";

Deno.test("the modem's supply voltage, unknown while the modem is not there", () =>
  withModem({}, async (bench) => {
    const { modem: gsm, clock } = bench;
    bench.open();
    const supply = modemSupply({
      gsm,
      clock,
      scaling: { scale: 3, offset: 0.1 },
    });
    equal(supply.volts(), undefined);
    await bench.seconds(40);
    equal(supply.volts(), 4.012 * 3 + 0.1);
    bench.sim.faults.unknown.add("+CBC");
    await bench.seconds(10);
    equal(supply.volts(), undefined);
    bench.sim.faults.unknown.clear();
    await bench.seconds(10);
    equal(supply.volts()?.toFixed(3), "12.136");
    bench.sim.faults.mute = true;
    await bench.seconds(40);
    equal(supply.volts(), undefined);
    supply.close();
  }));

Deno.test("a file with scale and offset", async () => {
  const clock = new SimClock();
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "2048\n");
  const texts = ["2048\n", " 2000 ", "", "garbage", "999999", "-100"];
  const seen: (number | undefined)[] = [];
  const supply = fileSupply({
    clock,
    path: "/adc",
    scaling: { scale: 0.006, offset: 0.2 },
    every: 1000,
    read: (asked) =>
      Promise.resolve(asked === "/adc" ? texts.shift() ?? "" : ""),
  });
  for (let n = 0; n < 6; n++) {
    await clock.run(n === 0 ? 0 : 1000);
    seen.push(supply.volts());
  }
  supply.close();
  equal(
    JSON.stringify(seen),
    JSON.stringify([12.488, 12.2, undefined, undefined, undefined, undefined]),
  );

  const real = new PolledSupply(
    clock,
    1000,
    () => Deno.readTextFile(path).then(Number).then((raw) => raw / 200),
  );
  while (real.volts() === undefined) await clock.run(0);
  equal(real.volts(), 10.24);
  real.close();
  await Deno.remove(path);
});

Deno.test("a measurement that hangs makes the value unknown", async () => {
  const clock = new SimClock();
  const answers = [Promise.resolve(12.5), new Promise<number>(() => {})];
  const supply = new PolledSupply(
    clock,
    1000,
    () => answers.shift() ?? Promise.resolve(13),
  );
  await clock.run(1000);
  equal(supply.volts(), 12.5);
  await clock.run(5000);
  equal(supply.volts(), undefined);
  supply.close();
});

Deno.test("a command's output, unknown when it fails", async () => {
  const clock = new SystemClock();
  const measured = async (command: string, ...args: string[]) => {
    let tries = 0;
    const supply = commandSupply({ clock, command, args, every: 1000 });
    while (supply.volts() === undefined && tries++ < 50) {
      await new Promise((resolve) =>
        void clock.after(10, () => resolve(undefined))
      );
    }
    const volts = supply.volts();
    supply.close();
    return volts;
  };
  equal(await measured("echo", "12.34 V"), 12.34);
  equal(await measured("false"), undefined);
  equal(await measured("/no/such/command"), undefined);
});
