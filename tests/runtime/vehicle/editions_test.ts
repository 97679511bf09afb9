import assert from "node:assert/strict";
import { type SimClock, type SimHal, simHal } from "../../../hal/sim/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import { rt } from "../../../plugins/twizy/mod.ts";
import { definePlugin, type Plugin } from "../../../runtime/contract/plugin.ts";
import { setting } from "../../../runtime/contract/settings.ts";
import { vehicleFrom } from "../../../runtime/contract/shape.ts";
import type { Vehicle } from "../../../runtime/contract/vehicle.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import * as v from "valibot";

const OWNER = { link: "console", from: "", principal: "owner" } as const;

function carPlugin(answer: string, code: number): Plugin {
  return definePlugin({
    id: "car",
    metrics: { soc: "v.b.soc" },
    frames: { 0x155: { signals: { soc: { at: "B0" } } } },
    msg: { [code]: { name: "Car", run: () => [answer] } },
    sms: {
      "CAR": {
        usage: "CAR",
        run: (_, { metrics }) => `${answer} ${metrics.soc.or(-1)}`,
      },
    },
  });
}

const car: Vehicle = {
  type: "CR",
  name: "Car",
  plugins: [carPlugin("old", 20)],
  settings: {
    release: setting({
      schema: v.picklist(["1.0", "2.0"]),
      default: "1.0",
      summary: "Release",
    }),
  },
  editions: {
    by: "release",
    of: { "2.0": { plugins: [carPlugin("new", 21)], writeBits: 1 } },
  },
};

async function gateway(vehicle: Vehicle, hal: SimHal<SimClock> = simHal()) {
  hal.store.put("params", { "14": vehicle.type });
  const runtime = new Runtime({
    hal,
    common: [framework],
    vehicles: [vehicle],
    log: () => {},
  });
  const sent: string[] = [];
  runtime.attachServer({
    connected: true,
    confirms: false,
    send: (lines) => {
      sent.push(...lines);
      return true;
    },
  });
  runtime.start();
  const say = async (line: string) =>
    (await runtime.text(line, OWNER)).messages.join("\n");
  await hal.clock.run(0);
  return {
    runtime,
    hal,
    sent,
    say,
    [Symbol.dispose]: () => {
      runtime.stop();
      hal.store.close();
    },
  };
}

Deno.test("a setting changes the edition of a vehicle at once, and known values stay", async () => {
  using car1 = await gateway(car);
  const { hal, say, runtime } = car1;
  hal.bus.inject(0x155, Uint8Array.of(80));
  assert.equal(await say("CAR"), "old 80");
  assert.match(runtime.capabilities(), /C20,/);

  await say("SET cr.release 2.0");
  assert.equal(await say("CAR"), "new 80");
  assert.doesNotMatch(runtime.capabilities(), /C20,/);
  assert.match(runtime.capabilities(), /C21,/);
  hal.bus.inject(0x155, Uint8Array.of(70));
  assert.equal(await say("CAR"), "new 70");

  await say("SET cr.release 1.0");
  assert.equal(await say("CAR"), "old 70");
});

Deno.test("an edition is there again after a restart", async () => {
  const hal = simHal();
  hal.store.put("settings", { "cr.release": '"2.0"' });
  using again = await gateway(car, hal);
  assert.equal(await again.say("CAR"), "new -1");
});

Deno.test("what is stored and no edition is as good as nothing", async () => {
  const hal = simHal();
  hal.store.put("settings", { "cr.release": '"9.0"' });
  using again = await gateway(car, hal);
  assert.equal(await again.say("CAR"), "old -1");
});

Deno.test("an edition says which bits of feature 15 allow to write", async () => {
  using car1 = await gateway(car);
  const { hal, say, runtime } = car1;
  runtime.features.set(15, "2", "test");
  assert.equal(hal.can.writable, true);
  await say("SET cr.release 2.0");
  assert.equal(hal.can.writable, false);
  runtime.features.set(15, "3", "test");
  assert.equal(hal.can.writable, true);
});

Deno.test("MODULE, VERSION and the firmware message say as which release a Twizy behaves", async () => {
  using twizy = await gateway(rt);
  const { say, runtime, sent } = twizy;
  const firmware = () => {
    sent.length = 0;
    runtime.session.line("MP-0 Z1");
    return sent.findLast((line) => line.startsWith("MP-0 F")) ?? "";
  };
  assert.match(await say("MODULE?"), /VehicleType:RT\r/);
  assert.doesNotMatch(await say("VERSION"), /RT3\.9/);
  assert.match(firmware(), /\/RT\//);
  await say("SET rt.firmware 3.9");
  assert.match(await say("MODULE?"), /VehicleType:RT 3\.9\r/);
  assert.match(await say("VERSION"), /\/RT3\.9\//);
  assert.match(firmware(), /\/RT3\.9\//);
});

Deno.test("a Twizy of 3.9 has the parameters 16 to 21 for its profiles: code 3 shows them empty, and code 4 does not set them", async () => {
  using twizy = await gateway(rt);
  const { say, runtime, hal, sent } = twizy;
  const text =
    "6ltgb3l0UR8pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsuAAAA";
  const ask = async (line: string) => {
    sent.length = 0;
    runtime.session.line(`MP-0 C${line}`);
    await hal.clock.run(0);
    return sent.filter((reply) => reply.startsWith("MP-0 c"));
  };
  const shown = async (number: number) =>
    (await ask("3")).find((line) => line.startsWith(`MP-0 c3,0,${number},`))
      ?.split(",")[4];
  assert.deepEqual(await ask("4,16,before"), ["MP-0 c4,0"]);
  await say("SET rt.firmware 3.9");
  await say(`CFG SET 1 ${text}`);
  for (const [number, profile] of [[16, 1], [17, 1], [18, 2], [21, 3]]) {
    assert.deepEqual(await ask(`4,${number},x`), [
      `MP-0 c4,1,Parameter ${number} is not set: it holds profile ${profile}, which CFG SET ${profile} takes as a text`,
    ]);
    assert.equal(await shown(Number(number)), "");
  }
  assert.equal(await say("CFG GET 1"), `CFG GET: #1= ${text}`);
  // Its neighbours are as they were
  for (const number of [15, 22, 23]) {
    assert.deepEqual(await ask(`4,${number},1`), ["MP-0 c4,0"]);
    assert.equal(await shown(number), "1");
  }
  await say("SET rt.firmware 3.0");
  assert.equal(await shown(16), "before");
  assert.deepEqual(await ask("4,17,x"), ["MP-0 c4,0"]);
});

Deno.test("editions from outside are checked", () => {
  const from = (editions: unknown) => () =>
    vehicleFrom({ ...car, editions }, "Plugin x");
  assert.throws(from({ by: "colour", of: {} }), /must be one of/);
  assert.throws(
    from({ by: "release", of: { "2.0": { plugins: [{ id: "A" }] } } }),
    /2\.0\.plugins\.0: id: must be lower case/,
  );
  assert.throws(
    from({ by: "release", of: { "2.0": { ownParameters: { 14: "no" } } } }),
    /free parameter, 15 to 23/,
  );
  assert.equal(
    vehicleFrom(car, "Plugin x").editions?.of["2.0"]?.plugins?.length,
    1,
  );
});
