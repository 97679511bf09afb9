/** Installing: recorded in the store, loaded at each start, held to what it was, taken away. */
import assert from "node:assert/strict";
import { install } from "../../../app/isolation/install.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore, StoreWriteError } from "../../../hal/store/mod.ts";
import { ask, inFolder, run } from "../program.ts";
import { npmRegistry } from "./npm_registry.ts";

const GUEST = `import { text } from "./text.ts";
export default { id: "guest", needs: ["can.tx"],
  sms: { HI: { usage: "HI", run: () => text } } };`;

async function guest(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/source`);
  await Deno.writeTextFile(`${folder}/source/mod.ts`, GUEST);
  await Deno.writeTextFile(
    `${folder}/source/text.ts`,
    `export const text: string = "hi";`,
  );
  await Deno.writeTextFile(
    `${folder}/source/mod_test.ts`,
    `throw new Error();`,
  );
}

Deno.test("a folder is installed, allowed, loaded without its source, and taken away", () =>
  inFolder(async (folder) => {
    await guest(folder);
    const start = (...more: string[]) =>
      ask(["--store", "s.db", ...more], folder);
    const installed = await start("--install", "./source");
    assert.match(
      installed.stdout,
      /^Installed guest from \.\/source: .*\nIt wants to put frames on the CAN bus .*: until it is allowed with --grant guest it is left out\n$/,
    );
    await Deno.remove(`${folder}/source`, { recursive: true });
    assert.match(
      (await start("--exec", "HI")).stderr,
      /guest is left out: it wants/,
    );
    assert.equal(
      (await start("--grant", "guest", "--exec", "HI")).stdout,
      "hi\n",
    );
    assert.equal((await start("--exec", "HI")).stdout, "hi\n");
    assert.match(
      (await start("--list")).stdout,
      /From outside\n {2}guest .* may put frames/,
    );

    const file = `${folder}/s.db.plugins/guest/text.ts`;
    await Deno.writeTextFile(file, `export const text = "changed";`);
    assert.match(
      (await start("--exec", "HI")).stderr,
      /Plugin guest is left out: its files .* are not those that were installed: install it again/,
    );
    await guest(folder);
    await start("--install", "source");
    assert.equal((await start("--exec", "HI")).stdout, "hi\n");

    assert.equal(
      (await start("--uninstall", "guest")).stdout,
      "Uninstalled guest; its settings stay\n",
    );
    assert.match((await start("--exec", "HI")).stderr, /no command "HI"/);
    const twice = await start("--uninstall", "guest");
    assert.deepEqual(
      [twice.stderr, twice.code],
      ["Plugin guest is not installed: none is\n", 2],
    );
    assert.match(
      (await start("--journal")).stdout,
      /plugin +guest +mod\.ts +-/,
    );
  }));

Deno.test("what cannot be used is not installed", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/bad.js`, `export default { id: "A" };`);
    await Deno.writeTextFile(
      `${folder}/new.js`,
      `export default { id: "a", contract: "9.0" };`,
    );
    await Deno.mkdir(`${folder}/empty`);
    await Deno.writeTextFile(`${folder}/packed-1.0.0.tgz`, "\x1f");
    await Deno.mkdir(`${folder}/wrong/lib`, { recursive: true });
    await Deno.writeTextFile(
      `${folder}/wrong/mod.js`,
      `export { default } from "./lib/a.js";`,
    );
    await Deno.writeTextFile(`${folder}/wrong/lib/a.js`, "export default {");
    await Deno.writeTextFile(`${folder}/named.js`, `import "@some/words/all";`);
    await Deno.writeTextFile(`${folder}/part.js`, `import "ovms-edge/cars";`);
    const start = (from: string) =>
      ask(["--store", "s.db", "--install", from], folder);
    for (
      const [from, why] of [
        ["bad.js", /^Plugin bad.js: id: must be lower case/],
        ["new.js", /^Plugin new.js: contract: /],
        ["wrong", /SyntaxError: .* at file:\S+\/wrong\/lib\/a\.js:1:\d+$/m],
        ["named.js", /"file:\S+\/named\.js": .* as npm:@some\/words@VERSION$/m],
        ["part.js", /: a plugin imports ovms-edge and ovms-edge\/car, /],
        ["empty", /neither mod.ts nor mod.js$/m],
        ["packed-1.0.0.tgz", /: expected a folder, a file .ts or .js, or npm:/],
        [
          "gone.js",
          /^Plugin gone.js cannot be installed: there is no such file/,
        ],
      ] as const
    ) {
      const { stderr, code } = await start(from);
      assert.match(stderr, why);
      assert.equal(code, 2);
    }
    assert.deepEqual([...Deno.readDirSync(`${folder}/s.db.plugins`)], []);
    const memory = await ask(
      ["--store", ":memory:", "--install", "bad.js"],
      folder,
    );
    assert.match(
      memory.stderr,
      /^Nothing can be installed in a store in memory/,
    );
  }));

Deno.test("a plugin stays as it was where the store does not take its new version", () =>
  inFolder(async (folder) => {
    await guest(folder);
    const path = `${folder}/s.db`;
    const store = openStore({ path, clock: new SimClock() });
    const options = {
      store: path,
      folder,
      grant: [],
      ask: () => false,
      running: { store, who: "test" },
    };
    await install("./source", options);
    const file = `${path}.plugins/guest/text.ts`;
    const before = await Deno.readTextFile(file);
    await Deno.writeTextFile(
      `${folder}/source/text.ts`,
      `export const text = "new";`,
    );
    const refusal = new StoreWriteError("full", path);
    Object.assign(store, {
      atomically() {
        throw refusal;
      },
    });
    await assert.rejects(install("./source", options), {
      name: "UsageError",
      message: `Nothing was changed: ${refusal.message}`,
    });
    store.close();
    assert.equal(await Deno.readTextFile(file), before);
    assert.deepEqual(
      [...Deno.readDirSync(`${path}.plugins`)].map(({ name }) => name),
      ["guest"],
    );
  }));

Deno.test("a single file is installed as well", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/one.js`,
      `export default { id: "one", sms: { ONE: { usage: "ONE", run: () => "1" } } };`,
    );
    await ask(["--store", "s.db", "--install", "one.js"], folder);
    await Deno.remove(`${folder}/one.js`);
    assert.equal(
      (await ask(["--store", "s.db", "--exec", "ONE"], folder)).stdout,
      "1\n",
    );
  }));

Deno.test("a package is fetched once, by its exact version, and works without a network", () =>
  inFolder(async (folder) => {
    const module = (text: string) =>
      `export default { id: "packed", sms: { PACKED: { usage: "PACKED", run: () => "${text}" } } };`;
    const cache = await denoCache();
    let env: Record<string, string>, host: string;
    {
      await using registry = await npmRegistry({
        name: "@ovms/packed",
        versions: { "1.0.0": module("old"), "1.2.0": module("packed") },
      });
      ({ host } = registry);
      await Deno.writeTextFile(
        `${folder}/.npmrc`,
        `@ovms:registry=${registry.url}\n`,
      );
      env = { HOME: folder, DENO_DIR: cache };
      const { stdout, stderr } = await run(
        ["--store", "s.db", "--install", "npm:@ovms/packed@1"],
        folder,
        undefined,
        env,
      );
      assert.equal(stderr, "");
      assert.match(stdout, /^Installed packed from npm:@ovms\/packed@1/);
    }
    const { stdout, stderr } = await run(
      ["--store", "s.db", "--exec", "PACKED"],
      folder,
      undefined,
      env,
    );
    assert.deepEqual([stdout, stderr], ["packed\n", ""]);
    const lock = await Deno.readTextFile(
      `${folder}/s.db.plugins/packed/deno.lock`,
    );
    assert.match(lock, /packed@1\.2\.0[^]*"integrity": "sha512-/);
    await Deno.remove(`${cache}/npm/${host.split(":")[1]}`, {
      recursive: true,
    })
      .catch(() => {});
  }));

/** Where Deno keeps packages. */
async function denoCache(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

Deno.test("a vehicle that is installed runs when its owner allows it, and is forgotten with its module", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/bike.js`,
      `export default { type: "BK", name: "Bike", plugins: [] };`,
    );
    const start = (...more: string[]) =>
      ask(["--store", "s.db", ...more], folder);
    const from = ["--install", "bike.js"];
    assert.match((await start(...from)).stdout, /is left out: it wants to run/);
    const allowed = await start(...from, "--grant", "bk");
    assert.match(allowed.stdout, /BK \(Bike\) may run inside the program/);
    const list = async () => (await start("--list")).stdout;
    assert.match(await list(), /BK \(Bike\) +inside the program +may all/);
    await start("--uninstall", "bk");
    await start(...from);
    assert.match(await list(), /BK \(Bike\) +left out/);
  }));
