import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { lean } from "../../../../../runtime/links/http/static/lean.ts";
import { page } from "../../../../../runtime/links/http/static/page.ts";
import { openConsole } from "../console.ts";

/** All code of the console together, with the pages of all plugins and all languages, bytes. */
const WEIGHT = 450_000;

/** Size of the files in folders of pages as they are sent. */
function pagesBytes(folder: URL, inside = false): number {
  let sum = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    sum += isDirectory
      ? pagesBytes(new URL(`${name}/`, folder), inside || name === "page")
      : inside
      ? lean(Deno.readTextFileSync(new URL(name, folder))).length
      : 0;
  }
  return sum;
}

Deno.test("the whole console weighs less than 450 KB, with the pages of all plugins and all languages", () => {
  const brought = pagesBytes(
    new URL("../../../../../plugins/", import.meta.url),
  );
  assert.ok(page.files.bytes > 150_000, `${page.files.bytes}`);
  assert.ok(brought > 100_000, `${brought}`);
  assert.ok(
    page.files.bytes + brought < WEIGHT,
    `${page.files.bytes + brought}`,
  );
  console.log(`the console: ${page.files.bytes + brought} bytes`);
});

Deno.test("the page is served with strict headers, its import map fixed by a hash", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const response = await car.ask("/"), text = await response.text();
  const policy = response.headers.get("content-security-policy") ?? "";
  const map = /<script type="importmap">(.*?)<\/script>/.exec(text)?.[1] ?? "";
  const hash = createHash("sha256").update(map).digest("base64");
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.includes(`script-src 'self' 'sha256-${hash}'`), policy);
  assert.doesNotMatch(policy, /unsafe|http:|\*/);
  assert.equal(response.headers.get("x-frame-options"), "DENY");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.equal(response.headers.get("referrer-policy"), "no-referrer");
});

/** What a script names: other scripts by their way from it, packages by the import map, pages to come. */
const NAMED = /(?:from |import\(|core\()"([^"]+)"/g;

Deno.test("everything that the page names is there, with its type, and nothing from elsewhere", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const text = await (await car.ask("/")).text();
  const imports: Readonly<Record<string, string>> = JSON.parse(
    /<script type="importmap">(.*?)<\/script>/.exec(text)?.[1] ?? "",
  ).imports;
  const paths = new Set(
    [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path ?? ""),
  );
  const named = paths.size;
  assert.ok(named > 15);
  // What is found on the way comes behind
  for (const path of paths) {
    assert.match(path, /^\//);
    const response = await car.ask(path);
    assert.equal(response.status, 200, path);
    const body = await response.text();
    if (!path.endsWith(".js")) continue;
    assert.match(
      response.headers.get("content-type") ?? "",
      /^text\/javascript/,
    );
    // Packages are scripts for any browser as they come
    if (path.startsWith("/npm/")) continue;
    for (const [, name = ""] of body.matchAll(NAMED)) {
      const to = imports[name] ?? new URL(name, `http://x${path}`).pathname;
      assert.match(imports[name] === undefined ? name : to, /^\.{0,2}\//);
      paths.add(to);
    }
  }
  for (const path of ["/pages/charts.js", "/gateway/log.js", "/mod.js"]) {
    assert.ok(paths.has(path), path);
  }
});

Deno.test("the first view asks for nothing that only other pages need", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const text = await (await car.ask("/")).text();
  const asked = [...text.matchAll(/(?:href|src)="([^"]+)"/g)]
    .map(([, path]) => path ?? "");
  assert.ok(asked.includes("/pages/dashboard.js"));
  for (const path of ["/npm/uplot.js", "/chart.js", "/pages/charts.js"]) {
    assert.ok(!asked.includes(path), path);
  }
});

Deno.test("files are packed for those who can, and not sent again to those who have them", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const packed = await car.ask("/main.js", {
    headers: { "accept-encoding": "gzip, br" },
  });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const size = (await packed.arrayBuffer()).byteLength;
  const plain = await (await car.ask("/main.js")).text();
  assert.ok(size < plain.length / 2, `${size} of ${plain.length}`);
  const etag = packed.headers.get("etag") ?? "";
  // A proxy that packs writes W/ in front, a browser with several versions names all of them
  for (const held of [etag, `W/${etag}`, `"other", W/${etag}`]) {
    const headers = { "if-none-match": held };
    assert.equal((await car.ask("/main.js", { headers })).status, 304, held);
  }
});

Deno.test("nothing but the listed files can be asked for", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  for (
    const path of [
      "/../deno.json",
      "/%2e%2e/main.ts",
      "/page.ts",
      "/npm/preact",
      "/.git/config",
      "/pages/",
      "//etc/passwd",
    ]
  ) {
    const response = await car.ask(path);
    assert.equal(response.status, 404, path);
    await response.body?.cancel();
  }
  assert.equal((await car.ask("/main.js", { method: "POST" })).status, 404);
});
