/** docs/vehicles.md, step by step as a reader does it. */
import assert from "node:assert/strict";
import { ownConfig } from "../app/scaffold/own_config.ts";
import { inFolder, ROOT, run } from "./app/program.ts";
import { blocks, writeFiles } from "./app/vehicles_page.ts";

async function deno(
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    env: { NO_COLOR: "1", INIT_CWD: folder },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.ok(success, text + new TextDecoder().decode(stderr));
  return text;
}

/** Runs a line of the page; undefined for what needs a real car. */
async function result(line: string, here: string): Promise<string | undefined> {
  const [, , task, ...args] = line.trim().split(" ");
  if (args.includes("socketcan:can0")) return undefined;
  if (task === "vehicle") {
    return await deno(
      here,
      "run",
      "--no-lock",
      "-A",
      `${ROOT}app/scaffold/new_vehicle.ts`,
      ...args,
    );
  }
  const { stdout, stderr, code } = await run(args, here);
  assert.equal(code, 0, stderr);
  return stdout;
}

Deno.test("docs/vehicles.md does what it says, from a log to a vehicle with a test", async () => {
  await inFolder(async (here) => {
    const all = blocks(), own = `${here}/my-car`;
    await Deno.mkdir(own);
    await Deno.writeTextFile(`${own}/deno.json`, ownConfig(ROOT));
    await writeFiles(here, own);
    let ran = 0;
    for (const [k, { language, text }] of all.entries()) {
      if (language !== "sh") continue;
      const said = await result(text, here), expected = all[k + 1];
      if (said === undefined || expected?.file || expected?.language !== "") {
        continue;
      }
      for (const line of expected.text.trim().split("\n")) {
        assert.ok(said.includes(line), `${text}\n${said}\nlacks: ${line}`);
      }
      ran++;
    }
    assert.equal(ran, 4);
    for (const folder of [own, `${here}/first`]) {
      // Types are the concern of doc_examples_test.ts.
      await deno(folder, "test", "--no-lock", "--no-check", "--quiet");
    }
  });
});
