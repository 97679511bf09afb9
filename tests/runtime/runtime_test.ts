import assert from "node:assert/strict";
import {
  settled,
  type SimClock,
  type SimHal,
  simHal,
} from "../../hal/sim/mod.ts";
import { definePlugin, type Plugin } from "../../runtime/contract/plugin.ts";
import type { Vehicle } from "../../runtime/contract/vehicle.ts";
import { FEATURE } from "../../runtime/settings/features.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { pluginFrom } from "../../runtime/contract/shape.ts";

const OWNER = { link: "console", from: "", principal: "owner" } as const;

/** Says which vehicle it belongs to. */
function carPlugin(id: string): Plugin {
  return definePlugin({
    id,
    metrics: { soc: "v.b.soc" },
    frames: { 0x155: { signals: { soc: { at: "B0" } } } },
    state: () => ({ seconds: 0 }),
    sms: {
      "CAR": {
        usage: "CAR",
        run: (_, { metrics, state }) =>
          `${id} ${metrics.soc.or(-1)} ${state.seconds}`,
      },
    },
    every: { second: ({ state }) => void state.seconds++ },
  });
}

const red: Vehicle = { type: "RD", name: "Red", plugins: [carPlugin("red")] };
const blue: Vehicle = {
  type: "BL",
  name: "Blue",
  plugins: [carPlugin("blue")],
};

const module: Plugin = definePlugin({
  id: "module",
  needs: ["params", "system"],
  sms: {
    "MODULE": {
      usage: "MODULE [type]",
      run: ([type = ""], { hal }) => {
        hal.params.set(new Map([[PARAM.vehicleType, type]]));
        return `type ${type}`;
      },
    },
    "TYPE": {
      usage: "TYPE",
      run: (_, { hal: { system } }) =>
        `${system.vehicleType}/${system.vehicleName}`,
    },
  },
});

/** A gateway; `using` stops it. */
function gateway(
  options: Partial<ConstructorParameters<typeof Runtime>[0]> = {},
  hal: SimHal<SimClock> = simHal(),
) {
  const log: string[] = [];
  const runtime = new Runtime({
    hal,
    common: [module],
    vehicles: [red, blue],
    log: (level, event) => void log.push(`${level} ${event}`),
    ...options,
  });
  runtime.start();
  return {
    runtime,
    hal,
    log,
    say: async (line: string) => {
      const { messages, status } = await runtime.text(line, OWNER);
      return messages[0] ?? status;
    },
    soc: (byte: number) => hal.bus.inject(0x155, Uint8Array.of(byte)),
    [Symbol.dispose]() {
      runtime.stop();
      hal.store.close();
    },
  };
}

Deno.test("there is no vehicle until MODULE names one", async () => {
  using car = gateway();
  assert.equal(car.runtime.vehicle, undefined);
  assert.equal(await car.say("CAR"), "unknown");
  assert.equal(await car.say("TYPE"), "/");
  assert.equal(await car.say("MODULE RD"), "type RD");
  assert.equal(await car.say("CAR"), "red -1 0");
  assert.equal(await car.say("TYPE"), "RD/Red");
});

Deno.test("a type that nobody knows is refused, none is no vehicle", async () => {
  using car = gateway();
  await car.say("MODULE RD");
  assert.match(
    await car.say("MODULE XX"),
    /^Parameter 14 \(vehicle type\) cannot be that: expected RD, .* or nothing$/,
  );
  assert.equal(await car.say("CAR"), "red -1 0");
  car.runtime.params.set(new Map([[PARAM.vehicleType, ""]]), "test");
  assert.equal(await car.say("CAR"), "unknown");
});

Deno.test("another type starts the vehicle side again: plugins, frames, memory, links", async () => {
  using car = gateway();
  let reconnects = 0;
  car.runtime.onReconnect(() => reconnects++);
  await car.say("MODULE RD");
  car.soc(50);
  await car.hal.clock.run(3000);
  assert.equal(await car.say("CAR"), "red 50 3");
  await car.say("MODULE BL");
  assert.equal(await car.say("CAR"), "blue -1 0");
  car.soc(60);
  assert.equal(await car.say("CAR"), "blue 60 0");
  assert.equal(reconnects, 2);
  assert.equal(car.runtime.seconds, 3);
});

Deno.test("a restart keeps the type's known values, with their age", async () => {
  using car = gateway();
  await car.say("MODULE RD");
  car.soc(50);
  await car.hal.clock.run(10_000);
  const age = () => car.runtime.host.metrics.look("v.b.soc").age;
  const before = age();
  car.runtime.restart();
  assert.equal(await car.say("CAR"), "red 50 0");
  assert.equal(age(), before);
});

Deno.test("going back to a type brings its last known values back", async () => {
  using car = gateway();
  await car.say("MODULE RD");
  car.soc(50);
  await car.hal.clock.run(1000);
  await car.say("MODULE BL");
  await car.say("MODULE RD");
  assert.equal(await car.say("CAR"), "red 50 0");
});

Deno.test("values survive the program when they were asked to, and not otherwise", async () => {
  const hal = simHal();
  const first = gateway({}, hal);
  await first.say("MODULE RD");
  first.soc(50);
  await hal.clock.run(1000);
  first.runtime.stop();
  const forgetful = gateway({ restore: false }, hal);
  assert.equal(await forgetful.say("CAR"), "red -1 0");
  forgetful.runtime.stop();
  using again = gateway({}, hal);
  assert.equal(await again.say("CAR"), "red 50 0");
});

Deno.test("plugins that collide are refused at the start, whatever type is set", () => {
  const hal = simHal();
  const intruder = definePlugin({
    id: "intruder",
    sms: { "car": { usage: "CAR", run: () => "mine" } },
  });
  assert.throws(
    () => gateway({ extra: [intruder], strict: true }, hal),
    /verb CAR is claimed by red and by intruder/,
  );
  hal.store.close();
});

Deno.test("when another vehicle cannot be built, the present one goes on", async () => {
  const odd: Vehicle = {
    type: "OD",
    name: "Odd",
    plugins: [
      { id: "odd", metrics: { soc: { name: "v.b.soc", unit: "km" } } },
      {
        id: "other",
        reads: { soc: "v.b.soc" },
      },
    ],
  };
  using car = gateway({ vehicles: [red, odd] });
  await car.say("MODULE RD");
  car.soc(50);
  assert.match(await car.say("MODULE OD"), /^Command failed/);
  await car.hal.clock.run(2000);
  assert.equal(await car.say("CAR"), "red 50 2");
});

Deno.test("the write gate follows feature 15", async () => {
  using car = gateway();
  const frames: number[] = [];
  car.hal.bus.attach({ receive: (id) => frames.push(id) });
  const send = () => car.hal.can.send(0x600, new Uint8Array(8));
  assert.equal(car.hal.can.writable, false);
  await assert.rejects(send(), /read only mode/);
  car.runtime.features.set(15, "1", "test");
  assert.equal(car.hal.can.writable, true);
  await send();
  car.runtime.features.set(15, "0", "test");
  await assert.rejects(send(), /read only mode/);
  assert.deepEqual(frames, [0x600]);
});

Deno.test("the gate is as feature 15 says after a new start, too", () => {
  const hal = simHal();
  hal.store.put("params", { 31: "1" });
  using _car = gateway({}, hal);
  assert.equal(hal.can.writable, true);
});

Deno.test("a jump of the wall clock changes nothing", async () => {
  using steady = gateway(), jumping = gateway();
  for (const car of [steady, jumping]) await car.say("MODULE RD");
  for (let n = 0; n < 200; n++) {
    for (const car of [steady, jumping]) {
      if (n % 20 === 0) car.soc(n / 2);
      await car.hal.clock.run(1000);
    }
    if (n % 30 === 10) {
      const year = n % 60 === 10 ? 1980 : 2050;
      jumping.hal.clock.setWall(Date.UTC(year, 0, 1), n % 4 === 0);
    }
  }
  const state = ({ runtime: { host, seconds } }: typeof steady) => ({
    seconds,
    metrics: host.metrics.slots().map((slot) => host.metrics.snapshot(slot)),
  });
  assert.deepEqual(state(jumping), state(steady));
  assert.equal(await jumping.say("CAR"), await steady.say("CAR"));
});

Deno.test("a plugin that throws in every hook leaves the others at work", async () => {
  const fail = () => {
    throw new Error("on purpose");
  };
  for (const state of [() => ({}), fail]) {
    const bad = pluginFrom({
      id: "bad",
      reads: { soc: "v.b.soc" },
      state,
      sms: { "BAD": { usage: "BAD", run: fail } },
      msg: { "300": { name: "Bad", run: fail } },
      frames: { 0x155: { bytes: 1, decode: fail } },
      on: { soc: fail },
      every: { second: fail, tenSeconds: fail, minute: fail, tenMinutes: fail },
      start: fail,
      stop: fail,
    }, "bad.js");
    using car = gateway({ extra: [bad] });
    await car.say("MODULE RD");
    for (let n = 0; n < 20; n++) {
      car.soc(n);
      await car.hal.clock.run(1000);
    }
    assert.equal(await car.say("CAR"), "red 19 20");
    assert.match(await car.say("BAD"), /^Command/);
    assert.deepEqual(
      (await car.runtime.msg("300")).map((line) => line.slice(0, 7)),
      ["c300,1,"],
    );
    assert.match(
      car.runtime.health.problems().join(),
      /^Plugin bad is set aside after \d faults: it is tried again by itself/,
    );
    assert.ok(car.log.includes("error plugin set aside"));
  }
});

Deno.test("the owner is told of a plugin that is set aside, and it runs again later", async () => {
  let sick = true, runs = 0;
  using car = gateway({
    extra: [definePlugin({
      id: "bad",
      every: {
        second: () => {
          runs++;
          if (sick) throw new Error("on purpose");
        },
      },
    })],
  });
  car.runtime.params.set(new Map([[PARAM.phone, "+491761234"]]), "test");
  await car.hal.clock.run(30_000);
  const told = () =>
    car.hal.store.outbox(10).map(({ kind, text }) => [kind, text]);
  assert.deepEqual(told(), [[
    "info:core.plugin.bad",
    "Plugin bad is set aside after 5 faults, the last in every.second. It is tried again in 10 minutes",
  ]]);
  assert.equal(runs, 5);
  sick = false;
  await car.hal.clock.run(3600_000 + 700_000);
  assert.deepEqual(told()[1], [
    "info:core.plugin.bad",
    "Plugin bad runs again without faults",
  ]);
  assert.deepEqual(car.runtime.health.problems(), []);
});

Deno.test("a plugin can ask whether the write gate is open, and starts when it opens", async () => {
  const sent: string[] = [], seen: boolean[] = [];
  using car = gateway({
    extra: [definePlugin({
      id: "sender",
      needs: ["can.tx"],
      start: ({ hal: { can } }) => {
        seen.push(can.tx.open);
        return can.tx.send(0x123, Uint8Array.of(1));
      },
      every: {
        second: ({ hal: { can } }) => can.tx.send(0x124, Uint8Array.of(2)),
      },
      sms: {
        "WRAPPED": {
          usage: "WRAPPED",
          run: async (_, { hal: { can } }) => {
            try {
              await can.tx.send(0x125, Uint8Array.of(3));
            } catch (cause) {
              throw new Error("not sent", { cause });
            }
            return "sent";
          },
        },
      },
    })],
  });
  car.hal.bus.attach({ receive: (id) => void sent.push(id.toString(16)) });
  await car.hal.clock.run(10_000);
  assert.deepEqual(sent, []);
  assert.match(await car.say("WRAPPED"), /^The CAN bus is in read only mode/);
  assert.deepEqual(car.runtime.health.problems(), []);
  assert.equal(car.runtime.host.find("sender")?.faults, 0);
  car.runtime.features.set(15, "1", "test");
  await settled();
  assert.deepEqual([seen, sent], [[false, true], ["123"]]);
  await car.hal.clock.run(1000);
  assert.deepEqual(sent, ["123", "124"]);
  car.runtime.features.set(15, "0", "test");
  await car.hal.clock.run(10_000);
  assert.deepEqual(sent, ["123", "124"]);
});

const odd: readonly (readonly [string, string])[] = [
  ["", ""],
  ["   ", ""],
  ["\r\n", ""],
  ["hello  world", "HELLO  world"],
  ["a\nb", "A b"],
  ["\u0000\u001b[2J \ud800", "\u0000\u001B[2J \ud800"],
  ["ß中🔋 x", "SS中🔋 x"],
  ["x".repeat(2000), "X".repeat(170)],
  [`a ${"b".repeat(2000)}`, `A ${"b".repeat(168)}`],
];

Deno.test("a text that is no command goes to the apps, however odd it is", async () => {
  using car = gateway();
  const server: string[] = [];
  car.runtime.attachServer({
    connected: true,
    confirms: false,
    send: (lines) => server.push(...lines) > 0,
  });
  for (const [text, shown] of odd) {
    server.length = 0;
    await car.hal.gsm.incoming("+49111", text);
    assert.deepEqual(server, [`MP-0 PASMS FROM: +49111 - MSG: ${shown}`]);
  }
  assert.deepEqual([car.hal.gsm.sent, car.log], [[], []]);
});

Deno.test("a text that is no command waits for the server while there is none", async () => {
  using car = gateway();
  car.runtime.params.set(new Map([[PARAM.server, "server.test"]]), "test");
  await car.hal.gsm.incoming("+49111", "hello");
  const server: string[] = [];
  await car.hal.clock.run(2000);
  car.runtime.attachServer({
    connected: true,
    confirms: false,
    send: (lines) => server.push(...lines) > 0,
  });
  await car.hal.clock.run(2000);
  await settled();
  assert.ok(server.includes("MP-0 PASMS FROM: +49111 - MSG: HELLO"));
});

Deno.test("feature 14 keeps texts that are no command from the apps", async () => {
  using car = gateway();
  car.runtime.params.set(new Map([[PARAM.server, "server.test"]]), "test");
  const server: string[] = [];
  const link = {
    connected: true,
    confirms: false,
    send: (lines: readonly string[]) => server.push(...lines) > 0,
  };
  for (const bits of ["128", "127"]) {
    car.runtime.features.set(FEATURE.carBits, bits, "test");
    await car.hal.gsm.incoming("+49111", bits);
  }
  car.runtime.attachServer(link);
  await car.hal.clock.run(2000);
  await settled();
  assert.deepEqual(
    server.filter((line) => line.startsWith("MP-0 PASMS")),
    ["MP-0 PASMS FROM: +49111 - MSG: 127"],
  );
});

Deno.test("positions and network of the HAL are metrics", async () => {
  using car = gateway();
  car.hal.gps.report({ fix: true, latitude: 51, longitude: 7 });
  await car.hal.clock.run(1000);
  const value = (name: string) => car.runtime.host.metrics.look(name).value;
  assert.deepEqual(
    ["v.p.latitude", "m.net.provider", "m.monotonic", "v.type"].map(value),
    [51, "TEST", 1, ""],
  );
});

Deno.test("DIAG's lines tell what the CAN driver counted", async () => {
  using car = gateway();
  car.soc(1);
  await car.hal.can.send(1, new Uint8Array(1)).catch(() => {});
  assert.match(
    car.runtime.health.drivers().join(),
    /^CAN: simulated, up, 1 received, .*\b0 errors/,
  );
});

Deno.test("after the end nothing works on", async () => {
  const car = gateway();
  await car.say("MODULE RD");
  car.runtime.stop();
  await car.hal.clock.run(10_000);
  assert.equal(car.runtime.seconds, 0);
  car.hal.store.close();
});
