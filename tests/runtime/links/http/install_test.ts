import assert from "node:assert/strict";
import { page } from "../../../../runtime/links/http/static/page.ts";
import { openConsole } from "./console.ts";

Deno.test("the console can be installed: a manifest, its icons, and what opens it without the gateway", async () => {
  using car = openConsole({ page: () => Promise.resolve(page) });
  const index = await (await car.ask("/")).text();
  assert.match(index, /rel="manifest" href="\/manifest\.webmanifest"/);
  const answer = await car.ask("/manifest.webmanifest");
  assert.equal(
    answer.headers.get("content-type"),
    "application/manifest+json",
  );
  const { icons, start_url: start } = await answer.json();
  assert.equal(start, "/");
  for (const { src } of icons) {
    const icon = await car.ask(src);
    assert.equal(icon.headers.get("content-type"), "image/svg+xml", src);
    await icon.body?.cancel();
  }
  const worker = await (await car.ask("/offline_worker.js")).text();
  // What the gateway knows is never kept
  assert.match(worker, /startsWith\("\/api\/"\)/);
});
