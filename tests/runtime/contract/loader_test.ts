import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { loadParts, type Parts } from "../../../runtime/contract/loader.ts";

/** Loads a module of this text as a user's file. */
async function load(name: string, text: string): Promise<Parts> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    return await loadParts(pathToFileURL(`${folder}/${name}`).href, name);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refused(
  name: string,
  text: string,
  message: RegExp,
): Promise<void> {
  const { wrong: [sentence = "", ...more] } = await load(name, text);
  assert.match(sentence, message);
  assert.doesNotMatch(sentence, /\n/);
  assert.deepEqual(more, []);
}

Deno.test("a plain object is a plugin, in TypeScript and JavaScript", async () => {
  for (const name of ["a.ts", "a.js", "a.mjs"]) {
    const { plugins, vehicles } = await load(
      name,
      'export default { id: "a", sms: { "A": { usage: "A", run: () => "fine" } } };',
    );
    assert.deepEqual(plugins.map(({ id }) => id), ["a"]);
    assert.deepEqual(vehicles, []);
  }
});

Deno.test("a module may bring a vehicle, or several plugins and vehicles", async () => {
  const bus = '{ id: "bus" }',
    bike = `{ type: "BK", name: "Bike", plugins: [${bus}] }`;
  const one = await load("bike.js", `export default ${bike};`);
  assert.deepEqual(one.vehicles.map(({ name }) => name), ["Bike"]);
  assert.deepEqual(one.vehicles[0]?.plugins.map(({ id }) => id), ["bus"]);
  const many = await load("many.js", `export default [{ id: "a" }, ${bike}];`);
  assert.deepEqual(
    [many.plugins.length, many.vehicles.length],
    [1, 1],
  );
  const half = await load("half.js", 'export default [{ id: "a" }, 5];');
  assert.deepEqual([half.plugins.length, half.wrong.length], [1, 1]);
});

Deno.test("what is wrong with a vehicle, or with one part of several, is named", async () => {
  await refused(
    "letters.js",
    'export default { type: "Bike", name: "Bike", plugins: [] };',
    /^Plugin letters\.js: type: must be two upper case letters/,
  );
  await refused(
    "inner.js",
    'export default { type: "BK", name: "Bike", plugins: [{ id: "Bus" }] };',
    /^Plugin inner\.js: plugins\.0: id: must be lower case/,
  );
  await refused(
    "second.js",
    'export default [{ id: "a" }, { id: "b", sms: 5 }];',
    /^Plugin second\.js, part 2: sms: /,
  );
});

Deno.test("a module without a default export is refused by name", async () => {
  await refused(
    "none.js",
    "export const plugin = {};",
    /^Plugin none\.js: its default export is undefined: expected a plugin/,
  );
});

Deno.test("a wrong part is named", async () => {
  await refused(
    "wrong.js",
    'export default { id: "a", sms: { "A": { usage: "A" } } };',
    /^Plugin wrong\.js: sms\.A\.run: is missing$/,
  );
});

Deno.test("a module that cannot be read or run is refused in one sentence", async () => {
  await refused(
    "syntax.js",
    "export default {\n  id: 5 +* 3,\n};",
    /^Plugin syntax\.js cannot be loaded: SyntaxError: .* at file:\S*syntax\.js:2:\d+$/,
  );
  await refused(
    "throws.js",
    'throw new Error("not today");',
    /^Plugin throws\.js cannot be loaded: not today$/,
  );
  await refused(
    "nothing.js",
    "throw undefined;",
    /^Plugin nothing\.js cannot be loaded: it threw undefined$/,
  );
  await refused(
    "import.js",
    'import "./missing.js";',
    /^Plugin import\.js cannot be loaded: /,
  );
  const { wrong } = await loadParts("file:///nowhere/at/all.js", "all.js");
  assert.match(wrong.join(), /^Plugin all\.js cannot be loaded: /);
});

Deno.test("what throws while it is looked at is refused in one sentence", async () => {
  const strange = [
    '{ id: "a", get metrics() { throw new Error("boom\\n2"); } }',
    "{ get id() { throw { toString() { throw 1; } }; } }",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
    'new Proxy([], { get() { throw new Error("boom"); } })',
    'new Proxy({}, { has() { throw new Error("boom"); } })',
    'new Proxy({ id: "a" }, { get() { throw new Error("boom"); } })',
  ];
  for (const part of strange) {
    const why =
      /looking at it throws "(boom|something without a text|Cannot perform [^"]+)": /;
    await refused("strange.js", `export default ${part};`, why);
    await refused("strange.js", `export default [{ id: "b" }, ${part}];`, why);
  }
  await refused(
    "cycle.js",
    'const p = { id: "a" }; p.sms = { A: p }; export default p;',
    /^Plugin cycle\.js: sms\.A\./,
  );
});

Deno.test("a list of no parts, or of more than anybody writes, is refused in one sentence", async () => {
  for (const list of ["[]", "new Array(101)", "new Array(1e9)"]) {
    await refused(
      "list.js",
      `export default ${list};`,
      /^Plugin list\.js: its default export is a list of none or too many: expected 1 to 100/,
    );
  }
});

Deno.test("frozen objects and those without a prototype are plugins as others; names such as __proto__ are refused", async () => {
  const { plugins: [frozen, bare] } = await load(
    "odd.js",
    `const sms = { ODD: { usage: "ODD", run: () => "odd" } };
    export default [
      Object.freeze({ id: "frozen", sms: Object.freeze(sms) }),
      Object.assign(Object.create(null), { id: "bare", sms }),
    ];`,
  );
  assert.deepEqual([frozen?.id, bare?.id], ["frozen", "bare"]);
  assert.ok(Object.hasOwn(frozen?.sms ?? {}, "ODD"));
  for (const name of ['["__proto__"]', "constructor"]) {
    await refused(
      "odd.js",
      `export default { id: "odd", metrics: { ${name}: { name: "x.odd", unit: "" } } };`,
      /^Plugin odd\.js: metrics: must have other names than __proto__, /,
    );
  }
});
