/** Plugins that are loaded anew while the program runs. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { openOutside } from "../../../app/isolation/outside.ts";
import { watchPlugins } from "../../../app/isolation/watch.ts";
import { isConfinable } from "../../../hal/linux/mod.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import { v } from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import { car } from "./rig.ts";

// The C library stays loaded, which is no leak of a test.
isConfinable();

const source = (version: string, more = "", rest = "") => `
${more}
export default {
  id: "guest", needs: ["memory"],
  metrics: { n: { name: "x.n", unit: "", keep: true } },
  state: () => ({ calls: 0 }),
  sms: {
    VERSION1: { usage: "VERSION1", run: (_, { state, hal, metrics }) => {
      hal.memory.put({ last: "${version}" });
      metrics.n.set(7);
      return "${version} " + ++state.calls + " " + (hal.memory.get("first") ?? "");
    } },
    ${rest}
  },
};`;

async function world(first: string) {
  const folder = await Deno.makeTempDir({ prefix: "ovms_edge_reload_" });
  const write = (text: string) => Deno.writeTextFile(`${folder}/mod.js`, text);
  await write(first);
  const specifier = pathToFileURL(`${folder}/mod.js`).href;
  const { outside } = await openOutside([{ name: "mod.js", specifier }]);
  const hal = simHal();
  hal.store.put("plugin.guest", { first: "kept" });
  const { plugins } = outside.admit(hal.store, {
    grant: [],
    revoke: [],
    ask: () => false,
  });
  const runtime = new Runtime({
    hal,
    common: [car()],
    vehicles: [],
    extra: [...plugins, outside.verbs],
    log: () => {},
    alone: true,
    fresh: false,
  });
  outside.attach(runtime, hal.clock);
  runtime.start();
  await hal.clock.run(0);
  return {
    runtime,
    hal,
    outside,
    write,
    async text(line: string) {
      const call = { link: "console", from: "", principal: "owner" } as const;
      return (await runtime.text(line, call)).messages.join("\n");
    },
    async [Symbol.asyncDispose]() {
      runtime.stop();
      await outside.close();
      hal.store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

Deno.test("what declares the same takes its place, and nothing else begins anew", async () => {
  await using it = await world(source("one"));
  assert.equal(await it.text("VERSION1"), "one 1 kept");
  assert.equal(await it.text("VERSION1"), "one 2 kept");
  const { host } = it.runtime;
  await it.write(source("two"));
  assert.equal(await it.text("RELOAD"), "Plugin guest was loaded anew");
  assert.equal(await it.text("VERSION1"), "two 1 kept");
  assert.equal(it.runtime.host, host);
  assert.equal(it.hal.store.get("plugin.guest", "last"), "two");
});

Deno.test("simulated time does not pass while something is loaded anew", async () => {
  await using it = await world(source("one"));
  let done = false;
  const answer = it.text("RELOAD").finally(() => done = true);
  while (!done) {
    await it.hal.clock.run(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(await answer, "Plugin guest was loaded anew");
});

Deno.test("what declares something else comes in as well, and known values stay", async () => {
  await using it = await world(source("one"));
  await it.text("VERSION1");
  it.hal.bus.inject(0x155, Uint8Array.of(42));
  await it.write(
    source("two", "", `MORE: { usage: "MORE", run: () => "more" },`),
  );
  assert.equal(
    await it.text("RELOAD guest"),
    "Plugin guest was loaded anew, with what it declares now",
  );
  assert.equal(await it.text("MORE"), "more");
  assert.equal(await it.text("VERSION1"), "two 1 kept");
  assert.equal(it.runtime.host.metrics.look("x.n").value, 7);
  assert.equal(await it.text("STAT?"), "SOC: 42 %, 1 frames");
  await it.write(source("three"));
  await it.text("RELOAD");
  assert.equal(await it.text("VERSION1"), "three 1 kept");
  assert.equal(await it.text("MORE"), "");
});

Deno.test("what cannot be loaded, collides or wants more leaves the one before", async () => {
  await using it = await world(source("one"));
  for (
    const [text, why] of [
      ["export default {", /cannot be loaded: /],
      [source("two", "throw new Error('early');"), /early/],
      [
        source("two", "", `STAT: { usage: "STAT", run: () => "mine" },`),
        /verb STAT is claimed by car and by guest/,
      ],
      [
        source("two").replace('["memory"]', '["memory", "can.tx"]'),
        /it wants to put frames on the CAN bus .*--grant guest/,
      ],
    ] as const
  ) {
    await it.write(text);
    const answer = await it.text("RELOAD");
    assert.match(
      answer,
      /^Plugin guest was not loaded anew, the one before goes on: /,
    );
    assert.match(answer, why);
    assert.match(await it.text("VERSION1"), /^one /);
    assert.match(await it.text("STAT?"), /^SOC: /);
  }
});

Deno.test("how they are is told, as a text and for the page", async () => {
  await using it = await world(source("one"));
  assert.equal(await it.text("PLUGINS?"), "guest: at work");
  const call = { link: "http", from: "", principal: "owner" } as const;
  const list = async () => {
    const answer = await it.runtime.query("plugins/list", {}, false, call);
    return answer?.status === "ok" ? answer.value : answer;
  };
  const { plugins: [guest] } = v.parse(
    v.object({ plugins: v.array(v.looseObject({ memory: v.number() })) }),
    await list(),
  );
  assert.ok(Number(guest?.memory) > 1e7);
  assert.deepEqual({ ...guest, memory: 0 }, {
    id: "guest",
    summary: "",
    state: "at work",
    why: "",
    memory: 0,
    may: [],
    wants: [],
  });
  await it.write(source("two"));
  assert.deepEqual(
    await it.runtime.query("plugins/reload", { id: "guest" }, false, call),
    { status: "ok", value: { text: "Plugin guest was loaded anew" } },
  );
});

Deno.test("a plugin that nobody knows is told", async () => {
  await using it = await world(source("one"));
  assert.equal(
    await it.text("RELOAD car"),
    "Nothing from outside is called car: there is guest",
  );
});

Deno.test("files that change are seen", async () => {
  await using it = await world(source("one"));
  const told = Promise.withResolvers<string>();
  const stop = watchPlugins(it.outside, (_, text) => told.resolve(text));
  try {
    await it.write(source("two"));
    assert.equal(await told.promise, "Plugin guest was loaded anew");
    assert.equal(await it.text("VERSION1"), "two 1 kept");
  } finally {
    stop();
  }
});
