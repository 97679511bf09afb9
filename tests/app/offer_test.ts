import assert from "node:assert/strict";
import { SimClock } from "../../hal/sim/mod.ts";
import { inTime } from "../../app/isolation/inside.ts";
import { ownOffer } from "../../app/offer.ts";
import { ask, inFolder } from "./program.ts";

const BIKE = `export default {
  type: "BK", name: "Bike",
  plugins: [{
    id: "bus", metrics: { soc: "v.b.soc" }, frames: { 16: { signals: { soc: { at: "B0" } } } },
    sms: { BIKE: { usage: "BIKE", run: (_, { metrics: { soc } }) => "SOC " + soc.or(0) } },
  }],
  simulator: ({ emit, controller }) => ({
    step: () => emit(16, Uint8Array.of(controller ? 33 : 55)),
    steering: { bell: { usage: "bell", help: "rings", run: ([what]) => "Ring " + what } },
  }),
};`;
const STILL = BIKE.replace(/simulator:[^]*\}\),/, "");
const BK = ["--plugin", "bike.js", "--vehicle", "BK"];

async function files(
  folder: string,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
}

Deno.test("a vehicle from outside runs with its own simulator and its own words", () =>
  inFolder(async (folder) => {
    await files(folder, { "bike.js": BIKE, "dump.csv": "x" });
    const { stdout, stderr, code } = await ask(
      [...BK, "--exec", "BIKE", "--exec", ":bell Twice", "--exec", "VERSION"],
      folder,
    );
    assert.match(stdout, /^SOC 55\n\nRing twice\n\n.*\/BK/);
    assert.deepEqual([stderr, code], ["", 0]);
    const dumped = await ask(
      [...BK, "--controller", "dump.csv", "--exec", "BIKE"],
      folder,
    );
    assert.equal(dumped.stdout, "SOC 33\n");
    const { stdout: list } = await ask([...BK, "--list"], folder);
    assert.match(list, /^ {2}BIKE +bus /m);
    assert.doesNotMatch(list, /CFG/);
  }));

Deno.test("a folder of plugins that is named has to be there", () =>
  inFolder(async (folder) => {
    await files(folder, { "file": "" });
    for (const plugins of ["gone", "file"]) {
      const { stdout, stderr, code } = await ask(
        ["--plugins", plugins, "--exec", "VERSION"],
        folder,
      );
      assert.deepEqual([stdout, code], ["", 2]);
      assert.match(stderr, /^The plugins of .* cannot be loaded: /);
    }
  }));

Deno.test("a vehicle without a simulator is told in one sentence, and no other takes its place", () =>
  inFolder(async (folder) => {
    await files(folder, { "bike.js": STILL });
    const { stdout, stderr, code } = await ask(
      [...BK, "--exec", "BIKE"],
      folder,
    );
    assert.deepEqual([stdout, code], ["", 2]);
    assert.match(stderr, /^The Bike \(BK\) has no simulator: .*--replay\n$/);
  }));

Deno.test("a vehicle whose plugin is no longer given is told in one sentence", () =>
  inFolder(async (folder) => {
    await files(folder, { "bike.js": BIKE });
    const store = ["--store", "s.db", "--exec", "VERSION"];
    assert.equal((await ask([...BK, ...store], folder)).code, 0);
    const { stderr, code } = await ask(store, folder);
    assert.equal(code, 2);
    assert.match(stderr, /is not loaded: load it with --plugin, or /);
  }));

Deno.test("MODULE changes the simulated vehicle, too", () =>
  inFolder(async (folder) => {
    await files(folder, { "bike.js": BIKE });
    const { stdout } = await ask([
      "--plugin",
      "bike.js",
      "--grant",
      "bk",
      "--exec",
      ":status",
      "--exec",
      "VEHICLE BK",
      "--exec",
      ":wait 3s",
      "--exec",
      "BIKE",
      "--exec",
      ":status",
    ], folder);
    assert.match(stdout, /^Key on/);
    assert.match(stdout, /SOC 55\n$/);
  }));

Deno.test("no vehicle at all is a choice, and no fault", () =>
  inFolder(async (folder) => {
    const { stdout, stderr } = await ask([
      "--exec",
      "VEHICLE -",
      "--exec",
      ":wait 3s",
      "--exec",
      "MODULE?",
    ], folder);
    assert.match(stdout, /VehicleType:(\n|$)/m);
    assert.doesNotMatch(stderr, /is not loaded/);
  }));

Deno.test("a folder of plugins is loaded as a whole, its tests left out", () =>
  inFolder(async (folder) => {
    const plugins = `${folder}/mine`;
    for (const name of ["deep", "plain", "empty"]) {
      await Deno.mkdir(`${plugins}/${name}`, { recursive: true });
    }
    const named = (id: string) =>
      `export default { id: "${id}", sms: { "${id.toUpperCase()}": { usage: "", run: () => "${id}" } } };`;
    await files(plugins, {
      "one.js": named("one"),
      "one_test.js": "throw new Error('a test is no plugin');",
      "notes.md": "#",
      "deep/mod.js": named("no"),
      "deep/mod.ts": named("deep"),
      "plain/mod.js": named("plain"),
      "empty/notes.md": "#",
    });
    const { stdout, code } = await ask(
      ["--plugins", "mine", "--exec", "ONE", "--exec", "DEEP"],
      folder,
    );
    assert.deepEqual([stdout, code], ["one\n\ndeep\n", 0]);
    const plain = await ask(
      ["--plugin", "mine/plain", "--exec", "PLAIN"],
      folder,
    );
    assert.equal(plain.stdout, "plain\n");
    const empty = await ask(["--plugin", "mine/empty", "--list"], folder);
    assert.match(
      empty.stderr,
      /^Plugin mine\/empty cannot be loaded: it has neither mod\.ts nor mod\.js\n$/,
    );
  }));

Deno.test("two vehicles of one type, and one that is not there, are told by name", () =>
  inFolder(async (folder) => {
    await files(folder, {
      "bike.js": BIKE,
      "rt.js": BIKE.replace('"BK"', '"RT"'),
    });
    const twice = await ask(["--plugin", "rt.js", "--list"], folder);
    assert.match(twice.stderr, /Twizy and Bike are both RT: /);
    assert.equal(twice.code, 0);
    const strict = await ask(
      ["--plugin", "rt.js", "--strict", "--list"],
      folder,
    );
    assert.deepEqual([strict.code, strict.stdout], [2, ""]);
    await files(folder, {
      "bad.js": BIKE.replace("BIKE: {", "VERSION: {"),
    });
    const unfit = await ask(
      ["--plugin", "bad.js", "--vehicle", "BK", "--exec", "VERSION"],
      folder,
    );
    assert.equal(unfit.code, 2);
    assert.match(
      unfit.stderr,
      /^Vehicle BK \(Bike\) cannot be used: verb VERSION is claimed by framework and by bus: .*\nThere is no vehicle type "BK"/,
    );
    const missing = await ask(["--vehicle", "XX", "--list"], folder);
    assert.match(
      missing.stderr,
      /^There is no vehicle type "XX": expected RT \(.*\), or one that --plugin loads\n$/,
    );
  }));

Deno.test("every car of the repository can be chosen", () => {
  assert.deepEqual(ownOffer.vehicles.map(({ type }) => type), [
    "RT",
    "NL",
    "O2",
  ]);
});

Deno.test("a module that is never ready is left out", async () => {
  const clock = new SimClock();
  const parts = inTime(new Promise(() => {}), "slow.js", clock);
  await clock.run(30_000);
  assert.deepEqual(await parts, {
    plugins: [],
    vehicles: [],
    wrong: ["Plugin slow.js cannot be loaded: it is not ready after 30 s"],
  });
});
