/** What reaches beyond a plugin's own things: the same literal inside the program and in a process of its own. */
import assert from "node:assert/strict";
import { definePlugin, type Plugin } from "../../../runtime/mod.ts";
import { settled } from "../../../hal/sim/clock.ts";
import { SdoError } from "../../../runtime/canopen/mod.ts";
import { type Bench, bench } from "../../../testing/mod.ts";

/** Runs a test with the plugin in both places: what a test shows, a gateway does. */
function both(
  name: string,
  plugin: Plugin,
  run: (test: Bench, isolated: boolean) => Promise<void>,
): void {
  for (const isolated of [false, true]) {
    Deno.test(`${name}, ${isolated ? "apart" : "inside"}`, async () => {
      await using test = await bench(plugin, { isolated });
      await run(test, isolated);
    });
  }
}

both(
  "settings and features are seen and set",
  definePlugin({
    id: "guest",
    needs: ["settings", "slots"],
    sms: {
      "SHOW": {
        usage: "SHOW",
        run: ([name], { hal }) => {
          const info = hal.settings.list().find((info) => info.name === name);
          return `${info?.text} ${hal.slots.get(9)}`;
        },
      },
      "GIVE": {
        usage: "GIVE",
        run: async ([name = "", text], { hal }) => {
          const { name: full, text: now } = await hal.settings.set(name, text);
          await hal.slots.setAll(new Map([[9, "41"]]));
          await hal.slots.set(9, String(hal.slots.get(9) + 1));
          const info = hal.settings.list().find((info) => info.name === full);
          return `${full}: ${now} ${info?.text} ${hal.slots.get(9)}`;
        },
      },
    },
  }),
  async (test) => {
    assert.deepEqual(await test.sms("SHOW mqtt.version"), ["3.1.1 0"]);
    assert.deepEqual(await test.sms("GIVE mqtt.version 5"), [
      "mqtt.version: 5 5 42",
    ]);
    assert.equal(test.runtime.core.mqtt.version, "5");
    assert.equal(test.runtime.features.get(9), 42);
    assert.match((await test.sms("GIVE mqtt.version 4")).join(), /expected/);
    // Secrets stay where they are.
    await test.sms("GIVE mqtt.password swordfish");
    assert.doesNotMatch(
      (await test.sms("SHOW mqtt.password")).join(),
      /swordfish/,
    );
  },
);

both(
  "parameters are set, all or none, and the refusal is told",
  definePlugin({
    id: "guest",
    needs: ["params", "params.set"],
    sms: {
      "NAME": {
        usage: "NAME",
        run: async ([id = "", units = ""], { hal: { params } }) => {
          await params.set(new Map([[8, id], [2, units]]));
          return `${params.get(8)} ${params.get(2)} ${params.fits(2, "X")}`;
        },
      },
    },
  }),
  async (test) => {
    assert.deepEqual(await test.sms("NAME CAR M"), ["CAR M false"]);
    assert.match((await test.sms("NAME OTHER X")).join(), /Parameter 2 .*M/);
    assert.equal(test.runtime.params.get(8), "CAR");
  },
);

both(
  "a command runs as a part of the plugin's own",
  definePlugin({
    id: "guest",
    needs: ["system", "system.run"],
    sms: {
      "OTHER": { usage: "OTHER", summary: "Another", run: () => "the other" },
      "BOTH": {
        usage: "BOTH",
        run: async (_, { hal: { system } }) => {
          const { status, messages } = await system.run("NOTHING");
          const known = system.commands().map(({ name }) => name).sort();
          return `${status} ${messages.length} ${known.join()}`;
        },
      },
    },
  }),
  async (test) => {
    assert.deepEqual(await test.sms("BOTH"), ["unknown 0 BOTH,OTHER"]);
  },
);

Deno.test("what is not declared is not done", async () => {
  const sly = definePlugin({
    id: "guest",
    needs: ["params", "system"],
    sms: {
      "SET1": {
        usage: "SET1",
        run: async (_, { hal }) => {
          await hal.params.set(new Map([[8, "SLY"]]));
          return "done";
        },
      },
      "RUN1": {
        usage: "RUN1",
        run: async (_, { hal }) => (await hal.system.run("SET1")).status,
      },
    },
  });
  await using test = await bench(sly, { isolated: true });
  assert.match((await test.sms("SET1")).join(), /does not declare params\.set/);
  assert.match((await test.sms("RUN1")).join(), /does not declare system\.run/);
  assert.notEqual(test.runtime.params.get(8), "SLY");
});

/** A controller with one object, 2920.03, of two bytes, and one that can only be written, 5000.02. */
function controller({ hal: { bus } }: Bench, value = 500) {
  const written: number[] = [];
  const reply = (...bytes: number[]) =>
    queueMicrotask(() => bus.inject(0x581, Uint8Array.from(bytes)));
  bus.attach({
    receive(id, data) {
      if (id !== 0x601) return;
      const [command = 0, low = 0, high = 0, sub = 0, ...rest] = data;
      const is = low + high * 256 === 0x2920 && sub === 3;
      if (command === 0x40 && is) {
        return reply(0x4b, low, high, sub, value & 255, value >> 8, 0, 0);
      }
      if ((command & 0xe0) === 0x20) {
        value = (rest[0] ?? 0) + (rest[1] ?? 0) * 256;
        written.push(value);
        return reply(0x60, low, high, sub, 0, 0, 0, 0);
      }
      if (command === 0x40) reply(0x80, low, high, sub, 1, 0, 1, 6);
    },
  });
  return written;
}

const tuner = definePlugin({
  id: "guest",
  needs: ["can.sdo"],
  sms: {
    "TUNE": {
      usage: "TUNE",
      run: async ([index = "", value = ""], { hal: { can: { sdo } } }) => {
        const node = sdo.node(1), at = parseInt(index, 16);
        try {
          if (value !== "") await node.write(at, 3, Number(value));
          const { value: now, size } = await node.read(at, 3);
          return `${now} ${size}`;
        } catch (error) {
          if (!(error instanceof SdoError)) throw error;
          return `${error.kind} ${error.code?.toString(16)} ${error.message}`;
        }
      },
    },
    "WORK": {
      usage: "WORK",
      run: async (_, { hal: { can: { sdo } } }) =>
        await sdo.work(async (ends) => {
          if (!ends.aborted) {
            await new Promise((resolve) =>
              ends.addEventListener("abort", resolve)
            );
          }
          await sdo.node(1).write(0x2920, 3, 700);
          return `${ends.reason}`;
        }),
    },
  },
});

both(
  "values of controllers are read and written",
  tuner,
  async (test, isolated) => {
    const written = controller(test);
    assert.match(
      (await test.sms("TUNE 2920")).join(),
      /^gate .*read only mode/,
    );
    test.feature(15, 1);
    assert.deepEqual(await test.sms("TUNE 2920"), ["500 2"]);
    assert.deepEqual(await test.sms("TUNE 2920 600"), ["600 2"]);
    assert.match(
      (await test.sms("TUNE 2921")).join(),
      /^abort 6010001 SDO 2921.03: refused with 0x06010001/,
    );
    assert.deepEqual(written, [600]);
    const journal = () =>
      test.hal.store.journalled().filter(({ what }) => what === "sdo");
    if (!isolated) return;
    assert.deepEqual(
      journal().map(({ who, key, old, new: now }) => [who, key, old, now]),
      [["plugin guest", "node 1 2920.03", "500", "600"]],
    );
    // What cannot be read before is not written: nobody could put it back.
    assert.match((await test.sms("TUNE 2921 1")).join(), /^abort 6010001 /);
    assert.deepEqual(written, [600]);
  },
);

both(
  "work that must not be cut ends before the gate closes",
  tuner,
  async (test) => {
    const written = controller(test);
    test.feature(15, 1);
    const call = { link: "console", from: "", principal: "owner" } as const;
    const working = test.runtime.text("WORK", call);
    // Without any timer: the command's own would end it.
    for (let k = 0; k < 10; k++) await settled();
    test.feature(15, 0);
    await test.settle();
    const { messages } = await working;
    assert.deepEqual(messages, ["Writing to the car was switched off"]);
    assert.deepEqual(written, [700]);
  },
);
