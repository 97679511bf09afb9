/** What runs inside the program: vehicle types that their owner allows, and what is trusted; both are loaded anew. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { again } from "../../../app/isolation/inside.ts";
import { loadOutside } from "../../../app/isolation/load.ts";
import { watchPlugins } from "../../../app/isolation/watch.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import { ask, inFolder } from "../program.ts";

const BIKE = (texts: string, more = "") => `
import { WORD } from "./word.js";
export default [{
  type: "BK", name: "Bike",
  plugins: [{
    id: "bus", metrics: { soc: "v.b.soc", n: { name: "x.n", unit: "" } },
    frames: { 16: { signals: { soc: { at: "B0" } } } },
    sms: { BIKE: { usage: "BIKE", run: (_, { metrics: { n } }) => {
      n.set(n.or(0) + 1);
      return ${texts};
    } } },
  }],
}, ${more}];`;
const BELL =
  `{ id: "bell", sms: { BELL: { usage: "BELL", run: () => "ring " + Deno.pid } } }`;

Deno.test("a vehicle type from outside runs when its owner allows it, once and for all, and can be stopped again", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/bike`);
    await Deno.writeTextFile(
      `${folder}/bike/mod.ts`,
      `// deno-lint-ignore-file
${BIKE("WORD", BELL)}`,
    );
    await Deno.writeTextFile(
      `${folder}/bike/word.js`,
      `export const WORD = "tring";`,
    );
    const start = (...more: string[]) =>
      ask(["--plugin", "bike", "--store", "s.db", ...more], folder);
    const refused = await start("--exec", "BELL", "--exec", "VEHICLE BK");
    assert.match(
      refused.stderr,
      /Vehicle type BK \(Bike\) is left out: it wants to run inside the program, with all its rights\. To allow that, start once with --grant bk, or with --vehicle BK/,
    );
    // What is beside it needs no right, and has a process of its own.
    assert.match(refused.stdout, /^ring \d+\n\nParameter 14 .* cannot be that/);
    const granted = await start("--grant", "bk", "--exec", "PLUGINS?");
    assert.equal(granted.stderr, "");
    assert.match(granted.stdout, /bell: at work\n bk: at work/);
    assert.doesNotMatch((await start("--exec", "BELL")).stderr, /left out/);
    assert.match(
      (await start("--journal")).stdout,
      /grant +vehicle BK +- +inside file:.*bike/,
    );
    // Another module with the same letters is not the one that was allowed.
    await Deno.writeTextFile(
      `${folder}/other.js`,
      `export default { type: "BK", name: "Other", plugins: [] };`,
    );
    const other = ["--plugin", "other.js", "--store", "s.db"];
    assert.match(
      (await ask([...other, "--list"], folder)).stdout,
      /BK \(Other\) +left out +wants to run inside/,
    );
    assert.match(
      (await start("--revoke", "bk", "--exec", "BELL")).stderr,
      /BK \(Bike\) is left out/,
    );
    assert.match(
      (await start("--exec", "BELL")).stderr,
      /BK \(Bike\) is left out/,
    );
  }));

/** A runtime with the vehicle and a trusted plugin, inside. */
async function world() {
  const folder = await Deno.makeTempDir({ prefix: "ovms_edge_inside_" });
  const files = (texts: Readonly<Record<string, string>>) =>
    Promise.all(
      Object.entries(texts).map(([name, text]) =>
        Deno.writeTextFile(`${folder}/${name}`, text)
      ),
    );
  await files({
    "mod.js": BIKE('WORD + " " + n.value'),
    "word.js": `export const WORD = "one";`,
    "alone.js":
      `export default { id: "alone", sms: { ALONE: { usage: "ALONE", run: () => "first" } } };`,
  });
  const module = (name: string) => ({
    name,
    specifier: pathToFileURL(`${folder}/${name}`).href,
  });
  const wrong: string[] = [];
  const { outside, extra, types } = await loadOutside({
    own: [module("alone.js")],
    foreign: [module("mod.js")],
    together: false,
    safe: false,
    leave: (text) => wrong.push(text),
    types: [],
    taken: () => undefined,
    unusable: () => undefined,
    wishes: {
      grant: ["bk"],
      revoke: [],
      ask: () => false,
      vehicle: undefined,
      store: undefined,
    },
  });
  assert.deepEqual(wrong, []);
  assert.ok(outside);
  const hal = simHal();
  hal.store.put("params", { 14: "BK" });
  outside.admit(hal.store, { grant: ["bk"], revoke: [], ask: () => false });
  const runtime = new Runtime({
    hal,
    common: [],
    vehicles: types,
    extra,
    log: () => {},
    fresh: false,
  });
  outside.attach(runtime, hal.clock);
  runtime.start();
  return {
    hal,
    outside,
    files,
    async text(line: string) {
      const call = { link: "console", from: "", principal: "owner" } as const;
      return (await runtime.text(line, call)).messages.join("\n");
    },
    soc: () => runtime.host.metrics.look("v.b.soc").value,
    async [Symbol.asyncDispose]() {
      runtime.stop();
      await outside.close();
      hal.store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

Deno.test("of a module with several vehicle types, each that does not run says why", () =>
  inFolder(async (folder) => {
    const simulator = "simulator: () => ({ step() {} })";
    const type = (letters: string) =>
      `{ type: "${letters}", name: "${letters}", plugins: [], ${simulator} }`;
    await Deno.writeTextFile(
      `${folder}/two.js`,
      `export default [${type("QA")}, ${type("QB")}];`,
    );
    const start = (...more: string[]) =>
      ask(["--plugin", "two.js", "--vehicle", "QA", ...more], folder);
    const refused = await start("--exec", "VERSION");
    assert.match(
      refused.stderr,
      /QB \(QB\) is left out: it wants to run inside/,
    );
    assert.match(
      refused.stderr,
      /QA \(QA\) is left out with QB: what one module brings runs inside as a whole/,
    );
    assert.equal((await start("--grant", "qb", "--exec", "VERSION")).code, 0);
  }));

Deno.test("a vehicle from outside is loaded anew with its files, and metrics stay", async () => {
  await using it = await world();
  it.hal.bus.inject(16, Uint8Array.of(55));
  assert.equal(await it.text("BIKE"), "one 1");
  await it.files({ "word.js": `export const WORD = "two";` });
  assert.equal(
    await it.text("RELOAD bk"),
    "bk was loaded anew, inside the program",
  );
  assert.equal(await it.text("BIKE"), "two 2");
  assert.equal(it.soc(), 55);
  it.hal.bus.inject(16, Uint8Array.of(56));
  assert.equal(it.soc(), 56);
});

Deno.test("what fails to load, or is another vehicle now, leaves the one before at work", async () => {
  await using it = await world();
  await it.text("BIKE");
  const wrongs: readonly (readonly [string, RegExp])[] = [
    ["export default nothing;", /nothing is not defined/],
    [BIKE("WORD").replace('"BK"', '"XX"'), /other vehicle types now \(XX\)/],
    [BIKE("WORD").replace('id: "bus"', 'id: "Bus"'), /id: must be lower case/],
  ];
  for (const [source, why] of wrongs) {
    await it.files({ "mod.js": source });
    const said = await it.text("RELOAD bk");
    assert.match(said, /^bk was not loaded anew, the one before goes on: /);
    assert.match(said, why);
  }
  assert.equal(await it.text("BIKE"), "one 2");
  await it.files({ "mod.js": BIKE('"again"') });
  assert.match(await it.text("RELOAD bk"), /was loaded anew/);
  assert.equal(await it.text("BIKE"), "again");
});

Deno.test("a trusted plugin is loaded anew, also when its file changes", async () => {
  await using it = await world();
  assert.equal(await it.text("ALONE"), "first");
  const next = (word: string) =>
    it.files({
      "alone.js":
        `export default { id: "alone", sms: { ALONE: { usage: "ALONE", run: () => "${word}" } } };`,
    });
  await next("second");
  assert.match(await it.text("RELOAD alone"), /^alone was loaded anew/);
  assert.equal(await it.text("ALONE"), "second");
  const told = Promise.withResolvers<string>();
  const stop = watchPlugins(it.outside, (_, text) => {
    if (text.startsWith("alone")) told.resolve(text);
  });
  try {
    await next("third");
    assert.match(await told.promise, /^alone was loaded anew/);
    assert.equal(await it.text("ALONE"), "third");
  } finally {
    stop();
  }
});

Deno.test("every turn has another address of the same file, and a package none", () => {
  const file = "file:///a/b%20c/de/mod.ts";
  const turns = Array.from({ length: 30 }, (_, k) => again(file, k));
  assert.equal(new Set(turns).size, 30);
  assert.equal(turns[0], file);
  assert.equal(turns[1], "file:///a/b%20c/d%65/mod.ts");
  for (const turn of turns) {
    assert.equal(decodeURIComponent(turn), "file:///a/b c/de/mod.ts");
  }
  assert.throws(() => again("file:///a/mod.ts", 99), /its path is too short/);
  assert.throws(() => again("npm:a@1.0.0", 1), /it is a package/);
});
