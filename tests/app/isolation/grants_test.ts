/** What a plugin may do is what it declares and the owner allows. */
import assert from "node:assert/strict";
import { ask, inFolder } from "../program.ts";

const serve = (answer: string) =>
  Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(answer),
  );

const plugin = (port: number) =>
  `export default {
  id: "guest", needs: ["can.tx"], permissions: { net: ["127.0.0.1:${port}"] },
  sms: {
    ASK: { usage: "ASK", run: async () => await (await fetch("http://127.0.0.1:${port}/")).text() },
    OTHER: { usage: "OTHER", run: async () => {
      try { return await (await fetch("http://127.0.0.1:${
    port + 1
  }/")).text(); }
      catch (error) { return error.name; }
    } },
  },
};`;

Deno.test("rights are asked for once, stored, listed and taken back", () =>
  inFolder(async (folder) => {
    await using server = serve("from the network");
    const { port } = server.addr;
    await Deno.mkdir(`${folder}/guest`);
    await Deno.writeTextFile(`${folder}/guest/mod.ts`, plugin(port));
    const start = (...more: string[]) =>
      ask(["--plugin", "guest", "--store", "s.db", ...more], folder);

    const refused = await start("--exec", "ASK");
    assert.match(
      refused.stderr,
      /Plugin guest is left out: it wants to put frames on the CAN bus while feature 15 allows it; connect to 127.0.0.1:\d+\. To allow that, start once with --grant guest\b/,
    );
    assert.match(refused.stderr, /There is no command "ASK"/);
    assert.match(
      (await start("--list")).stdout,
      /From outside\n {2}guest {2}in a process of its own {2}wants to put frames .*; connect to/,
    );

    const granted = await start("--grant", "guest", "--exec", "ASK");
    assert.deepEqual(
      [granted.stdout, granted.stderr],
      ["from the network\n", ""],
    );
    const later = await start("--exec", "ASK", "--exec", "OTHER");
    assert.equal(later.stdout, "from the network\n\nNotCapable\n");
    assert.match((await start("--list")).stdout, / {2}may put frames /);
    assert.match(
      (await start("--journal")).stdout,
      /grant +guest +- +need can\.tx, net/,
    );

    const changed = plugin(port).replace(
      '["can.tx"]',
      '["can.tx", "gsm.send"]',
    );
    await Deno.writeTextFile(`${folder}/guest/mod.ts`, changed);
    assert.match(
      (await start("--exec", "ASK")).stderr,
      /is left out: it wants to send text messages to any number\. /,
    );
    await Deno.writeTextFile(`${folder}/guest/mod.ts`, plugin(port));
    assert.match(
      (await start("--revoke", "guest", "--exec", "ASK")).stderr,
      /is left out/,
    );
    assert.match((await start("--exec", "ASK")).stderr, /is left out/);
  }));

Deno.test("a name that nobody has cannot be granted anything", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.js`, `export default { id: "a" };`);
    const { stderr, code } = await ask(
      ["--plugin", "a.js", "--grant", "b", "--exec", "VERSION"],
      folder,
    );
    assert.deepEqual(
      [stderr, code],
      ["--grant b: there is no plugin from outside of that name\n", 2],
    );
    await Deno.writeTextFile(`${folder}/b.js`, `throw new Error("broken");`);
    const broken = await ask(
      ["--plugin", "b.js", "--grant", "b", "--exec", "VERSION"],
      folder,
    );
    assert.match(broken.stderr, /b\.js.*broken/);
    assert.match(broken.stderr, /--grant b: there is no plugin/);
    assert.equal(broken.code, 0, "the gateway starts without a broken plugin");
  }));

Deno.test("a plugin of a newer contract is told in one sentence, an older one runs", () =>
  inFolder(async (folder) => {
    const file = (contract: string) =>
      `export default { id: "a", contract: "${contract}", sms: { A: { usage: "A", run: () => "a" } } };`;
    const start = async (contract: string, ...how: string[]) => {
      await Deno.writeTextFile(`${folder}/a.js`, file(contract));
      return await ask([...how, "a.js", "--exec", "A"], folder);
    };
    for (const contract of ["1.0", "1.1"]) {
      assert.equal((await start(contract, "--plugin")).stdout, "a\n");
    }
    for (const how of ["--plugin", "--trust"]) {
      for (const contract of ["2.0", "1.7", "0.9"]) {
        assert.match(
          (await start(contract, "--strict", how)).stderr,
          /^Plugin a.js: contract: is a version of the contract that this program does not know, it has 1\.1: update .*\n$/,
        );
      }
    }
  }));

Deno.test("where a plugin runs, and a vehicle, is listed", () =>
  inFolder(async (folder) => {
    const plugin = (id: string) => `export default { id: "${id}" };`;
    await Deno.writeTextFile(`${folder}/a.js`, plugin("apart"));
    await Deno.writeTextFile(`${folder}/b.js`, plugin("trusted"));
    await Deno.writeTextFile(
      `${folder}/c.js`,
      `export default { type: "BK", name: "Bike", plugins: [] };`,
    );
    const places = ["--plugin", "a.js", "--trust", "b.js", "--plugin", "c.js"];
    const table = async (...more: string[]) => {
      const { stdout } = await ask([...places, ...more, "--list"], folder);
      return (stdout.split("From outside\n")[1] ?? "").trimEnd().split("\n")
        .map((line) => line.trim().split(/ {2,}/)).sort();
    };
    const others = [
      ["apart", "in a process of its own", "may nothing else"],
      ["trusted", "inside the program", "may all"],
    ];
    assert.deepEqual(await table(), [
      [
        "BK (Bike)",
        "left out",
        "wants to run inside the program, with all its rights",
      ],
      ...others,
    ]);
    assert.deepEqual(await table("--vehicle", "BK"), [
      ["BK (Bike)", "inside the program", "may all"],
      ...others,
    ]);
  }));

Deno.test("plugins without rights share a process where memory matters", () =>
  inFolder(async (folder) => {
    const plugin = (id: string, more = "") =>
      `export default { id: "${id}", ${more} sms: { ${id.toUpperCase()}: { usage: "", run: () => "${id} " + Deno.pid } } };`;
    for (const id of ["one", "two"]) {
      await Deno.writeTextFile(`${folder}/${id}.js`, plugin(id));
    }
    await Deno.writeTextFile(
      `${folder}/three.js`,
      plugin("three", `permissions: { net: ["a.test"] },`),
    );
    await Deno.writeTextFile(
      `${folder}/bike.js`,
      `export default { type: "BK", name: "Bike", plugins: [] };`,
    );
    const places = ["one", "two", "three", "bike"].flatMap((
      id,
    ) => ["--plugin", `${id}.js`]);
    const words = ["ONE", "TWO", "THREE"].flatMap((verb) => ["--exec", verb]);
    const pids = async (...more: string[]) => {
      const { stdout, stderr } = await ask(
        [...places, "--grant", "three", "--grant", "bk", ...words, ...more],
        folder,
      );
      assert.equal(stderr, "");
      return stdout.trim().split("\n\n").map((text) => text.split(" ")[1]);
    };
    assert.equal(new Set(await pids()).size, 3);
    const [one, two, three] = await pids("--together");
    assert.equal(one, two);
    assert.notEqual(one, three);
  }));
