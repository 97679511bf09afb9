import assert from "node:assert/strict";
import { SimClock } from "../../../../../hal/sim/clock.ts";
import { httpLink } from "../../../../../runtime/links/http/mod.ts";
import { page } from "../../../../../runtime/links/http/static/page.ts";
import { demoCar } from "../demo_car.ts";

Deno.test("it listens, answers, and gives the port back", async () => {
  using car = demoCar();
  const link = httpLink({
    hostname: "127.0.0.1",
    page: () => Promise.resolve(page),
  }).start(car.runtime);
  const server = await link.listen(0);
  const response = await fetch(`${server.url}api/v1/vehicle`);
  assert.equal((await response.json()).id, "TWIZY42");
  await assert.rejects(() => link.listen(server.port), {
    message:
      `The web console cannot listen at 127.0.0.1:${server.port}: another program does, perhaps this one a second time. ` +
      "Choose another port with --http, or --http off",
  });
  await server.close();
  link.close();
});

Deno.test("beyond loopback it needs a token, or a password that not everybody knows", async () => {
  using car = demoCar();
  const link = httpLink({ hostname: "0.0.0.0" }).start(car.runtime);
  await assert.rejects(() => link.listen(0), {
    message:
      "The web console is not opened at 0.0.0.0 without a password: set one with PASS, or give --http-token",
  });
  link.close();
});

/** Whether an idle connection ends while minutes of the device's clock pass. */
async function endsIdle(clock?: SimClock): Promise<boolean> {
  using car = demoCar();
  const link = httpLink({ hostname: "127.0.0.1", ...clock && { clock } })
    .start(car.runtime);
  const { port, close } = await link.listen(0);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  let ended = false;
  const heard = connection.read(new Uint8Array(1)).then(
    (count) => ended = count === null,
    () => {},
  );
  for (let minute = 0; minute < 30 && !ended; minute++) {
    await car.clock.run(60_000);
    await new Promise((turn) => setTimeout(turn));
  }
  const result = ended;
  connection.close();
  await heard;
  await close();
  link.close();
  return result;
}

Deno.test("idle connections end by the device's clock, or by that of who connects", async () => {
  assert.equal(await endsIdle(), true);
  // Which stands still
  assert.equal(await endsIdle(new SimClock()), false);
});

Deno.test("who leaves while the password waits gives up its place, and two cookies come as two", async () => {
  using car = demoCar({ params: { 1: "GEHEIM42" } });
  const link = httpLink({ hostname: "127.0.0.1", token: "long-token" })
    .start(car.runtime);
  const { url, close } = await link.listen(0);
  const login = async (secret: string, signal?: AbortSignal) => {
    const response = await fetch(`${url}api/v1/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ secret }),
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return response;
  };
  const { headers } = await login("GEHEIM42");
  assert.deepEqual(
    headers.getSetCookie().map((cookie) => cookie.split("=")[0]),
    ["ovms_session", "ovms_browser"],
  );
  for (let n = 0; n < 5; n++) assert.equal((await login("x")).status, 401);
  const leaving = new AbortController();
  const gone = Array.from(
    { length: 11 },
    () => login("x", leaving.signal).catch(() => {}),
  );
  // All have a place: the next one takes that of one of them
  const more = login("GEHEIM42");
  const late = await Promise.any(gone.map(async (one) => {
    const response = await one;
    assert.equal(response?.status, 429);
  })).then(() => true);
  assert.ok(late);
  leaving.abort();
  await Promise.all(gone);
  let status: number | undefined;
  void more.then((response) => status = response.status);
  // It is the only one left: behind all others its turn would come in a minute
  for (let n = 1; n < 800 && status === undefined; n++) {
    await new Promise((turn) => setTimeout(turn, 5));
    if (n % 100 === 0) await car.clock.run(5000);
  }
  assert.equal(status, 200);
  await close();
  link.close();
});
