import assert from "node:assert/strict";
import { type Asked, openConsole } from "../console.ts";

const FEATURE = "FEATURE 15 1";

/** A command that opens the write gate, if it is not refused. */
const opening: Asked = { method: "POST", json: { text: FEATURE } };

const refused: Readonly<
  Record<string, readonly [status: number, asked: Asked]>
> = {
  "another site's origin": [403, {
    ...opening,
    headers: { origin: "http://evil.example" },
  }],
  "the origin of another port": [403, {
    ...opening,
    headers: { origin: "http://127.0.0.1:9999" },
  }],
  "a sandboxed page": [403, { ...opening, headers: { origin: "null" } }],
  "another site by the browser's word": [403, {
    ...opening,
    headers: { "sec-fetch-site": "cross-site" },
  }],
  "a neighbour by the browser's word": [403, {
    ...opening,
    headers: { "sec-fetch-site": "same-site" },
  }],
  "a name that points here": [421, {
    ...opening,
    headers: { host: "evil.example:8080" },
  }],
  "another address of the network": [421, {
    ...opening,
    headers: { host: "192.168.1.4:8080" },
  }],
  "a form": [415, {
    method: "POST",
    body: `{"text":"${FEATURE}"}`,
    headers: { "content-type": "text/plain" },
  }],
  "no type": [415, { method: "POST", body: `{"text":"${FEATURE}"}` }],
  "broken JSON": [400, {
    method: "POST",
    body: '{"text":"FEATURE 15 1"',
    headers: { "content-type": "application/json" },
  }],
  "10 MB": [413, {
    method: "POST",
    json: { text: FEATURE, more: "x".repeat(10_000_000) },
  }],
  "another method": [405, { method: "DELETE" }],
};

for (const [what, [status, asked]] of Object.entries(refused)) {
  Deno.test(`${what} is refused with ${status}, and nothing happens`, async () => {
    using car = openConsole();
    const response = await car.ask("/api/v1/commands", asked);
    assert.equal(response.status, status);
    assert.equal(
      response.headers.get("content-type"),
      "application/problem+json",
    );
    const { detail } = await response.json();
    assert.ok(detail.length > 10 && !detail.endsWith("."), detail);
    assert.equal(car.runtime.features.get(15), 0);
    assert.deepEqual(car.logged, []);
  });
}

Deno.test("the page itself and programs without a browser may", async () => {
  using car = openConsole();
  const own = {
    origin: "http://127.0.0.1:8080",
    "sec-fetch-site": "same-origin",
  };
  assert.equal(
    (await car.ask("/api/v1/commands", { ...opening, headers: own })).status,
    200,
  );
  assert.equal((await car.ask("/api/v1/commands", opening)).status, 200);
});

Deno.test("beyond loopback IP addresses and the given name are answered, other names are not", async () => {
  using car = openConsole({ hostname: "twizy.local" });
  const status = async (host: string) =>
    (await car.ask("/healthz", { headers: { host } })).status;
  assert.equal(await status("twizy.local:8080"), 200);
  assert.equal(await status("192.168.1.4:8080"), 200);
  assert.equal(await status("[fe80::1]:8080"), 200);
  assert.equal(await status("evil.example"), 421);
  assert.equal(await status(""), 421);
});

Deno.test("a fault inside is answered without what it was", async () => {
  using car = openConsole();
  car.hal.store.close();
  const response = await car.ask("/api/v1/journal");
  assert.equal(response.status, 500);
  assert.equal(
    (await response.json()).detail,
    "The gateway has a fault: its log tells more",
  );
});
