/** After two bad ends the program starts without plugins from outside. */
import assert from "node:assert/strict";
import { RunMark } from "../../../app/isolation/safe_start.ts";
import { ask, inFolder, run, start } from "../program.ts";

const PLUGIN =
  `export default { id: "guest", sms: { HI: { usage: "HI", run: () => "hi" } } };`;
const BIKE = `export default { type: "BK", name: "Bike", plugins: [
  { id: "bus", sms: { BIKE: { usage: "BIKE", run: () => "bike" } } }] };`;

/** Starts the program with a prompt, and waits until it answers a verb. */
async function begin(folder: string) {
  const child = start(ARGS, folder, "piped");
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("VERSION\n"));
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return { child, writer };
}
const ARGS = ["--plugin", "guest.js", "--store", "s.db", "--offline"];

Deno.test("two bad ends leave plugins out, a good one brings them back", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/guest.js`, PLUGIN);
    const owner = await run(
      ["--store", "s.db", "--offline"],
      folder,
      "M 4,0,+491701234567\n",
    );
    assert.match(owner.stdout, /c4,0/);
    for (let k = 0; k < 2; k++) {
      const { child, writer } = await begin(folder);
      child.kill("SIGKILL");
      await writer.abort().catch(() => {});
      await child.output();
    }
    const safe = await run(ARGS, folder, "HI\n");
    assert.match(safe.stderr, /ended unexpectedly twice/);
    assert.doesNotMatch(safe.stdout, /^hi$/m);
    const { stdout } = await ask(
      ["--store", "s.db", "--notifications"],
      folder,
    );
    assert.match(stdout, /core\.safe/);
    const again = await run(ARGS, folder, "HI\n");
    assert.match(again.stdout, /hi/);
    assert.doesNotMatch(again.stderr, /unexpectedly/);
  }));

Deno.test("--safe leaves plugins out, and no vehicle type", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/guest.js`, PLUGIN);
    await Deno.writeTextFile(`${folder}/bike.js`, BIKE);
    for (const how of ["--plugin", "--trust"]) {
      const { stdout, stderr } = await ask([
        how,
        "guest.js",
        how,
        "bike.js",
        "--vehicle",
        "BK",
        "--safe",
        "--list",
      ], folder);
      assert.equal(stderr, "");
      assert.match(stdout, /BIKE/);
      assert.doesNotMatch(stdout, /HI /);
    }
  }));

Deno.test("a run that lasted, or ended well, is no bad end; without a disk nothing is kept", () =>
  inFolder((folder) => {
    const store = `${folder}/s.db`;
    const begun = () => {
      const mark = new RunMark(store);
      mark.begin();
      return mark;
    };
    begun();
    begun().lasted();
    assert.equal(begun().isSafe, false);
    begun().ended();
    begun();
    begun();
    assert.equal(begun().isSafe, true);
    new RunMark(`${folder}/gone/s.db`).begin();
    assert.equal(new RunMark(`${folder}/gone/s.db`).before, 0);
    return Promise.resolve();
  }));
