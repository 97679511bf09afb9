import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { type Bench, bench, owner } from "ovms-edge/testing";
import framework from "../../../plugins/framework/mod.ts";

/** Stands for a car: three bytes of a frame are SOC, car on, 12 V charging. */
const car = definePlugin({
  id: "car",
  metrics: { soc: "v.b.soc", on: "v.e.on", charging: "v.e.charging12v" },
  frames: {
    0x100: {
      bytes: 3,
      decode: (frame, put) => {
        put.soc = frame.u8(0);
        put.on = frame.u8(1) === 1;
        put.charging = frame.u8(2) === 1;
      },
    },
  },
});

const HOUR = 3600;
const bus = (b: Bench, soc: number, on = 0, charging = 0) =>
  b.frame(
    0x100,
    [soc, on, charging].map((x) => x.toString(16).padStart(2, "0")).join(""),
  );
const pushed = (b: Bench) =>
  b.server.filter((line) => line.startsWith("MP-0 PA"));
const texts = (b: Bench) => b.hal.gsm.sent.map(({ text }) => text);

Deno.test("12 V: the first reading at the start, the reference after a quarter of an hour", async () => {
  await using b = await bench(framework, { with: [car] });
  equal(b.metric("v.b.12v.voltage"), 12.5);
  equal(b.metric("v.b.12v.voltage.ref"), 0);
  await b.seconds(5 * 60);
  equal(b.metric("x.12v.settling"), 5);
  const [diag = ""] = await b.sms("DIAG");
  equal(diag.includes("12V Line:12.5 ref=0.5"), true);
  b.runtime.session.line("MP-0 Z1");
  const environment = () =>
    b.server.findLast((line) => line.startsWith("MP-0 D"))?.split(",")[16];
  equal(environment(), "0.5");
  await b.seconds(11 * 60);
  equal(b.metric("v.b.12v.voltage.ref"), 12.5);
  await b.seconds(60);
  equal(environment(), "12.5");
});

Deno.test("12 V: low and recovered are told on both channels, once", async () => {
  await using b = await bench(framework, { with: [car] });
  await b.seconds(20 * 60);
  b.hal.supply.value = 10.8;
  await b.seconds(HOUR);
  equal(b.metric("v.b.12v.voltage.alert"), true);
  b.hal.supply.value = 13;
  await b.seconds(HOUR);
  equal(b.metric("v.b.12v.voltage.alert"), false);
  const expected = [
    "ALERT!!! 12V BATTERY CRITICAL (11.3V, ref=12.5V)",
    "ALERT!!! 12V BATTERY CRITICAL (11.0V, ref=12.5V)",
    "12V BATTERY OK (12.0V, ref=12.5V)",
  ];
  deepEqual(texts(b), expected);
  deepEqual(pushed(b), expected.map((text) => `MP-0 PA${text}`));
});

Deno.test("12 V: an unknown voltage never alerts", async () => {
  await using b = await bench(framework);
  b.hal.supply.value = undefined;
  await b.seconds(2 * HOUR);
  deepEqual(texts(b), []);
});

Deno.test("minimum SOC: status text on both channels and the S message", async () => {
  await using b = await bench(framework, { with: [car] });
  b.feature(9, 30);
  bus(b, 50);
  await b.seconds(60);
  bus(b, 29);
  await b.seconds(59);
  deepEqual(pushed(b), []);
  const before = b.server.length;
  await b.seconds(5);
  const status = "SOC: 29%";
  deepEqual(texts(b), [status]);
  deepEqual(pushed(b), [`MP-0 PA${status.replaceAll("\n", "\r")}`]);
  equal(
    b.server.slice(before).some((line) => line.startsWith("MP-0 S29,K,")),
    true,
  );
  await b.seconds(HOUR);
  equal(texts(b).length, 1);
});

Deno.test("minimum SOC: a value from before a restart is not told again", async () => {
  await using b = await bench(framework, { with: [car] });
  bus(b, 20);
  await b.seconds(2 * HOUR);
  b.feature(9, 30);
  await b.seconds(300);
  deepEqual(texts(b), []);
  bus(b, 20);
  await b.seconds(120);
  equal(texts(b).length, 1);
});

Deno.test("critical SOC: whatever parameter 3 says, an hour after, then twice a day", async () => {
  await using b = await bench(framework, { with: [car], params: { 3: "" } });
  bus(b, 50);
  await b.seconds(600);
  bus(b, 3);
  await b.seconds(6 * 600);
  deepEqual(texts(b), []);
  await b.seconds(605);
  const text = "ALERT!!! CRITICAL SOC LEVEL APPROACHED (3% SOC)";
  deepEqual(b.hal.gsm.sent, [{ to: owner, text }]);
  await b.seconds(73 * 600);
  deepEqual(texts(b), [text, text]);
  deepEqual(pushed(b), [text, text].map((line) => `MP-0 PA${line}`));
});

/** A charger that tells by a frame whether it is plugged in and charging. */
const charger = definePlugin({
  id: "charger",
  metrics: { pilot: "v.c.pilot", charging: "v.c.charging" },
  frames: {
    0x101: {
      bytes: 2,
      decode: (frame, put) => {
        put.pilot = frame.u8(0) === 1;
        put.charging = frame.u8(1) === 1;
      },
    },
  },
});

Deno.test("minimum SOC: not while the car charges, nor in the first minute of the plug", async () => {
  await using b = await bench(framework, { with: [car, charger] });
  b.feature(9, 30);
  bus(b, 31);
  await b.seconds(30);
  b.frame(0x101, "0100"); // plugged in, and the SOC is corrected at once
  bus(b, 29);
  await b.seconds(55);
  deepEqual(texts(b), []);
  b.frame(0x101, "0101");
  await b.seconds(300);
  deepEqual(texts(b), []);
  b.frame(0x101, "0000");
  bus(b, 29);
  await b.seconds(65);
  equal(texts(b).length, 1);
});

Deno.test("critical SOC: handed over in the same second", async () => {
  await using b = await bench(framework, { with: [car] });
  bus(b, 3);
  await b.seconds(600);
  equal(texts(b).length, 1);
});

Deno.test("critical SOC: nothing before any data, nothing without a registered phone", async () => {
  await using none = await bench(framework, { with: [car] });
  await none.seconds(3 * HOUR);
  deepEqual(texts(none), []);
  await using nobody = await bench(framework, {
    with: [car],
    params: { 0: "NOPHONE", 4: "" },
  });
  bus(nobody, 3);
  await nobody.seconds(3 * HOUR);
  deepEqual(texts(nobody), []);
  deepEqual(pushed(nobody), []);
});
