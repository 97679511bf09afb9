/** Whatever a plugin from outside does: the car's frames are counted, STAT? is answered, the owner is told. */
import assert from "node:assert/strict";
import { type Rig, rig } from "./rig.ts";

const QUICK = { limits: { silence: 1000 }, waits: [50] };

/** A plugin with a verb that behaves, and something that does not. */
const plugin = (rest: string, before = "") =>
  `${before}
export default {
  id: "guest",
  sms: { FINE: { usage: "FINE", run: () => "fine" }, ${rest}
};`;

/** The car goes on as if nobody else was there. */
async function carIsWell(it: Rig): Promise<void> {
  const count = frames(it);
  for (let k = 0; k < 100; k++) it.hal.bus.inject(0x155, Uint8Array.of(42));
  assert.equal(frames(it), count + 100);
  assert.equal(await it.text("STAT?"), `SOC: 42 %, ${count + 100} frames`);
}

function frames({ runtime: { host: { metrics } } }: Rig): number {
  const slot = metrics.find("x.count");
  return Number(slot && metrics.read(slot));
}

const told = (it: Rig, text: RegExp) => () =>
  it.notices().some((notice) => text.test(notice));
const logged = (it: Rig, text: RegExp) => () =>
  it.log.some((line) => text.test(line));

/** It comes back and answers. */
async function comesBack(it: Rig): Promise<void> {
  const { pid } = it.keeper;
  await it.until("it is started again", () => it.keeper.pid !== pid);
  await isFine(it);
}

/** It answers, if not at once: on a busy machine it may first be ended for its silence. */
async function isFine(it: Rig): Promise<void> {
  while (await it.text("FINE") !== "fine") {
    await it.until("a little while", () => true);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("one that loops is ended, told and started again", async () => {
  await using it = await rig(
    plugin(`LOOP: { usage: "LOOP", run: () => { for (;;); } } }`),
    QUICK,
  );
  await isFine(it);
  const looping = it.text("LOOP");
  await carIsWell(it);
  assert.match(
    await looping,
    /^Command not available: plugin guest was ended: it did not answer for \d+ s$/,
  );
  await it.until("the owner is told", told(it, /did not answer for \d+ s/));
  await comesBack(it);
  await carIsWell(it);
});

for (
  const [what, work] of [
    ["objects", "const all = []; for (;;) all.push(new Array(1e4).fill({}));"],
    [
      "bytes",
      "const all = []; for (;;) all.push(new Uint8Array(1e8).fill(1));",
    ],
  ] as const
) {
  Deno.test(`one that eats memory, ${what}, is stopped`, async () => {
    await using it = await rig(
      plugin(`EAT: { usage: "EAT", run: () => { ${work} } } }`),
      QUICK,
    );
    const eating = it.text("EAT");
    await carIsWell(it);
    assert.match(await eating, /^Command (not available|failed): /);
    const memory = it.keeper.memory ?? 0;
    assert.ok(memory < 256 * 1024 * 1024, `${memory} bytes are used`);
    await carIsWell(it);
  });
}

Deno.test("one that exits is started again, and given up when it does so again and again", async () => {
  await using it = await rig(
    plugin(`END: { usage: "END", run: () => Deno.exit(3) } }`),
    QUICK,
  );
  for (let k = 0; k < 4; k++) {
    assert.match(
      await it.text("END"),
      /was ended: it ended itself with code 3/,
    );
    await comesBack(it);
  }
  assert.match(await it.text("END"), /is given up: it ended itself/);
  assert.match(await it.text("FINE"), /^Command not available: .* is given up/);
  await it.until("the owner is told", told(it, /ended 5 times within an hour/));
  await carIsWell(it);
});

Deno.test("one that throws in every hook is set aside", async () => {
  await using it = await rig(`
const no = () => { throw new Error("no"); };
export default {
  id: "guest", reads: { soc: "v.b.soc" }, frames: { 0x155: { bytes: 1, decode: no } },
  on: { soc: no }, every: { second: no, tenSeconds: no }, start: no, stop: no,
  sms: { FINE: { usage: "FINE", run: no } },
};`);
  await it.until("it is set aside", logged(it, /plugin set aside .*guest/));
  await it.until("the owner is told", told(it, /guest is set aside after/));
  assert.match(
    await it.text("FINE"),
    /not available: plugin guest is set aside/,
  );
  await carIsWell(it);
});

Deno.test("one that floods metrics holds up nobody but itself", async () => {
  await using it = await rig(`
const flood = (metrics) => {
  for (let k = 0; k < 1000; k++) metrics.n.set(k);
  setTimeout(() => flood(metrics));
};
export default {
  id: "guest", metrics: { n: { name: "x.n", unit: "" } },
  start: ({ metrics }) => flood(metrics),
  sms: { FINE: { usage: "FINE", run: () => "fine" } },
};`);
  assert.equal(await it.text("FINE"), "fine");
  await it.until("a value came", () =>
    it.runtime.host.metrics.look("x.n").value === 999);
  await carIsWell(it);
});

for (
  const [what, literal, work] of [
    [
      "small values",
      `needs: ["memory"]`,
      `hal.memory.put({ same: "" + k })`,
    ],
    [
      "records",
      `records: { r: { type: "X-R-Log", summary: "", lifetime: 60, fields: { a: "text" } } }`,
      `records.r.write(k, { a: "x".repeat(1000) })`,
    ],
    [
      "the journal",
      `needs: ["memory"]`,
      `hal.memory.journal({ who: "x", what: "y", key: "" + k, old: "", new: "" })`,
    ],
    [
      "notices",
      `notices: { n: { priority: "info", summary: "" } }`,
      `notify.n("note " + k)`,
    ],
  ] as const
) {
  Deno.test(`one that keeps on writing ${what} to the disk is ended`, async () => {
    await using it = await rig(
      plugin(
        `MORE: { usage: "", run: (_, { hal, records, notify }) => {
          let k = 0;
          setInterval(() => { for (let n = 0; n < 50; n++, k++) ${work}; }, 5);
          return "begun";
        } } }, ${literal}`,
      ),
      { waits: [50] },
    );
    assert.equal(await it.text("MORE"), "begun");
    await carIsWell(it);
    await it.until(
      "it is ended",
      logged(it, /plugin ended .* it sends more than can be taken in/),
    );
    await carIsWell(it);
  });
}

Deno.test("one that floods the pipe itself is ended", async () => {
  await using it = await rig(
    plugin(
      `FLOOD: { usage: "FLOOD", run: () => {
        const line = new TextEncoder().encode('[0,{"t":"log","text":"x"}]\\n'.repeat(1000));
        const more = () => { Deno.stdout.writeSync(line); setTimeout(more); };
        more();
        return "begun";
      } } }`,
    ),
    { waits: [50] },
  );
  assert.equal(await it.text("FLOOD"), "begun");
  await carIsWell(it);
  await it.until("it is ended", logged(it, /plugin ended/));
  await carIsWell(it);
});

for (
  const [what, line] of [
    ["no JSON", "hello"],
    ["of no known form", '[0,{"t":"own","everything":true}]'],
    ["with __proto__", '[0,{"t":"log","text":"x","__proto__":{"a":1}}]'],
    ["with a number that cannot be", '[0,{"t":"taken","count":99}]'],
  ] as const
) {
  Deno.test(`one that sends a line that is ${what} is ended`, async () => {
    await using it = await rig(
      plugin(
        `BAD: { usage: "BAD", run: () => {
          Deno.stdout.writeSync(new TextEncoder().encode(${
          JSON.stringify(`${line}\n`)
        }));
        } } }`,
      ),
      QUICK,
    );
    await it.text("BAD");
    await it.until("it is ended", logged(it, /plugin ended .* it sent a /));
    await comesBack(it);
    await carIsWell(it);
  });
}

for (
  const [what, source, why] of [
    ["ends", "Deno.exit(0);", "it ended itself with code 0"],
    [
      "breaks what everybody uses",
      "JSON.stringify = () => '{}';",
      "it did not say what it brings",
    ],
  ] as const
) {
  Deno.test(`one that ${what} while it is loaded is named, with the reason`, async () => {
    await assert.rejects(
      rig(`${source}\nexport default { id: "guest" };`),
      new RegExp(`^Error: Plugin mod.js cannot be loaded: ${why}$`),
    );
  });
}

Deno.test("one that throws what is no error while it is loaded is told as that", async () => {
  await using it = await rig(`throw undefined; export default {};`);
  assert.deepEqual(it.keeper.wrong, [
    "Plugin mod.js cannot be loaded: it threw undefined",
  ]);
});

Deno.test("a slip of the pen is a fault with its sentence, and ends nothing", async () => {
  const slips = [
    [
      "records.r.write('z', { a: 1 })",
      "a record XX-A has a whole number, not z",
    ],
    [
      "records.r.write(0)",
      "a record XX-A has no row: expected an object with its columns",
    ],
    [
      "records.r.write(0, { ab: 1 })",
      "a record XX-A has no column ab; did you mean a?",
    ],
    [
      "records.r.write(0, { a: 'x' })",
      "column a of a record cannot be x: expected a number, or null where nobody knows it",
    ],
    [
      "records.r.write(0, { t: 5 < 6 })",
      "column t of a record cannot be true: expected a text, or null where nobody knows it",
    ],
    [
      "notify.n(5)",
      "notice n needs a text, lines of text, or a function that makes them",
    ],
    ["features.f.set(NaN)", "feature f cannot be NaN: expected a number"],
    ["new Worker('data:text/javascript,')", "Worker is not defined"],
  ] as const;
  await using it = await rig(`
export default {
  id: "guest",
  records: { r: { type: "XX-A", summary: "", lifetime: 60, fields: { a: 0, t: "text" } } },
  notices: { n: { summary: "", priority: "info" } },
  features: { f: { slot: 13, summary: "" } },
  sms: {
    FINE: { usage: "FINE", run: () => "fine" },
    LONG: { usage: "LONG", run: (_, { records }) => {
      records.r.write(0, { a: 1, t: "x".repeat(5000) });
      return "fine";
    } },
    SLIP: { usage: "SLIP", run: ([k], { records, notify, features }) => {
      try {
        [${slips.map(([text]) => `() => ${text}`).join(", ")}][k]();
      } catch (error) {
        return error.message;
      }
    } },
  },
};`);
  const { pid } = it.keeper;
  for (const [k, [text, why]] of slips.entries()) {
    assert.equal(await it.text(`SLIP ${k}`), why, text);
  }
  assert.equal(await it.text("LONG"), "fine");
  assert.equal(await it.text("FINE"), "fine");
  assert.equal(it.keeper.pid, pid, "the same process");
});

Deno.test("ten thousand verbs are not taken in", async () => {
  await assert.rejects(
    rig(`export default { id: "guest", sms: Object.fromEntries(
      Array.from({ length: 10_000 }, (_, k) => ["V" + k, { usage: "", run: () => "" }])) };`),
    /^Error: Plugin mod.js: declares 10000 things of one kind: at most 200 can be$/,
  );
});

Deno.test("a name that would change objects is not taken in", async () => {
  for (const name of ["__proto__", "constructor", "prototype"]) {
    const hello =
      `{"parts":[{"module":0,"guest":0,"declaration":{"id":"guest","needs":[],
      "tables":{"metrics":{"${name}":{"name":"x.a","unit":""}}},"frames":[],"polls":[],"on":[]}}]}`
        .replaceAll("\n", "");
    await assert.rejects(
      rig(
        `Deno.stdout.writeSync(new TextEncoder().encode(${
          JSON.stringify(`${hello}\n`)
        }));
export default { id: "guest" };`,
      ),
      /^Error: Plugin mod.js.*(it sent a property named|is a name that cannot be)/,
    );
  }
  assert.equal(Object.hasOwn(Object.prototype, "name"), false);
});

Deno.test("an answer of 10 MB is the plugin's fault", async () => {
  await using it = await rig(
    plugin(`BIG: { usage: "BIG", run: () => "x".repeat(1e7) } }`),
  );
  assert.match(await it.text("BIG"), /^Command failed: /);
  assert.ok(
    it.log.some((line) => /answered 10001 thousand characters/.test(line)),
  );
  assert.equal(await it.text("FINE"), "fine");
  await carIsWell(it);
});

Deno.test("a command that never answers is given up, and what it does later has no effect", async () => {
  await using it = await rig(`
export default {
  id: "guest", needs: ["memory", "clock"],
  sms: {
    NEVER: { usage: "NEVER", timeout: 5, run: async (_, { hal }) => {
      await hal.clock.sleep(20_000);
      hal.memory.put({ late: "yes" });
      await new Promise(() => {});
    } },
    FINE: { usage: "FINE", run: () => "fine" },
  },
};`);
  let answer: string | undefined;
  void it.text("NEVER").then((text) => answer = text);
  for (let k = 0; k < 400 && answer === undefined; k++) {
    await it.hal.clock.run(100);
  }
  assert.match(answer ?? "", /^Command failed: /);
  for (let k = 0; k < 30; k++) await it.hal.clock.run(1000);
  assert.equal(it.hal.store.get("plugin.guest", "late"), undefined);
  assert.equal(await it.text("FINE"), "fine");
  await carIsWell(it);
});

Deno.test("one that sends after it was ended is not heard", async () => {
  await using it = await rig(
    plugin(`FINE2: { usage: "", run: () => "" } }, needs: ["memory"],
    start: ({ hal }) => {
      let k = 0;
      setInterval(() => hal.memory.put({ k: String(k++) }), 1);
    }`),
  );
  const kept = () => Number(it.hal.store.get("plugin.guest", "k") ?? 0);
  await it.until("it keeps something", () => kept() > 3);
  await it.keeper.close();
  const last = kept();
  await it.until("a while", () => true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(kept(), last);
  await carIsWell(it);
});
