import assert from "node:assert/strict";
import hills from "../../../../examples/hills/mod.ts";
import { definePlugin, v } from "../../../../runtime/mod.ts";
import { openConsole } from "./console.ts";

const asked = definePlugin({
  id: "asked",
  queries: {
    sum: {
      summary: "Adds",
      args: v.object({ a: v.number(), b: v.optional(v.number(), 1) }),
      answer: v.object({ sum: v.number() }),
      run: ({ a, b }) => ({ sum: a + b }),
    },
    keep: {
      summary: "Keeps",
      acts: true,
      owner: true,
      args: v.object({ text: v.string() }),
      answer: v.string(),
      run: ({ text }, _, { link, principal }) =>
        Promise.resolve(`${text} ${link} ${principal}`),
    },
    wrong: {
      summary: "Answers wrongly",
      answer: v.object({ sum: v.number() }),
      run: () => JSON.parse('{"sum":"many"}'),
    },
  },
});

Deno.test("queries are answered as typed JSON, arguments read from the address", async () => {
  using car = openConsole({}, { extra: [asked, hills] });
  assert.deepEqual(await car.api("/plugins/asked/sum?a=2"), { sum: 3 });
  assert.deepEqual(await car.api("/plugins/asked/sum?a=2&b=-5"), { sum: -3 });
  const wrong = await car.ask("/api/v1/plugins/asked/sum?a=x");
  assert.equal(wrong.status, 400);
  assert.match(await wrong.text(), /a: Invalid type: Expected number/);
  const post = (path: string, json: unknown) =>
    car.ask(`/api/v1/plugins/${path}`, { method: "POST", json });
  const kept = await post("asked/keep", { text: "5" });
  assert.deepEqual(await kept.json(), "5 http owner");
  assert.equal((await car.ask("/api/v1/plugins/asked/keep")).status, 405);
  assert.equal((await post("asked/sum", { a: 1 })).status, 405);
  assert.equal((await car.ask("/api/v1/plugins/asked/none")).status, 404);
  const nothing = await post("hills/forget", {});
  assert.equal(nothing.status, 409);
  assert.match(await nothing.text(), /There is nothing to forget/);
});

Deno.test("a wrong answer is the plugin's fault; what is the owner's is nobody else's", async () => {
  using car = openConsole(
    { token: "sesame-open" },
    { extra: [asked], params: { 1: "GEHEIM42" } },
  );
  const as = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const wrong = await car.ask("/api/v1/plugins/asked/wrong", {
    headers: as("sesame-open"),
  });
  assert.equal(wrong.status, 409);
  assert.match(car.logged.join(), /answered wrongly: sum: Invalid type/);
  const keep = (secret: string) =>
    car.ask("/api/v1/plugins/asked/keep", {
      method: "POST",
      json: { text: "x" },
      headers: as(secret),
    });
  assert.equal((await keep("GEHEIM42")).status, 403);
  assert.equal((await keep("sesame-open")).status, 200);
  assert.equal((await car.ask("/api/v1/plugins/asked/sum?a=1")).status, 401);
});

Deno.test("the OpenAPI document has the queries of the loaded plugins", async () => {
  using car = openConsole({}, { extra: [asked] });
  const { paths } = await car.api("/openapi.json") as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  assert.deepEqual(paths["/plugins/asked/sum"]?.["get"]?.["parameters"], [
    { name: "a", in: "query", required: true, schema: { type: "number" } },
    {
      name: "b",
      in: "query",
      required: false,
      schema: { type: "number", default: 1 },
    },
  ]);
  assert.ok(paths["/plugins/asked/keep"]?.["post"]?.["requestBody"]);
});

Deno.test("pages are listed, and the console serves the files of their folder alone", async () => {
  using car = openConsole({}, { extra: [hills] });
  const pages = await car.api("/pages") as { owner: string; module: string }[];
  assert.deepEqual(pages.map(({ module }) => module), [
    "/plugins/trips/last.js",
    "/plugins/ca/charge.js",
    "/plugins/power/energy.js",
    "/plugins/batt/battery.js",
    "/plugins/trips/trips.js",
    "/plugins/gps/track.js",
    "/plugins/hills/hills.js",
    "/plugins/cfg/tuning.js",
    "/plugins/cfg/profiles.js",
    "/plugins/logs/faults.js",
    "/plugins/dyno/dyno.js",
    "/plugins/webpush/push.js",
    "/plugins/ways/ways.js",
  ]);
  for (const { module } of pages) {
    const response = await car.ask(module);
    assert.equal(response.status, 200, module);
    // What somebody else wrote is sent as it was typed
    const indented = /^ /m.test(await response.text());
    assert.equal(indented, module.includes("/hills/"), module);
  }
  assert.deepEqual(pages.filter(({ owner }) => owner === "hills"), [{
    owner: "hills",
    id: "hills",
    name: "Hills",
    names: { de: "Hügel", fr: "Collines" },
    about: "history",
    often: false,
    place: "menu",
    icon: "M3 18 9 8l4 6 3-4 5 8z",
    module: "/plugins/hills/hills.js",
  }]);
  const found = await car.ask("/plugins/hills/hills.js");
  assert.equal(found.status, 200);
  assert.equal(
    found.headers.get("content-type"),
    "text/javascript; charset=utf-8",
  );
  assert.match(await found.text(), /export default function Hills/);
  const again = await car.ask("/plugins/hills/hills.js", {
    headers: { "if-none-match": `W/${found.headers.get("etag")}` },
  });
  assert.equal(again.status, 304);
  for (
    const path of [
      "/plugins/hills/",
      "/plugins/hills/mod.ts",
      "/plugins/hills/../mod.ts",
      "/plugins/hills/%2e%2e/mod.ts",
      "/plugins/hills/..%2fmod_test.js",
      "/plugins/hills/.secret.js",
      "/plugins/hills/none.js",
      "/plugins/other/hills.js",
      "/plugins/hills//hills.js",
    ]
  ) assert.equal((await car.ask(path)).status, 404, path);
});

Deno.test("a link that leads out of the folder is not followed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/page`);
    await Deno.writeTextFile(`${folder}/page/a.js`, "a");
    await Deno.writeTextFile(`${folder}/secret.json`, "secret");
    await Deno.symlink(`${folder}/secret.json`, `${folder}/page/out.json`);
    const linked = definePlugin({
      id: "linked",
      pages: {
        a: {
          name: "A",
          icon: "",
          module: new URL(`file://${folder}/page/a.js`),
        },
      },
    });
    using car = openConsole({}, { extra: [linked] });
    assert.equal((await car.ask("/plugins/linked/a.js")).status, 200);
    assert.equal((await car.ask("/plugins/linked/out.json")).status, 404);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("who may command but not tune asks no query that has power over the car", async () => {
  const acting = (parts: { readonly sensitive?: boolean }) => ({
    summary: "Acts",
    acts: true,
    ...parts,
    answer: v.literal("done"),
    run: () => "done" as const,
  });
  const tuner = definePlugin({
    id: "tuner",
    needs: ["can.tx"],
    queries: { write: acting({}), look: acting({ sensitive: false }) },
  });
  const token = "sesame-open";
  using car = openConsole({ token }, { extra: [tuner, asked] });
  const ask = async (path: string, json: unknown, secret: string) => {
    const response = await car.ask(`/api/v1/${path}`, {
      method: "POST",
      json,
      headers: { authorization: `Bearer ${secret}` },
    });
    return { status: response.status, body: await response.json() };
  };
  const made = async (right: string) => {
    const { body } = await ask("tokens", { name: right, right }, token);
    return String(Object(body).token);
  };
  const command = await made("command"), tune = await made("tune");
  const refused = await ask("plugins/tuner/write", {}, command);
  assert.equal(refused.status, 403);
  assert.match(
    JSON.stringify(refused.body),
    /may run commands, but neither tune/,
  );
  assert.equal((await ask("plugins/tuner/look", {}, command)).status, 200);
  assert.equal((await ask("plugins/tuner/write", {}, tune)).status, 200);
});

Deno.test("a token that may command sees no passwords, one that may tune does", async () => {
  const token = "long-token-of-the-owner";
  using car = openConsole({ token }, {
    params: { 1: "Sesame42", 7: "apnpass" },
  });
  const ask = async (path: string, json: unknown, secret: string) => {
    const response = await car.ask(`/api/v1/${path}`, {
      method: "POST",
      json,
      headers: { authorization: `Bearer ${secret}` },
    });
    return { status: response.status, text: await response.text() };
  };
  const made = async (right: string) => {
    const { text } = await ask("tokens", { name: right, right }, token);
    return String(Object(JSON.parse(text)).token);
  };
  const command = await made("command"), tune = await made("tune");
  const verbs = ["PASS?", "REGISTER?", "PARAMS?", "SERVER?", "GPRS?"];
  for (const text of verbs) {
    const { status, text: said } = await ask("commands", { text }, command);
    assert.equal(status, 403, text);
    assert.doesNotMatch(said, /Sesame42|apnpass/);
    assert.equal((await ask("commands", { text }, tune)).status, 200, text);
  }
  // Whatever else it may ask tells none either
  const { commands } = await car.api("/registry", {
    headers: { authorization: `Bearer ${command}` },
  }) as { commands: { kind: string; name: string; query: boolean }[] };
  const others = commands.filter(({ kind, name, query }) =>
    kind === "verb" && (name.endsWith("?") || query) && !verbs.includes(name)
  );
  assert.equal(others.length > 10, true);
  for (const { name: text } of others) {
    const { text: said } = await ask("commands", { text }, command);
    assert.doesNotMatch(said, /Sesame42|apnpass/, text);
  }
});
