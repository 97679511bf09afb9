import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { withoutComments } from "../../../../runtime/links/http/lean.ts";
import { page } from "../../../../runtime/links/http/page.ts";
import { openConsole } from "./console.ts";

/** All code of the console together, with the pages of all plugins and all languages, bytes. */
const WEIGHT = 450_000;

/** Size of the files in folders of pages as they are sent. */
function pagesBytes(folder: URL, inside = false): number {
  let sum = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    sum += isDirectory
      ? pagesBytes(new URL(`${name}/`, folder), inside || name === "page")
      : inside
      ? withoutComments(Deno.readTextFileSync(new URL(name, folder))).length
      : 0;
  }
  return sum;
}

Deno.test("the whole console weighs less than 450 KB, with the pages of all plugins and all languages", () => {
  const brought = pagesBytes(
    new URL("../../../../plugins/", import.meta.url),
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

Deno.test("everything that the page names is there, with its type, and nothing from elsewhere", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const text = await (await car.ask("/")).text();
  const paths = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) =>
    path ?? ""
  );
  assert.ok(paths.length > 15);
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
    for (
      const [, from = ""] of body.matchAll(/^import[^;]*?from "([^"]+)"/gm)
    ) {
      const known = from.startsWith(".")
        ? paths.includes(new URL(from, `http://x${path}`).pathname)
        : text.includes(`"${from}":`);
      assert.ok(known, `${path} imports ${from}`);
    }
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
  const again = await car.ask("/main.js", {
    headers: { "if-none-match": etag },
  });
  assert.equal(again.status, 304);
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
