/** What a plugin from outside may not do, it cannot do. */
import assert from "node:assert/strict";
import { rig } from "./rig.ts";

/** Works that are not for a plugin, each with what it would need. */
const WORKS: Readonly<Record<string, string>> = {
  "reads /etc/passwd": `Deno.readTextFile("/etc/passwd")`,
  "reads the folder above its own":
    `Deno.readTextFile(new URL("../x", import.meta.url))`,
  "reads the program": `Deno.readTextFile(Deno.mainModule.slice(7))`,
  "writes into its folder":
    `Deno.writeTextFile(new URL("./x", import.meta.url), "")`,
  "connects": `Deno.connect({ port: 1 })`,
  "fetches": `fetch("http://127.0.0.1:65000/")`,
  "looks a name up": `Deno.resolveDns("localhost", "A")`,
  "listens": `Deno.listen({ port: 0 })`,
  "starts a process": `new Deno.Command("/bin/true").output()`,
  "starts Deno": `new Deno.Command(Deno.execPath()).output()`,
  "loads a library": `Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", {})`,
  "reads the environment": `Deno.env.get("HOME")`,
  "ends another process": `Deno.kill(Deno.ppid)`,
  "imports a file": `import("file:///etc/" + "hostname")`,
  "imports from the network": `import("https://" + "deno.land/x/a.ts")`,
  "asks the system": `Deno.hostname()`,
  "starts a worker with more rights":
    `new Worker("data:,", { type: "module", deno: { permissions: { read: true } } })`,
};

const NAMES = Object.keys(WORKS);
const SOURCE = `
const works = [${
  Object.values(WORKS).map((work) => `async () => await ${work}`).join(",\n")
}];
export default {
  id: "guest",
  sms: { TRY: { usage: "TRY", run: async ([which]) => {
    try {
      await works[which]();
      return "done";
    } catch (error) {
      return error.name + ": " + error.message;
    }
  } } },
};`;

Deno.test("a plugin has no rights but to read its own folder", async (t) => {
  await using it = await rig({ "mod.js": SOURCE, "data.txt": "mine" });
  for (const [which, name] of NAMES.entries()) {
    await t.step(name, async () => {
      assert.match(
        await it.text(`TRY ${which}`),
        /NotCapable|Requires .* access|--cached-only|--no-remote|ended itself with code 70|Worker is not defined/,
      );
    });
  }
});

Deno.test("a plugin reads its own folder", async () => {
  await using it = await rig({
    "mod.js": `import { text } from "./part.js";
export default { id: "guest", sms: { READ: { usage: "READ", run: async () =>
  text + await Deno.readTextFile(new URL("./data.txt", import.meta.url)) } } };`,
    "part.js": `export const text = "it is ";`,
    "data.txt": "mine",
  });
  assert.equal(await it.text("READ"), "it is mine");
});

Deno.test("a plugin in a file of its own reads that file only", async () => {
  await using it = await rig({
    "mod.js": `import "../other.js"; export default { id: "guest" };`,
  });
  assert.deepEqual(it.keeper.plugins, []);
  assert.match(
    it.keeper.wrong.join(),
    /^Plugin mod.js cannot be loaded: Requires read access to "[^"]*other\.js", and it may read its own folder only, which is one with a mod\.ts$/,
  );
});

Deno.test("what is denied is told with what a plugin can do about it, and without Deno's flags", async () => {
  const work = (text: string) =>
    `{ usage: "", run: async () => { await ${text}; } }`;
  await using it = await rig(`export default { id: "guest", sms: {
    FETCH: ${work('fetch("http://127.0.0.1:65000/")')},
    HOME: ${work('Deno.env.get("HOME")')},
  } };`);
  for (
    const [verb, why] of [
      [
        "FETCH",
        /Requires net access to \S+, which it asks for with permissions: \{ net: /,
      ],
      [
        "HOME",
        /Requires env access to \S+, which no plugin in a process of its own has/,
      ],
    ] as const
  ) {
    await it.text(verb);
    assert.ok(it.log.some((line) => why.test(line)), it.log.join("\n"));
  }
  assert.doesNotMatch(it.log.join("\n"), /run again/);
});
