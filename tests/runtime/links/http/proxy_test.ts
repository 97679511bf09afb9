/** The web console behind a proxy that ends TLS: as its headers arrive, and behind a real nginx. */
import assert from "node:assert/strict";
import { clientOf } from "../../../../runtime/links/http/connections/forwarded.ts";
import { type Asked, openConsole } from "./console.ts";

const TOKEN = "long-token-of-the-owner", ORIGIN = "https://car.example";
const opening: Asked = {
  method: "POST",
  json: { text: "FEATURE 9 33" },
  headers: { authorization: `Bearer ${TOKEN}` },
};
const behind = () => openConsole({ token: TOKEN, origins: [ORIGIN] });

/** Headers as a browser and a proxy send them. */
const browser = (headers: Readonly<Record<string, string>>): Asked => ({
  ...opening,
  headers: { ...opening.headers, "sec-fetch-site": "same-origin", ...headers },
});

Deno.test("a page that came through a named proxy may write, under its name or the console's", async () => {
  using car = behind();
  for (const host of ["car.example", "car.example:443", "127.0.0.1:8080"]) {
    const { status } = await car.ask(
      "/api/v1/commands",
      browser({ host, origin: ORIGIN }),
    );
    assert.equal(status, 200, host);
  }
  assert.equal(car.runtime.features.get(9), 33);
});

Deno.test("other origins and names stay refused behind a proxy", async () => {
  using car = behind();
  const status = async (headers: Readonly<Record<string, string>>) =>
    (await car.ask("/api/v1/commands", browser(headers))).status;
  for (
    const origin of [
      "http://car.example",
      "https://car.example:8443",
      "https://evil.example",
      "null",
    ]
  ) {
    assert.equal(await status({ host: "car.example", origin }), 403, origin);
  }
  for (const host of ["evil.example", "car.example:8443", "x.car.example"]) {
    assert.equal(await status({ host, origin: ORIGIN }), 421, host);
  }
  // A proxy that nobody named cannot give the console another name
  assert.equal(
    await status({ host: "evil.example", "x-forwarded-host": "car.example" }),
    421,
  );
});

Deno.test("a console without login refuses what came through a proxy with a sentence", async () => {
  using car = openConsole();
  for (
    const name of ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via"]
  ) {
    const response = await car.ask("/api/v1/metrics", {
      headers: { [name]: "10.0.0.5" },
    });
    assert.equal(response.status, 403, name);
    const { detail } = await response.json();
    assert.match(detail, /everybody would be the owner: give it OVMS_EDGE_/);
  }
  assert.equal((await car.ask("/api/v1/metrics")).status, 200);
});

Deno.test("behind a proxy everybody has to log in, also at this machine", async () => {
  using car = openConsole({ origins: [ORIGIN] }, { params: { 1: "GEHEIM42" } });
  assert.equal((await car.ask("/api/v1/metrics")).status, 401);
});

Deno.test("the session's cookie of a page over TLS is for TLS only", async () => {
  using car = behind();
  const cookie = async (origin: string) =>
    (await car.ask("/api/v1/login", {
      method: "POST",
      json: { secret: TOKEN },
      headers: { origin },
    })).headers.get("set-cookie") ?? "";
  assert.match(await cookie(ORIGIN), /; Secure$/);
  assert.doesNotMatch(await cookie("http://127.0.0.1:8080"), /Secure/);
});

Deno.test("who asks is told by named proxies only, from the last one back", () => {
  const proxies = new Set(["127.0.0.1", "10.0.0.1"]);
  const from = (peer: string, said?: string) =>
    clientOf(
      new Request("http://x/", {
        headers: said === undefined ? {} : { "x-forwarded-for": said },
      }),
      peer,
      proxies,
    );
  assert.equal(from("127.0.0.1", "192.168.1.7"), "192.168.1.7");
  assert.equal(
    from("127.0.0.1", "6.6.6.6, 192.168.1.7, 10.0.0.1"),
    "192.168.1.7",
  );
  assert.equal(from("192.168.1.9", "1.2.3.4"), "192.168.1.9");
  assert.equal(from("::ffff:127.0.0.1", "[fe80::1]:4711"), "fe80::1");
  assert.equal(from("127.0.0.1"), "127.0.0.1");
  assert.equal(from("127.0.0.1", "10.0.0.1"), "10.0.0.1");
});

Deno.test("wrong logins behind a proxy let who gave them wait, and nobody else", async () => {
  using car = openConsole({
    token: TOKEN,
    origins: [ORIGIN],
    proxies: ["127.0.0.1"],
  });
  const login = async (secret: string, client: string) =>
    (await car.ask("/api/v1/login", {
      method: "POST",
      json: { secret },
      headers: { "x-forwarded-for": client },
    })).status;
  for (let i = 0; i < 5; i++) {
    assert.equal(await login(`guess${i}`, "192.168.1.66"), 401);
  }
  const late = login("guess", "192.168.1.66");
  assert.equal(await login("guess", "192.168.1.7"), 401);
  assert.equal(await login(TOKEN, "192.168.1.66"), 200);
  await car.clock.run(5000);
  assert.equal(await late, 401);
});

Deno.test("the machine's own names lead to it where it listens to the network", async () => {
  const status = async (hostname: string, host: string) => {
    using car = openConsole({ hostname, machine: ["pi", "pi.local"] });
    return (await car.ask("/healthz", { headers: { host } })).status;
  };
  assert.equal(await status("0.0.0.0", "pi.local:8080"), 200);
  assert.equal(await status("0.0.0.0", "pi"), 200);
  assert.equal(await status("0.0.0.0", "other.local"), 421);
  assert.equal(await status("127.0.0.1", "pi.local:8080"), 421);
});
