import assert from "node:assert/strict";
import { dirname } from "node:path";
import { newPlugin, writeNew } from "../../../app/scaffold/new_plugin.ts";
import { inFolder, ROOT, run } from "../program.ts";

/** Runs `deno` as a user does in a folder; what it said when it failed. */
async function deno(folder: string, ...args: readonly string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.ok(success, `${args.join(" ")}\n${text(stdout)}${text(stderr)}`);
}

Deno.test("a plugin outside of the repository tests itself, and works through --plugin", async () => {
  await inFolder(async (here) => {
    const files = newPlugin("my-thing", "mine", { root: ROOT, here });
    writeNew(files);
    assert.deepEqual(
      files.map(([path]) => path.slice(here.length)),
      ["mod.ts", "mod_test.ts", "deno.json"].map((name) =>
        `/mine/my-thing/${name}`
      ),
    );
    const folder = `${here}/mine/my-thing`;
    // Types are the concern of doc_examples_test.ts.
    await deno(folder, "test", "--no-lock", "--no-check");
    await deno(folder, "fmt", "--check");
    await deno(folder, "lint");
    const { code, stdout } = await run(
      [
        "--plugin",
        "mine/my-thing",
        "--exec",
        "MY-THING Anna",
        "--exec",
        "HELP",
      ],
      here,
    );
    const [greeting = "", ...help] = stdout.split("\n\n");
    assert.match(greeting, /^Hello Anna\n SOC: \d+/);
    assert.match(help.join(), /\bMY-THING\b/);
    assert.equal(code, 0);
  });
});

Deno.test("without a folder a plugin comes where one stands, and inside of the repository into it", () => {
  const paths = (here: string) =>
    newPlugin("my-thing", undefined, { root: "/edge/", here })
      .map(([path]) => path);
  assert.deepEqual(paths("/home/me"), [
    "/home/me/my-thing/mod.ts",
    "/home/me/my-thing/mod_test.ts",
    "/home/me/my-thing/deno.json",
  ]);
  for (const here of ["/edge", "/edge/docs"]) {
    assert.deepEqual(paths(here), [
      "/edge/plugins/my-thing/mod.ts",
      "/edge/tests/plugins/my-thing/mod_test.ts",
    ]);
  }
});

Deno.test("a plugin inside of the repository has its test beside the others, also with a long name", async () => {
  await inFolder(async (root) => {
    const name = "the-longest-name-2-use-it";
    assert.throws(
      () => newPlugin(name, undefined, { root, here: root }),
      /is no name of a plugin/,
    );
    const files = newPlugin(name.slice(0, 24), undefined, { root, here: root });
    writeNew(files);
    assert.deepEqual(
      files.map(([path]) => path.slice(root.length)),
      [
        "/plugins/the-longest-name-2-use-i/mod.ts",
        "/tests/plugins/the-longest-name-2-use-i/mod_test.ts",
      ],
    );
    // Stands for the repository's own.
    await Deno.writeTextFile(
      `${root}/deno.json`,
      JSON.stringify({ importMap: `${ROOT}deno.json` }),
    );
    await deno(root, "test", "--no-lock", "--no-check");
    for (const [path] of files) await deno(root, "fmt", "--check", path);
  });
});

Deno.test("nothing is overwritten, and nothing written when one file is there", async () => {
  await inFolder(async (here) => {
    const files = newPlugin("a", ".", { root: ROOT, here });
    const [, [test = ""] = []] = files;
    await Deno.mkdir(dirname(test));
    await Deno.writeTextFile(test, "mine");
    assert.throws(
      () => writeNew(files),
      new RegExp(
        `^UsageError: ${test} is there already, and nothing was written: choose another name or folder$`,
      ),
    );
    assert.deepEqual(
      [...Deno.readDirSync(dirname(test))].map(({ name }) => name),
      ["mod_test.ts"],
    );
    assert.equal(await Deno.readTextFile(test), "mine");
  });
});

Deno.test("a folder that cannot be is told in one sentence", async () => {
  await inFolder(async (here) => {
    await Deno.writeTextFile(`${here}/file`, "");
    assert.throws(
      () => writeNew(newPlugin("a", "file", { root: ROOT, here })),
      /^UsageError: .*file\/a\/mod\.ts cannot be written: /,
    );
  });
});

Deno.test("names are checked, and not taken twice", () => {
  const refusal = (name: string) => {
    try {
      newPlugin(name, ".", { root: ROOT, here: "/tmp" });
      return "";
    } catch (error) {
      assert.ok(error instanceof Error);
      return error.message;
    }
  };
  for (const name of ["", "A", "1a", "a b", "../a", "a/b", "ä", "a.b", "a_b"]) {
    assert.match(refusal(name), /is no name of a plugin: expected at most 24/);
  }
  assert.equal(
    refusal("batt"),
    "There is a plugin batt already: choose another name",
  );
  assert.equal(
    refusal("framework"),
    "There is a plugin framework already: choose another name",
  );
  assert.equal(
    refusal("help"),
    "The verb HELP belongs to the plugin framework already: choose another name",
  );
  assert.equal(refusal("fresh"), "");
});
