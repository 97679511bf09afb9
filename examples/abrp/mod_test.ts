import { deepEqual, equal, match } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { abrp } from "./mod.ts";

/** Stands for the car. */
const car = definePlugin({
  id: "car",
  metrics: {
    on: "v.e.on",
    soc: "v.b.soc",
    power: "v.b.power",
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
  },
  sms: {
    "DRIVE": {
      usage: "DRIVE",
      run: (_, { metrics }) => {
        metrics.on.set(true);
        metrics.soc.set(81.5);
        metrics.power.set(12.3);
        metrics.latitude.set(51.25);
        metrics.longitude.set(7.5);
        return "Driving";
      },
    },
  },
});

/** Stands for ABRP. */
function planner(status = 200) {
  const requests: { key: string | null; body: unknown }[] = [];
  let heard = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const key = request.headers.get("authorization");
      requests.push({ key, body: await request.json() });
      heard.resolve();
      heard = Promise.withResolvers();
      return new Response("{}", { status });
    },
  );
  return {
    requests,
    address: `http://127.0.0.1:${server.addr.port}/1/tlm/send`,
    next: () => heard.promise,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const settings = { "abrp.token": "my-car", "abrp.key": "my-key" };

Deno.test("what is fresh is sent while driving, with the token", async () => {
  await using server = planner();
  await using test = await bench(abrp(server.address), {
    with: [car],
    settings,
    isolated: true,
  });
  await test.sms("DRIVE");
  const heard = server.next();
  await test.seconds(1);
  await heard;
  const utc = Math.floor(test.hal.clock.wall().ms / 1000);
  deepEqual(server.requests, [{
    key: "APIKEY my-key",
    body: {
      token: "my-car",
      tlm: {
        utc,
        soc: 81.5,
        power: 12.3,
        lat: 51.25,
        lon: 7.5,
      },
    },
  }]);
  match((await test.sms("ABRP?")).join(), /^ABRP: sent, \d s ago$|nothing/);
});

Deno.test("nothing is sent without a token, at rest, or while nobody knows the time", async () => {
  await using server = planner();
  await using test = await bench(abrp(server.address), { with: [car] });
  await test.seconds(10);
  await test.sms("DRIVE");
  await test.seconds(10);
  deepEqual(await test.sms("ABRP"), [
    "ABRP: set the token with SET abrp.token",
  ]);
  test.set("abrp.token", "my-car");
  test.hal.clock.setWall(0, false);
  await test.seconds(10);
  equal(server.requests.length, 0);
});

Deno.test("a planner that refuses, or is not there, is told and no fault", async () => {
  const server = planner(401);
  await using test = await bench(abrp(server.address), {
    with: [car],
    settings,
  });
  const says = async (text: RegExp) => {
    for (let k = 0; k < 200; k++) {
      await test.seconds(1);
      if (text.test((await test.sms("ABRP")).join())) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`never said: ${text}`);
  };
  await test.sms("DRIVE");
  await says(/refused with 401/);
  await server[Symbol.asyncDispose]();
  await says(/no network/);
  deepEqual(test.log.filter((line) => line.startsWith("error")), []);
});
