/** Passwords while strangers guess: how many are looked at, and who is let in when. */
import assert from "node:assert/strict";
import type { Store } from "../../../../../hal/mod.ts";
import { SimClock } from "../../../../../hal/sim/mod.ts";
import { openStore } from "../../../../../hal/store/mod.ts";
import { Access } from "../../../../../runtime/links/http/login/access.ts";
import { networksOf } from "../../../../../runtime/links/http/login/network.ts";
import { openConsole } from "../console.ts";

const TOKEN = "long-token-of-the-owner", PASSWORD = "GEHEIM42";
const PROXY = "10.9.9.9", OWNER = "172.16.3.4";
/** Passwords that are looked at, at most: at once, and in so many seconds. */
const AT_ONCE = 20 + 1,
  lookedAt = (seconds: number) => seconds * (1 / 5 + 1 / 30);

/** A request with the cookies of answers before, as a browser sends them back. */
function requestWith(cookies: readonly string[], signal?: AbortSignal) {
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  return new Request("http://x/", {
    headers: { cookie },
    ...(signal ? { signal } : {}),
  });
}
const UNKNOWN = requestWith([]);

/** The check of logins on a clock, without a network around it. */
function door(
  clock = new SimClock(),
  store: Pick<Store, "entries" | "put"> = openStore({
    path: ":memory:",
    clock,
  }),
) {
  let password = PASSWORD, count = 0, told = 0;
  const access = new Access({
    needed: true,
    token: TOKEN,
    password: () => password,
    clock,
    since: 0,
    store,
    lockedOut: () => void told++,
  });
  /** Status of each login that was answered, by its address. */
  const answered: (readonly [from: string, status: number])[] = [];
  const tries = (secret: string, from: string, request = UNKNOWN) => {
    count++;
    void access.login(secret, request, from).then(
      () => answered.push([from, 200]),
      ({ status }) => answered.push([from, status]),
    );
  };
  return {
    clock,
    access,
    store,
    tries,
    setPassword: (now: string) => void (password = now),
    told: () => told,
    tried: () => count,
    answers: () => answered.length,
    with: (status: number) => answered.filter(([, is]) => is === status),
    statusOf: (address: string) =>
      answered.find(([from]) => from === address)?.[1],
  };
}

/** An address of one provider. */
const stranger = (n: number) => `10.1.${n >> 8}.${n & 255}`;
/** An address of a network of its own. */
const scattered = (n: number) => `${20 + (n >> 8)}.${n & 255}.7.7`;

Deno.test("after five wrong secrets passwords of that address wait for their turn, and of no other one; never the token", async () => {
  const all = door();
  for (let i = 0; i < 5; i++) all.tries(`guess${i}`, PROXY);
  await all.clock.run(0);
  assert.equal(all.with(401).length, 5);
  // The first in the line has its turn at once, the next ones one after the other
  for (let i = 0; i < 3; i++) all.tries(`more${i}`, PROXY);
  all.tries(PASSWORD, PROXY);
  all.tries(PASSWORD, "10.0.0.10");
  all.tries(TOKEN, PROXY);
  await all.clock.run(0);
  assert.deepEqual(all.with(200), [["10.0.0.10", 200], [PROXY, 200]]);
  assert.equal(all.with(401).length, 6);
  await all.clock.run(14_000);
  assert.equal(all.with(200).length, 2);
  await all.clock.run(1000);
  assert.equal(all.with(200).length, 3);
  assert.equal(all.with(401).length, 8);
  assert.equal(all.with(429).length, 0);
});

Deno.test("a right password from an address that a stranger keeps wrong is let in within a minute", async () => {
  const all = door();
  const isIn = () => all.with(200).length === 1;
  for (let second = 0; second < 600; second++) {
    // Each waits for its answer, on as many connections as the line leaves
    const open = all.tried() - all.answers();
    for (let n = open; n < 8; n++) all.tries(`guess${second} ${n}`, PROXY);
    if (second === 300) all.tries(PASSWORD, PROXY);
    await all.clock.run(1000);
    if (second < 300 || second > 360) assert.equal(isIn(), second > 360);
  }
  assert.ok(all.with(401).length <= AT_ONCE + lookedAt(600));
});

Deno.test("whoever comes to a line full of strangers is not refused: one that came before leaves", async () => {
  const campaigns: readonly ((n: number) => string)[] = [
    // 1,000 addresses with one try each: of one provider, of as many, of the owner's own
    stranger,
    scattered,
    (n) => `172.16.${n >> 8}.${n & 255}`,
    // 239 addresses with four, and a proxy that names nobody
    (n) => stranger(n % 239),
    () => PROXY,
  ];
  for (const from of campaigns) {
    const all = door();
    for (let n = 0; n < 956; n++) all.tries(`guess ${n}`, from(n));
    await all.clock.run(0);
    const [owner] = [...new Set([from(955), OWNER])];
    const here = owner === PROXY ? PROXY : OWNER;
    all.tries(PASSWORD, here);
    await all.clock.run(60_000);
    assert.deepEqual(all.with(200), [[here, 200]], from(1));
    assert.ok(all.with(401).length <= AT_ONCE + lookedAt(60), from(1));
  }
});

Deno.test("a new address goes before those that guess, whatever they send meanwhile", async () => {
  for (
    const from of [stranger, (n: number) => stranger(n % 239), () => PROXY]
  ) {
    const all = door();
    for (let second = 0; second < 1200; second++) {
      for (let n = 0; n < 3; n++) {
        all.tries(`guess ${second} ${n}`, from(3 * second + n));
      }
      if (second % 300 === 200) all.tries(PASSWORD, `172.16.${second % 7}.4`);
      await all.clock.run(1000);
    }
    assert.equal(all.with(200).length, 4);
    assert.ok(all.with(401).length <= AT_ONCE + lookedAt(1200));
  }
});

Deno.test("a first try goes before those of scattered addresses that ask again and again", async () => {
  const all = door(), waiting = new Set<number>();
  let asked = 0;
  for (let second = 0; second < 200; second++) {
    // 239 addresses, of which each asks again as soon as it is sent away
    for (let n = 0; n < 239; n++) {
      if (waiting.has(n)) continue;
      waiting.add(n);
      void all.access.login(`guess ${asked++}`, UNKNOWN, scattered(n))
        .catch(() => waiting.delete(n));
    }
    if (second % 25 === 10 && second < 100) {
      all.tries(PASSWORD, `172.${second}.3.4`);
    }
    await all.clock.run(1000);
  }
  assert.ok(asked > 40_000, `${asked}`);
  assert.equal(all.with(200).length, 4);
});

Deno.test("whoever mistyped is not kept out by new addresses without end", async () => {
  const all = door();
  for (let n = 0; n < 300; n++) all.tries(`guess ${n}`, scattered(n));
  all.tries("typo", OWNER);
  await all.clock.run(60_000);
  assert.equal(all.statusOf(OWNER), 401);
  all.tries(PASSWORD, OWNER);
  for (let second = 0; second < 60; second++) {
    for (let n = 0; n < 5; n++) {
      all.tries(`guess ${n}`, scattered(300 + 5 * second + n));
    }
    await all.clock.run(1000);
  }
  assert.deepEqual(all.with(200), [[OWNER, 200]]);
});

Deno.test("guesses are bounded over all addresses together, and the token never waits", async () => {
  const all = door();
  for (let n = 0; n < 1000; n++) all.tries(`guess ${n}`, scattered(n));
  all.tries(TOKEN, scattered(1000));
  await all.clock.run(0);
  assert.equal(all.statusOf(scattered(1000)), 200);
  assert.equal(all.with(401).length, AT_ONCE);
  for (let s = 0; s < 3600; s++) {
    all.tries(`more ${s}`, stranger(s));
    await all.clock.run(1000);
  }
  assert.ok(all.with(401).length <= AT_ONCE + lookedAt(3600));
  assert.ok(all.with(401).length >= 3600 / 5);
});

Deno.test("all addresses of an IPv6 network are one, however they are written", async () => {
  const all = door(), owner = "2001:db8:0:2::1";
  const forms = ["2001:db8:0:1::1", "2001:db8::1:0:0:0:9", "2001:0db8:0:1:2::"];
  for (let n = 0; n < 300; n++) {
    all.tries(`guess ${n}`, forms[n % 3] ?? "");
    all.tries(`guess ${n}`, `2001:db8:0:1::${(n + 2).toString(16)}`);
  }
  await all.clock.run(0);
  all.tries(PASSWORD, owner);
  await all.clock.run(30_000);
  assert.deepEqual(all.with(200), [[owner, 200]]);
});

Deno.test("networks of addresses", () => {
  const networks = {
    "10.0.0.9": ["10.0.0.9", "10.0.0/24", "10.0/16"],
    "::1": ["0:0:0:0::/64", "0:0:0::/48", "0:0::/32"],
    "fe80::1%eth0": ["fe80:0:0:0::/64", "fe80:0:0::/48", "fe80:0::/32"],
    "2001:db8:1:2:3:4:5:6": [
      "2001:db8:1:2::/64",
      "2001:db8:1::/48",
      "2001:db8::/32",
    ],
    "2001:db8:1:2:3:4:5::": [
      "2001:db8:1:2::/64",
      "2001:db8:1::/48",
      "2001:db8::/32",
    ],
    "2001:0db8:0000:0002::6": [
      "2001:db8:0:2::/64",
      "2001:db8:0::/48",
      "2001:db8::/32",
    ],
  };
  for (const [address, expected] of Object.entries(networks)) {
    assert.deepEqual(networksOf(address), expected, address);
  }
});

Deno.test("who still waits when the console closes is sent away, and who leaves gives up its place", async () => {
  const all = door();
  for (let n = 0; n < 22; n++) all.tries(`guess ${n}`, stranger(n));
  const leaving = new AbortController();
  for (let n = 0; n < 5; n++) {
    all.tries(`gone ${n}`, OWNER, requestWith([], leaving.signal));
  }
  await all.clock.run(0);
  leaving.abort();
  await all.clock.run(5000);
  assert.deepEqual([all.with(401).length, all.with(429).length], [22, 5]);
  for (let n = 0; n < 4; n++) all.tries(`more ${n}`, stranger(n + 30));
  await all.clock.run(0);
  all.access.close();
  await all.clock.run(0);
  assert.deepEqual([all.with(401).length, all.with(429).length], [22, 9]);
});

Deno.test("the line is bounded: who finds no place is told to come back", async () => {
  using car = openConsole({ hostname: "0.0.0.0", token: TOKEN }, {
    params: { 1: PASSWORD },
  });
  const login = (secret: string) =>
    car.ask("/api/v1/login", { method: "POST", json: { secret }, from: PROXY });
  const guesses = Array.from({ length: 30 }, (_, n) => login(`guess${n}`));
  const refused = await Promise.any(guesses.map(async (guess) => {
    const response = await guess;
    assert.equal(response.status, 429);
    return response;
  }));
  assert.equal(refused.headers.get("retry-after"), "5");
  const { detail } = await refused.json();
  assert.match(detail, /try again in a few seconds, or log in with a token$/);
  const owner = car.ask("/api/v1/metrics", {
    headers: { authorization: `Bearer ${PASSWORD}` },
    from: OWNER,
  });
  await car.clock.run(60_000);
  assert.equal((await owner).status, 200);
  for (const guess of guesses) {
    assert.ok([401, 429].includes((await guess).status));
  }
});

// ---- known browsers ------------------------------------------------------------

/** A browser that logged in with the module password. */
async function browser(all: ReturnType<typeof door>, from = OWNER) {
  const { cookies } = await all.access.login(PASSWORD, UNKNOWN, from);
  const [, known = ""] = cookies;
  assert.match(
    known,
    /^ovms_browser=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
  );
  return requestWith([known]);
}

/** Strangers that guess without end from where the browser is, and elsewhere. */
function flood(all: ReturnType<typeof door>) {
  for (let n = 0; n < 500; n++) {
    all.tries(`guess ${n}`, scattered(n));
    all.tries(`guess ${n}`, PROXY);
  }
}

Deno.test("a browser that once logged in is let in at once, whoever guesses, also after a restart", async () => {
  const all = door(), known = await browser(all, PROXY);
  flood(all);
  await all.clock.run(0);
  all.tries(PASSWORD, PROXY, known);
  await all.clock.run(0);
  assert.deepEqual(all.with(200), [[PROXY, 200]]);
  const kept = JSON.stringify([...all.store.entries("http.browsers")]);
  const id = known.headers.get("cookie")?.split("=")[1] ?? "";
  assert.ok(id.length > 20 && !kept.includes(id) && !kept.includes(PASSWORD));
  const after = door(all.clock, all.store);
  flood(after);
  after.tries(PASSWORD, PROXY, known);
  await after.clock.run(0);
  assert.deepEqual(after.with(200), [[PROXY, 200]]);
  // It is the same browser, and not one more
  assert.equal([...all.store.entries("http.browsers")].length, 1);
});

Deno.test("what a known browser gets wrong is its own, and soon it is a stranger", async () => {
  const all = door(), known = await browser(all);
  for (let n = 0; n < 9; n++) all.tries(`typo ${n}`, OWNER, known);
  all.tries(PASSWORD, OWNER, known);
  await all.clock.run(0);
  assert.deepEqual([all.with(401).length, all.with(200).length], [9, 1]);
  // Of its wrong tries none is counted where strangers are
  for (let n = 0; n < 4; n++) all.tries(`guess ${n}`, OWNER);
  await all.clock.run(0);
  assert.equal(all.with(401).length, 13);
  assert.equal(all.told(), 0);
  for (let n = 0; n < 500; n++) all.tries(`stolen ${n}`, OWNER, known);
  await all.clock.run(0);
  assert.ok(all.with(401).length <= 13 + 10 + AT_ONCE);
  assert.ok(all.told() > 0);
  assert.equal([...all.store.entries("http.browsers")].length, 0);
  await all.clock.run(600_000);
  assert.ok(all.with(401).length <= 13 + 10 + AT_ONCE + lookedAt(600));
});

Deno.test("neither a known browser nor a token absolves those who guess at the same address", async () => {
  const all = door(), known = await browser(all, PROXY);
  for (let n = 0; n < 5; n++) all.tries(`guess ${n}`, PROXY);
  all.tries(PASSWORD, PROXY, known);
  all.tries(TOKEN, PROXY);
  await all.clock.run(0);
  assert.equal(all.with(200).length, 2);
  for (let n = 0; n < 5; n++) all.tries(`more ${n}`, PROXY);
  await all.clock.run(0);
  assert.equal(all.with(401).length, 5 + 1);
});

Deno.test("a changed password and logging out everywhere make known browsers strangers", async () => {
  const all = door(), known = await browser(all), other = await browser(all);
  all.access.logoutOthers(known);
  flood(all);
  await all.clock.run(0);
  all.tries(PASSWORD, PROXY, other);
  await all.clock.run(0);
  assert.equal(all.with(200).length, 0);
  all.tries(PASSWORD, PROXY, known);
  await all.clock.run(0);
  assert.equal(all.with(200).length, 1);
  all.setPassword("ANDERS42");
  all.tries("ANDERS42", PROXY, known);
  await all.clock.run(0);
  assert.equal(all.with(200).length, 1);
});

Deno.test("there are not endlessly many known browsers, and a login with a token needs none", async () => {
  const all = door(), first = await browser(all);
  for (let n = 0; n < 50; n++) await browser(all);
  assert.equal([...all.store.entries("http.browsers")].length, 50);
  flood(all);
  await all.clock.run(0);
  all.tries(PASSWORD, PROXY, first);
  await all.clock.run(0);
  assert.equal(all.with(200).length, 0);
  const { cookies } = await all.access.login(TOKEN, UNKNOWN, OWNER);
  assert.equal(cookies.length, 1);
});
