import {
  deepEqual,
  doesNotMatch,
  equal,
  match,
  ok,
  rejects,
} from "node:assert/strict";
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { definePlugin } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import { makeWebPush } from "../../../plugins/push/mod.ts";
import { isPushAddress } from "../../../plugins/push/subscriptions.ts";

const TEXT = "Charge done\n97 % für heute";
/** The last character that there is room for is in two halves. */
const LONG = "x".repeat(899) + "\u{1f697}".repeat(9);
const ENDPOINT = "https://push.example.com/send/abc";
const bell = definePlugin({
  id: "bell",
  notices: { alarm: { priority: "alarm", summary: "Alarm" } },
  sms: {
    "RING": { usage: "RING", run: (_, { notify }) => (notify.alarm(TEXT), "") },
    "LONG": { usage: "LONG", run: (_, { notify }) => (notify.alarm(LONG), "") },
  },
});

/** A browser: its keys, and what it makes of a message. */
class Browser {
  readonly #ecdh: ECDH = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly #public: Uint8Array;

  constructor(readonly endpoint: string) {
    this.#public = this.#ecdh.generateKeys();
  }

  get subscription() {
    return {
      endpoint: this.endpoint,
      keys: {
        p256dh: base64(this.#public),
        auth: base64(this.#auth),
      },
      name: "Phone",
      origin: "https://car.example",
    };
  }

  /** As RFC 8291 and 8188 have it. */
  read(body: Uint8Array): unknown {
    const salt = body.slice(0, 16), length = body[20] ?? 0;
    const sender = body.slice(21, 21 + length);
    const rest = body.slice(21 + length);
    const info = (text: string) => new TextEncoder().encode(text);
    const ikm = hkdfSync(
      "sha256",
      this.#ecdh.computeSecret(sender),
      this.#auth,
      Uint8Array.of(...info("WebPush: info\0"), ...this.#public, ...sender),
      32,
    );
    const part = (text: string, size: number) =>
      new Uint8Array(
        hkdfSync("sha256", new Uint8Array(ikm), salt, info(text), size),
      );
    const decipher = createDecipheriv(
      "aes-128-gcm",
      part("Content-Encoding: aes128gcm\0", 16),
      part("Content-Encoding: nonce\0", 12),
    );
    decipher.setAuthTag(rest.slice(-16));
    const plain = Uint8Array.of(
      ...decipher.update(rest.slice(0, -16)),
      ...decipher.final(),
    );
    return JSON.parse(
      new TextDecoder().decode(plain.slice(0, plain.lastIndexOf(2))),
    );
  }
}

const base64 = (bytes: Uint8Array) =>
  bytes.toBase64({ alphabet: "base64url", omitPadding: true });

/** A push service on this machine, in the place of those of browsers' makers. */
function pushService(status: (path: string) => number) {
  const taken: { path: string; headers: Headers; body: Uint8Array }[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const path = new URL(request.url).pathname;
      const body = new Uint8Array(await request.arrayBuffer());
      taken.push({ path, headers: new Headers(request.headers), body });
      return new Response(null, { status: status(path) });
    },
  );
  const request: typeof fetch = (address, init) => {
    const { pathname } = new URL(String(address));
    return fetch(`http://127.0.0.1:${server.addr.port}${pathname}`, init);
  };
  return {
    taken,
    request,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function ring(car: Bench, verb = "RING"): Promise<void> {
  await car.sms(verb);
  for (let k = 0; k < 2; k++) {
    await car.seconds(1);
    await car.delivered();
  }
}
/** Keys are made in real time: the simulated one stands still meanwhile. */
async function keyOf({ runtime }: Bench): Promise<{ key: string }> {
  const call = { link: "http", from: "", principal: "owner" } as const;
  const answer = await runtime.query("webpush/key", {}, false, call);
  ok(answer?.status === "ok");
  return answer.value as { key: string };
}
const states = (car: Bench) =>
  car.hal.store.outbox(20).filter(({ channel }) => channel === "webpush")
    .map(({ state, error = "" }) => [state, error]);

Deno.test("nothing goes anywhere until a browser asks for it; then only that browser can read it", async () => {
  await using service = pushService(() => 201);
  await using car = await bench(makeWebPush(service.request), { with: [bell] });
  await ring(car);
  deepEqual(states(car), []);
  equal(service.taken.length, 0);

  const phone = new Browser(ENDPOINT);
  const { key } = await keyOf(car);
  await car.query("subscribe", phone.subscription);
  await ring(car);
  deepEqual(states(car), [["sent", ""]]);
  const [taken] = service.taken;
  ok(taken);
  const read = phone.read(taken.body) as Record<string, unknown>;
  deepEqual({ ...read, id: 0 }, { id: 0, priority: "alarm", text: TEXT });
  doesNotMatch(new TextDecoder().decode(taken.body), /Charge/);
  deepEqual(
    ["content-encoding", "ttl", "urgency"].map((n) => taken.headers.get(n)),
    ["aes128gcm", "86400", "high"],
  );

  await ring(car, "LONG");
  const cut = phone.read(service.taken[1]?.body ?? new Uint8Array());
  deepEqual({ ...cut as object, id: 0 }, {
    id: 0,
    priority: "alarm",
    text: "x".repeat(899),
  });

  // The token says who sends, for whom and until when, and is signed with the key that browsers know
  const [, token = "", known = ""] =
    /^vapid t=(.+), k=(.+)$/.exec(taken.headers.get("authorization") ?? "") ??
      [];
  equal(known, key);
  const [head = "", content = "", signature = ""] = token.split(".");
  const bytes = (text: string) =>
    Uint8Array.fromBase64(text, { alphabet: "base64url" });
  const { aud, sub, exp } = JSON.parse(
    new TextDecoder().decode(bytes(content)),
  );
  equal(aud, "https://push.example.com");
  equal(sub, "https://car.example");
  const seconds = car.hal.clock.wall().ms / 1000;
  ok(exp > seconds && exp < seconds + 24 * 3600);
  const point = bytes(key);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: base64(point.slice(1, 33)),
    y: base64(point.slice(33)),
  };
  ok(verify(
    "sha256",
    new TextEncoder().encode(`${head}.${content}`),
    {
      key: createPublicKey({ key: jwk, format: "jwk" }),
      dsaEncoding: "ieee-p1363",
    },
    bytes(signature),
  ));
});

Deno.test("a browser that is gone is forgotten; one that cannot be reached gets the message later, the others only once", async () => {
  let busy = true;
  await using service = pushService((path) =>
    path === "/send/gone" ? 410 : path === "/send/busy" && busy ? 503 : 201
  );
  await using car = await bench(makeWebPush(service.request), { with: [bell] });
  for (const name of ["gone", "busy", "fine"]) {
    const { subscription } = new Browser(
      `https://push.example.com/send/${name}`,
    );
    await car.query("subscribe", { ...subscription, name });
  }
  const names = async () =>
    (await car.query("browsers") as { browsers: { name: string }[] }).browsers
      .map(({ name }) => name).sort();
  await ring(car);
  deepEqual(await names(), ["busy", "fine"]);
  deepEqual(states(car), [["waiting", "push.example.com answered 503"]]);
  busy = false;
  for (
    let second = 0;
    states(car)[0]?.[0] !== "sent" && second < 3600;
    second++
  ) {
    await car.seconds(1);
    await car.delivered();
  }
  deepEqual(states(car).map(([state]) => state), ["sent"]);
  const count = (path: string) =>
    service.taken.filter((one) => one.path === path).length;
  deepEqual(["/send/gone", "/send/busy", "/send/fine"].map(count), [1, 2, 1]);
});

Deno.test("one that refuses is told with its host, without the secret part of its address", async () => {
  await using service = pushService(() => 403);
  await using car = await bench(makeWebPush(service.request), { with: [bell] });
  const { id } = await car.query(
    "subscribe",
    new Browser(ENDPOINT).subscription,
  ) as { id: string };
  await ring(car);
  deepEqual(states(car), [["failed", "push.example.com answered 403"]]);
  match(id, /^[\w-]{16}$/);
  doesNotMatch(JSON.stringify(await car.query("browsers")), /abc/);
  await car.query("unsubscribe", { id });
  await rejects(car.query("unsubscribe", { id }), /takes no notices/);
});

Deno.test("only push services of the internet are taken for one", async () => {
  const good = [ENDPOINT, "https://fcm.googleapis.com/fcm/send/x"];
  const bad = [
    "http://push.example.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://localhost/x",
    "https://gateway/x",
    "https://router.local/x",
    "https://push.example.com:8443/x",
    "https://user:word@push.example.com/x",
    "file:///etc/passwd",
    "no address",
  ];
  deepEqual(good.map(isPushAddress), [true, true]);
  deepEqual(bad.filter(isPushAddress), []);
  await using car = await bench(makeWebPush(), { with: [bell] });
  for (const endpoint of bad) {
    const { subscription } = new Browser(endpoint);
    await rejects(car.query("subscribe", subscription), /push service/);
  }
  const { subscription } = new Browser(ENDPOINT);
  await rejects(
    car.query("subscribe", {
      ...subscription,
      keys: { p256dh: "AAAA", auth: "AAAA" },
    }),
    /bytes/,
  );
});
