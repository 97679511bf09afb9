/** Hooks that throw what nobody expects, or never end: their faults stay theirs. */
import assert from "node:assert/strict";
import * as v from "valibot";
import { settled } from "../../../hal/sim/mod.ts";
import {
  CommandError,
  definePlugin,
} from "../../../runtime/contract/plugin.ts";
import { presentPlugin } from "../../../runtime/vehicle/plugin_code.ts";
import { rescuers } from "../../../runtime/vehicle/rescuers.ts";
import { bench } from "../../../testing/mod.ts";
import { decoder, hostOf, metrics, seconds } from "./plugin_host.ts";

function withGetter<T extends object>(
  target: T,
  name: string,
  get: () => unknown,
) {
  return Object.defineProperty(target, name, { get });
}
const throws = () => {
  throw new Error("looked at");
};
/** What a hook throws, by what it is. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  "undefined": () => undefined,
  "null": () => null,
  "a symbol": () => Symbol("x"),
  "an object without a text": () => Object.create(null),
  "an error that is its own cause": () => {
    const error = new Error("round");
    return Object.assign(error, { cause: error });
  },
  ...Object.fromEntries(
    ["cause", "message", "stack", "name"].map((name) => [
      `an error whose ${name} throws`,
      () => withGetter(new Error("x"), name, throws),
    ]),
  ),
  "an error whose message is no text": () =>
    withGetter(new CommandError("x"), "message", () => Symbol("x")),
  "a proxy": () =>
    new Proxy(new Error("x"), { get: throws, getPrototypeOf: throws }),
};

for (const [what, make] of Object.entries(THROWN)) {
  Deno.test(`a plugin that throws ${what} has a fault, and the next one its turn`, async () => {
    let turns = 0;
    const evil = definePlugin({
      id: "evil",
      every: {
        second: () => {
          throw make();
        },
      },
      sms: {
        "EVIL": {
          usage: "EVIL",
          run: () => {
            throw make();
          },
        },
      },
    });
    const other = definePlugin({
      id: "other",
      every: { second: () => void turns++ },
    });
    await using o = await bench(evil, { with: [other] });
    assert.deepEqual(await o.sms("EVIL"), [
      "Command failed: its plugin has a fault",
    ]);
    await o.seconds(6);
    assert.equal(turns, 6);
    assert.equal(o.runtime.host.find("evil")?.aside, true);
    assert.equal(o.runtime.host.find("other")?.faults, 0);
  });
}

Deno.test("what hooks of ten seconds and more leave going is known as their plugin's", () => {
  const seen: (string | undefined)[] = [];
  const look = () => void seen.push(presentPlugin());
  const { host } = hostOf(definePlugin({
    id: "looks",
    every: { tenSeconds: look, minute: look, tenMinutes: look },
  }));
  seconds(host, 600);
  assert.equal(seen.length, 60 + 10 + 1);
  assert.deepEqual([...new Set(seen)], ["looks"]);
});

Deno.test("a hook that waits for ever does not pile up, and is a fault after ten minutes", async () => {
  let begun = 0, slow = 0, end = () => {};
  const { host, log } = hostOf(
    definePlugin({
      id: "waits",
      every: {
        second: async () => {
          begun++;
          await new Promise(() => {});
        },
      },
    }),
    definePlugin({
      id: "slow",
      every: {
        second: async () => {
          slow++;
          await new Promise<void>((resolve) => end = resolve);
        },
      },
    }),
  );
  seconds(host, 300);
  assert.deepEqual([begun, slow, log], [1, 1, []]);
  end();
  await settled();
  seconds(host, 1);
  assert.equal(slow, 2);
  end();
  await settled();
  seconds(host, 300);
  assert.match(log.join(), /waits.*it has not ended after 600 s/);
  seconds(host, 1);
  assert.equal(begun, 2);
});

Deno.test("a hook that is no async function and waits for ever is a fault before it fills the memory", () => {
  let begun = 0;
  const { host, log } = hostOf(
    definePlugin({
      id: "waits",
      every: {
        second: () => {
          begun++;
          return new Promise<void>(() => {});
        },
      },
    }),
  );
  seconds(host, 1000);
  assert.deepEqual([begun, log], [1000, []]);
  seconds(host, 100);
  assert.match(log.join(), /waits.*more than 1000 calls of its hooks/);
  assert.ok(begun < 1010);
});

Deno.test("watchers that never end are their plugin's fault before they fill the memory", () => {
  let begun = 0;
  const { host, log, frame } = hostOf(
    decoder,
    definePlugin({
      id: "waits",
      reads: metrics,
      on: {
        soc: () => {
          begun++;
          return new Promise<void>(() => {});
        },
      },
    }),
  );
  for (let k = 0; k < 2000; k++) frame(0x155, k % 2 === 0 ? "0001" : "0002");
  assert.equal(begun, 1005);
  assert.match(log.join(), /more than 1000 calls of its hooks have not ended/);
  assert.equal(host.find("waits")?.aside, true);
});

/** What a verb gives that is no promise, and what is answered; their types are erased in JavaScript. */
const THENABLES: Readonly<Record<string, readonly [unknown, string]>> = {
  "never calls back": [{ then: () => {} }, "failed"],
  "throws": [{ then: throws }, "failed"],
  "cannot be looked at": [withGetter({}, "then", throws), "failed"],
  "is a function that never calls back": [
    Object.assign(() => {}, { then: () => {} }),
    "failed",
  ],
  "gives another one": [{
    then: (give: (value: unknown) => void) =>
      give({ then: (more: (text: string) => void) => more("late") }),
  }, "late"],
};
for (const [what, [given, answer]] of Object.entries(THENABLES)) {
  Deno.test(`a verb whose answer is to be waited for and ${what} holds up no other of its plugin for ever`, async () => {
    const evil = definePlugin({
      id: "evil",
      sms: {
        "EVIL": { usage: "EVIL", timeout: 5, run: () => given as string },
        "WELL": { usage: "WELL", run: () => "well" },
      },
    });
    await using car = await bench(evil);
    assert.match((await car.sms("EVIL")).join(), new RegExp(answer));
    assert.deepEqual(await car.sms("WELL"), ["well"]);
  });
}

/** Arrays that are none to be told: without end, or as their makers like. */
const ARRAYS: Readonly<Record<string, unknown>> = {
  "of billions": new Array(4e9),
  "that says it is of billions": new Proxy(["x"], {
    get: (lines, key) => key === "length" ? 4e9 : Reflect.get(lines, key),
  }),
  "that throws when it is told": new Proxy(["x", "y"], {
    get: (lines, key) =>
      key === "1" && looks++ % 2 === 1 ? throws() : Reflect.get(lines, key),
  }),
  "with itself in it": (() => {
    const lines: unknown[] = [];
    lines.push(lines);
    return lines;
  })(),
};
let looks = 0;
for (const [what, given] of Object.entries(ARRAYS)) {
  Deno.test(`a verb whose answer is an array ${what} is its plugin's fault`, async () => {
    const run = () => given as string[];
    const evil = definePlugin({
      id: "evil",
      sms: { "EVIL": { usage: "EVIL", code: 300, run } },
      msg: { "301": { name: "Evil", run } },
    });
    await using car = await bench(evil);
    const failed = "Command failed: its plugin has a fault";
    assert.deepEqual(await car.sms("EVIL"), [failed]);
    looks = 0;
    assert.deepEqual(await car.msg("300"), [`c300,1,${failed}`]);
    looks = 0;
    assert.deepEqual(await car.msg("301"), [`c301,1,${failed}`]);
  });
}

Deno.test("a plugin of another vehicle that cannot say whether it left something keeps nobody from starting", async () => {
  await using o = await bench(definePlugin({ id: "car" }));
  const log: string[] = [];
  const evil = definePlugin({ id: "evil", leftUndone: throws });
  const found = rescuers(
    [],
    [evil],
    o.hal.store,
    (_, what, details) => log.push(`${what} ${JSON.stringify(details)}`),
  );
  assert.deepEqual(found, []);
  assert.match(log.join(), /evil.*looked at/);
});

Deno.test("a record with a number that is none is a fault, and those of others are kept", async () => {
  const writes = (id: string, number: number) =>
    definePlugin({
      id,
      records: {
        log: {
          type: `X-${id}-Log`,
          summary: "",
          lifetime: 60,
          fields: { a: "text" },
        },
      },
      every: { second: ({ records }) => records.log.write(number, { a: id }) },
    });
  await using o = await bench(writes("good", 1), {
    with: [writes("evil", NaN)],
  });
  await o.seconds(3);
  assert.equal(o.hal.store.history({ type: "X-good-Log" }).length, 3);
  assert.equal(o.runtime.host.find("evil")?.faults, 3);
});

Deno.test("a query whose schema throws is a fault", async () => {
  const plugin = definePlugin({
    id: "asked",
    queries: {
      q: {
        summary: "",
        answer: v.pipe(v.object({}), v.check(throws)),
        run: () => ({}),
      },
    },
  });
  await using o = await bench(plugin);
  await assert.rejects(o.query("q"), /its plugin has a fault/);
  assert.equal(o.runtime.host.find("asked")?.faults, 1);
});
