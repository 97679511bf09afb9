import assert from "node:assert/strict";
import { SimClock } from "../../../../../hal/sim/mod.ts";
import { openStore } from "../../../../../hal/store/mod.ts";
import { Access } from "../../../../../runtime/links/http/login/access.ts";
import { openConsole, type TestConsole } from "../console.ts";

const TOKEN = "long-token-of-the-owner", PASSWORD = "GEHEIM42";
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

const open = (token?: string): TestConsole =>
  openConsole(
    { hostname: "0.0.0.0", ...(token === undefined ? {} : { token }) },
    { params: { 1: PASSWORD } },
  );

/** A request with cookies as a browser sends them back. */
function requestWith(cookies: readonly string[]): Request {
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  return new Request("http://x/", { headers: { cookie } });
}
const STRANGER = requestWith([]);

async function login(car: TestConsole, secret: string, from = "10.0.0.9") {
  const response = await car.ask("/api/v1/login", {
    method: "POST",
    json: { secret },
    from,
  });
  const cookie = response.headers.get("set-cookie") ?? "";
  await response.body?.cancel();
  return {
    status: response.status,
    cookie,
    session: cookie.split(";")[0] ?? "",
  };
}

Deno.test("beyond loopback nothing is told or done without a login", async () => {
  using car = open(TOKEN);
  for (
    const path of [
      "/api/v1/metrics",
      "/api/v1/stream",
      "/metrics",
      "/api/v1/openapi.json",
      "/api/v1/history/RT-GPS-Log?format=gpx",
    ]
  ) {
    const response = await car.ask(path);
    assert.equal(response.status, 401, path);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    await response.body?.cancel();
  }
  const refused = await car.ask("/api/v1/commands", {
    method: "POST",
    json: { text: "FEATURE 15 1" },
    headers: bearer("wrong"),
  });
  assert.equal(refused.status, 401);
  assert.equal(car.runtime.features.get(15), 0);
});

Deno.test("the token makes the owner", async () => {
  using car = open(TOKEN);
  assert.deepEqual(
    await car.command("FEATURE 9 33", { headers: bearer(TOKEN) }),
    { status: "ok", messages: ["Feature has been set."] },
  );
});

Deno.test("the module password gives the rights that it gives in text messages", async () => {
  using car = open(TOKEN);
  const headers = bearer(PASSWORD);
  const { status } = await car.command("STAT", { headers }) as {
    status: string;
  };
  assert.equal(status, "ok");
  const refused = await car.command("FEATURE 15 1", { headers });
  assert.equal((refused as { status: number }).status, 403);
  const put = await car.ask("/api/v1/features/15", {
    method: "PUT",
    json: { value: 1 },
    headers,
  });
  assert.equal(put.status, 403);
  assert.equal(car.runtime.features.get(15), 0);
});

Deno.test("the password that everybody knows opens nothing", async () => {
  using car = openConsole({ hostname: "0.0.0.0" });
  assert.equal((await login(car, "OVMS")).status, 401);
});

Deno.test("a session lives in a cookie that scripts and other sites do not get", async () => {
  using car = open(TOKEN);
  const { status, cookie, session } = await login(car, PASSWORD);
  assert.equal(status, 200);
  assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
  assert.deepEqual(
    await car.api("/vehicle", { headers: { cookie: `a=b; ${session}` } })
      .then((vehicle) => (vehicle as { caller: string }).caller),
    "password",
  );
  await car.ask("/api/v1/logout", {
    method: "POST",
    headers: { cookie: session },
  });
  assert.equal(
    (await car.ask("/api/v1/vehicle", { headers: { cookie: session } })).status,
    401,
  );
});

Deno.test("a changed password ends the sessions that it opened", async () => {
  using car = open();
  const headers = { cookie: (await login(car, PASSWORD)).session };
  assert.equal((await car.ask("/api/v1/vehicle", { headers })).status, 200);
  car.runtime.params.set(new Map([[1, "ANDERS42"]]), "test");
  assert.equal((await car.ask("/api/v1/vehicle", { headers })).status, 401);
});

Deno.test("a session ends when it is not used", async () => {
  const clock = new SimClock();
  const access = new Access({
    needed: true,
    token: TOKEN,
    password: () => PASSWORD,
    clock,
    since: 0,
    store: openStore({ path: ":memory:", clock }),
    lockedOut: () => {},
  });
  const request = requestWith(
    (await access.login(TOKEN, STRANGER, "")).cookies,
  );
  const day = 24 * 3600_000;
  clock.advance(6 * day);
  assert.equal((await access.caller(request, "")).who, "owner");
  clock.advance(6 * day);
  assert.ok(access.holds(request));
  clock.advance(8 * day);
  assert.ok(!access.holds(request));
  await assert.rejects(access.caller(request, ""), { status: 401 });
});

Deno.test("no secret gets into log or answers", async () => {
  using car = open(TOKEN);
  for (let i = 0; i < 5; i++) await login(car, `guess-${i}`);
  await login(car, TOKEN, "10.0.0.10");
  const answers = await Promise.all(
    ["/parameters", "/journal", "/registry", "/health", "/vehicle"].map((
      path,
    ) => car.api(path, { headers: bearer(TOKEN), from: "10.0.0.11" })),
  );
  const said = JSON.stringify([car.logged, answers]);
  assert.match(said, /web logins slowed down/);
  assert.doesNotMatch(said, new RegExp(`guess-|${TOKEN}|${PASSWORD}`));
});

// ---- named tokens and sessions -------------------------------------------------

async function makeToken(car: TestConsole, name: string, right: string) {
  const { token } = await car.api("/tokens", {
    method: "POST",
    json: { name, right },
    headers: bearer(TOKEN),
  }) as { token: string };
  assert.match(token, /^ovms_[\w-]{32}$/);
  return token;
}

const statusOf = async (
  car: TestConsole,
  path: string,
  token: string,
  json?: unknown,
  method = json === undefined ? "GET" : "POST",
) => {
  const answer = car.ask(`/api/v1${path}`, {
    method,
    ...(json === undefined ? {} : { json }),
    headers: bearer(token),
  });
  await car.clock.run(100);
  const response = await answer;
  await response.body?.cancel();
  return response.status;
};

Deno.test("a named token may what its right says, and no more", async () => {
  using car = open(TOKEN);
  const see = await makeToken(car, "wall tablet", "see");
  const command = await makeToken(car, "partner", "command");
  const tune = await makeToken(car, "workshop", "tune");
  const asked: readonly (readonly [string, unknown, string?])[] = [
    ["/metrics", undefined],
    ["/commands", { text: "STAT" }],
    ["/commands", { text: "CFG INFO" }],
    ["/commands", { text: "CFG POWER 80" }],
    ["/commands", { text: "FEATURE 9 20" }],
    ["/features/9", { value: 21 }, "PUT"],
    ["/tokens", undefined],
  ];
  const of = async (token: string) => {
    const found: number[] = [];
    for (const [path, json, method] of asked) {
      found.push(await statusOf(car, path, token, json, method));
    }
    return found;
  };
  assert.deepEqual(await of(see), [200, 403, 403, 403, 403, 403, 403]);
  assert.deepEqual(await of(command), [200, 200, 200, 403, 403, 403, 403]);
  assert.deepEqual(await of(tune), [200, 200, 200, 200, 200, 200, 200]);
  assert.equal(car.runtime.features.get(9), 21);
  const [change] = car.hal.store.journalled(1);
  assert.deepEqual([change?.who, change?.key], ["http token workshop", "9"]);
});

Deno.test("a token is told once, kept as its fingerprint, and revoked with what it opened", async () => {
  using car = open(TOKEN);
  const token = await makeToken(car, "partner", "command");
  const headers = { cookie: (await login(car, token)).session };
  assert.equal((await car.ask("/api/v1/vehicle", { headers })).status, 200);
  const kept = JSON.stringify([...car.hal.store.entries("http.tokens")]);
  assert.ok(!kept.includes(token));
  assert.ok(!JSON.stringify(car.hal.store.journalled()).includes(token));
  assert.ok(!car.logged.join().includes(token));
  const listed = await car.api("/tokens", { headers: bearer(TOKEN) });
  assert.ok(!JSON.stringify(listed).includes(token));
  assert.equal(
    await statusOf(car, "/tokens/partner", TOKEN, undefined, "DELETE"),
    200,
  );
  assert.equal((await car.ask("/api/v1/vehicle", { headers })).status, 401);
  assert.equal(await statusOf(car, "/vehicle", token), 401);
  assert.equal(
    await statusOf(car, "/tokens/partner", TOKEN, undefined, "DELETE"),
    404,
  );
});

Deno.test("of whoever may not ask nothing is read", async () => {
  using car = open(TOKEN);
  const see = await makeToken(car, "wall tablet", "see");
  const ask = (secret: string) =>
    car.ask("/api/v1/tokens", {
      method: "POST",
      body: "{",
      headers: { ...bearer(secret), "content-type": "application/json" },
    });
  assert.equal((await ask(see)).status, 403);
  assert.equal((await ask(TOKEN)).status, 400);
});

Deno.test("names are told apart, and there are not endlessly many", async () => {
  using car = open(TOKEN);
  await makeToken(car, "partner", "see");
  const make = (name: string) =>
    statusOf(car, "/tokens", TOKEN, { name, right: "see" });
  assert.equal(await make("partner"), 400);
  assert.equal(await make(""), 400);
  assert.equal(await make("x".repeat(31)), 400);
  for (let i = 1; i < 20; i++) assert.equal(await make(`number ${i}`), 200);
  assert.equal(await make("one more"), 400);
});

Deno.test("sessions survive a restart, and end by logging out", async () => {
  const clock = new SimClock(), store = openStore({ path: ":memory:", clock });
  const restarted = (since = clock.monotonic()) =>
    new Access({
      needed: true,
      token: TOKEN,
      password: () => PASSWORD,
      clock,
      since,
      store,
      lockedOut: () => {},
    });
  const before = restarted();
  const owner = requestWith((await before.login(TOKEN, STRANGER, "")).cookies);
  const other = requestWith(
    (await before.login(PASSWORD, STRANGER, "")).cookies,
  );
  const kept = JSON.stringify([...store.entries("http.sessions")]);
  assert.ok(!kept.includes(TOKEN) && !kept.includes(PASSWORD));
  const id = /=([\w-]+)/.exec(owner.headers.get("cookie") ?? "")?.[1] ?? "?";
  assert.ok(!kept.includes(id));
  const after = restarted();
  assert.equal((await after.caller(owner, "")).who, "owner");
  assert.equal((await after.caller(other, "")).who, "password");
  after.logoutOthers(owner);
  assert.ok(!after.holds(other));
  assert.match(after.logout(owner), /Max-Age=0/);
  // What loads its console a week after the start counts from the start
  const { cookies } = await after.login(TOKEN, STRANGER, "");
  const start = clock.monotonic();
  clock.advance(7 * 24 * 3600_000 + 1000);
  assert.ok(!restarted(start).holds(requestWith(cookies)));
  const third = restarted();
  assert.ok(!third.holds(owner) && !third.holds(other));
  store.close();
});
