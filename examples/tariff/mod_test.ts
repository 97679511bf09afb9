import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import { tariff } from "./mod.ts";

/** Stands for the car. */
const car = definePlugin({
  id: "car",
  metrics: { plugged: "v.d.cp", charging: "v.c.charging" },
  sms: {
    "PLUG": {
      usage: "PLUG",
      run: ([charges], { metrics }) => {
        metrics.plugged.set(true);
        metrics.charging.set(charges === "charge");
        return "";
      },
    },
  },
});

/** A time of a day in local time, ms since 1970. */
const at = (hour: number, minute = 0) =>
  new Date(2026, 4, 5, hour, minute).getTime();
const HOUR = 3_600_000;

/** Stands for the market: cheap from 3 to 5 in the night. */
function market() {
  let asked = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => {
      asked++;
      return Response.json({
        data: Array.from({ length: 24 }, (_, hour) => ({
          start_timestamp: at(0) + hour * HOUR,
          end_timestamp: at(0) + (hour + 1) * HOUR,
          marketprice: hour === 3 || hour === 4 ? 12.34 : 150,
          unit: "Eur/MWh",
        })),
      });
    },
  );
  return {
    get asked() {
      return asked;
    },
    address: `http://127.0.0.1:${server.addr.port}/v1/marketdata`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Lets time pass until the prices are there. */
async function fetched(test: Bench): Promise<void> {
  const price = () => test.hal.store.get("plugin.tariff", "prices");
  for (let k = 0; k < 700 && price() === undefined; k++) {
    await test.seconds(1);
    if (k > 598) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const told = ({ hal: { gsm } }: Bench) =>
  gsm.sent.map(({ text }) => text)
    .filter((text) => text.startsWith("Electricity is"));

Deno.test("cheap hours are told while the car is plugged in, and their end while it charges", async () => {
  await using server = market();
  await using test = await bench(tariff(server.address), {
    with: [car],
    isolated: true,
  });
  test.hal.clock.setWall(at(2, 30), true);
  deepEqual(await test.sms("TARIFF"), ["The price is not known"]);
  await fetched(test);
  deepEqual(await test.sms("TARIFF?"), [
    "Electricity: 15.0 ct/kWh, cheap from 03:00 on: 1.2 ct/kWh",
  ]);
  await test.sms("PLUG");
  await test.seconds(60);
  test.hal.clock.setWall(at(3, 1), true);
  await test.seconds(121);
  deepEqual(told(test), ["Electricity is cheap now: 1.2 ct/kWh"]);
  equal(test.metric("x.tariff.price"), 1.23);
  await test.sms("PLUG charge");
  test.hal.clock.setWall(at(5, 1), true);
  await test.seconds(121);
  deepEqual(told(test).slice(1), ["Electricity is cheap no more: 15.0 ct/kWh"]);
  equal(server.asked, 1);
});

Deno.test("prices are fetched each day at the time that the owner wants", async () => {
  await using server = market();
  await using test = await bench(tariff(server.address), {
    settings: { "tariff.fetch": "15:00" },
  });
  test.hal.clock.setWall(at(14, 59), true);
  await test.seconds(50);
  equal(server.asked, 0);
  await test.seconds(15);
  for (let k = 0; k < 200 && server.asked === 0; k++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  equal(server.asked, 1);
});

Deno.test("a market that is not there is told, and no fault", async () => {
  const server = market(), { address } = server;
  await server[Symbol.asyncDispose]();
  await using test = await bench(tariff(address));
  test.hal.clock.setWall(at(2), true);
  for (let k = 0; k < 650; k++) await test.seconds(1);
  for (let k = 0; k < 200; k++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (/could not be fetched/.test((await test.sms("TARIFF")).join())) break;
  }
  deepEqual(await test.sms("TARIFF"), [
    "The price is not known. The last prices could not be fetched",
  ]);
  deepEqual(test.log.filter((line) => line.startsWith("error")), []);
});
