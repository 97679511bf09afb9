import assert from "node:assert/strict";
import { forPage } from "../../../plugins/cfg/logs/answer.ts";
import cfg, { logs } from "../../../plugins/cfg/mod.ts";
import twizyCan from "../../../plugins/twizy/can.ts";
import twizyCar from "../../../plugins/twizy/car.ts";
import {
  SEVCON_OBJECTS,
  SimSevcon,
} from "../../../plugins/twizy/sim/sevcon.ts";
import { type Bench, bench } from "../../../testing/mod.ts";
import { beforeWrite, carOn, OWNER, type Rig } from "./rig.ts";

/** Feature 15. */
const WRITE = 15;
const number = (
  object: string,
  value: number,
  access: "ro" | "rw" = "ro",
) => object_(object, "U16", value, access);
const text = (object: string, value: string) =>
  object_(object, "text", value, "ro");

function object_(
  object: string,
  type: "U8" | "U16" | "text",
  value: number | string,
  access: "ro" | "rw",
) {
  const [index = "", sub = ""] = object.split(".");
  return {
    index: parseInt(index, 16),
    sub: parseInt(sub, 16),
    type,
    access,
    preOp: false,
    max: 0xffff,
    value,
  } as const;
}

/** A controller with one entry in its fault log: undervoltage at 120 h 30 min. */
const OBJECTS = [
  number("4110.01", 0, "rw"),
  number("4110.02", 1),
  number("4111.00", 0, "rw"),
  number("4112.01", 0x45c3),
  number("4112.02", 120),
  number("4112.03", 120),
  number("4112.04", 0x0a),
  number("4112.05", 0),
  number("4112.06", 0xff),
  object_("5000.01", "U8", 4, "rw"),
  number("5610.01", 0, "rw"),
  text("5610.02", "Low battery, reduce speed"),
];

async function car(
  alerts: "asked" | "told",
  run: (o: Bench, asked: string[], node: SimSevcon) => Promise<void>,
) {
  await using o = await bench(logs({ codes: false, alerts }), {
    with: [twizyCan, twizyCar, cfg],
  });
  const asked: string[] = [];
  const node = new SimSevcon({
    objects: OBJECTS,
    after: (ms, work) => o.hal.clock.after(ms, work),
    emit: (id, data) => o.hal.bus.inject(id, data),
  });
  o.hal.bus.attach({
    receive: (id, data) => {
      asked.push(data.toHex());
      node.receive(id, data);
    },
  });
  await run(o, asked, node);
}

async function on(o: Bench, seconds = 1) {
  for (let n = 0; n < seconds; n++) {
    o.frame(0x597, "0095214129000100");
    o.frame(0x599, "000003E8FF3C0000");
    await o.seconds(1);
  }
}

Deno.test("LOGS tells the fault log in words, and asks nobody while it may not", () =>
  car("told", async (o, asked) => {
    await on(o);
    assert.match(String(await o.sms("LOGS faults")), /0001 NO CANWRITE/);
    o.feature(WRITE, 1);
    await o.seconds(3);
    assert.match(String(await o.sms("LOGS faults")), /000B SEVCON OFFLINE/);
    assert.deepEqual(asked, []);
    await on(o);
    const [answer = ""] = await o.sms("LOGS faults");
    assert.deepEqual(answer.split("\n").map((line) => line.trim()), [
      "Fault log: 1",
      "#0 120:30 h 45C3 Low battery, reduce speed [warning] 0A 00 FF",
    ]);
  }));

Deno.test("a log is cleared after what it had was noted; active faults cannot be", () =>
  car("told", async (o, asked) => {
    o.feature(WRITE, 1);
    await on(o);
    assert.match(String(await o.sms("LOGS CLEAR alerts")), /cannot be cleared/);
    assert.equal(asked.filter((frame) => frame.startsWith("2b1041")).length, 0);
    await on(o);
    assert.deepEqual(await o.sms("LOGS CLEAR faults"), ["Cleared: faults"]);
    const [entry] = o.hal.store.journalled(1);
    assert.deepEqual([entry?.what, entry?.key, entry?.old], [
      "controller log",
      "faults",
      "1 entries",
    ]);
  }));

Deno.test("that a log is to be cleared is noted before the controller is told, whose answer may be lost", () =>
  car("told", async (o) => {
    o.feature(WRITE, 1);
    await on(o);
    const noted: (string | undefined)[] = [];
    o.hal.bus.attach({
      receive: (_, [command = 0, low, high]) => {
        const isClear = command >> 5 === 1 && low === 0x10 && high === 0x41;
        if (isClear) noted.push(o.hal.store.journalled(1)[0]?.new);
      },
    });
    await o.sms("LOGS CLEAR faults");
    assert.deepEqual(noted, ["to be cleared"]);
    assert.equal(o.hal.store.journalled(1)[0]?.new, "cleared");
  }));

Deno.test("a log is not cleared while the car charges, also when the charge begins right before the frame", () =>
  car("told", async (o, asked) => {
    const charges = () => o.frame(0x597, "20B5412129000100");
    o.feature(WRITE, 1);
    await on(o);
    charges();
    const refused = /Car is charging/;
    assert.match(String(await o.sms("LOGS CLEAR faults")), refused);
    await on(o, 2);
    o.hal.bus.attach({
      receive: (_, [, low = 0, high = 0]) => {
        if ((low | high << 8) === 0x5000) charges();
      },
    });
    assert.match(String(await o.sms("LOGS CLEAR faults")), refused);
    const cleared = asked.filter((frame) => frame.startsWith("22104101"));
    assert.deepEqual(cleared, []);
  }));

Deno.test("a log is cleared before or after a command of CFG, and never between its writes", async () => {
  using rig = await carOn({
    besides: [logs({ codes: false, alerts: "told" })],
  });
  const asked: string[] = [];
  rig.onRequest = ([, low = 0, high = 0]) => {
    const index = (low | high << 8).toString(16);
    if (index === "3813" && !asked.includes(index)) {
      void rig.hal.gsm.incoming(OWNER, "LOGS CLEAR faults");
    }
    asked.push(index);
    return true;
  };
  void rig.hal.gsm.incoming(OWNER, "CFG SPEED 90");
  await rig.seconds(10);
  assert.match(rig.told, /CFG SPEED: OK/);
  assert.ok(asked.includes("4110"), rig.told);
  assert.ok(asked.lastIndexOf("3813") < asked.indexOf("4110"));
});

/** What clears two logs, and how many entries they have. */
const LOGS = [
  number("4110.01", 0, "rw"),
  number("4110.02", 1),
  number("4100.01", 0, "rw"),
  number("4100.02", 1),
];

Deno.test("no further log is cleared when the vehicle type changes, the program begins anew or ends", async () => {
  const ends = {
    type: ({ runtime }: Rig) => runtime.params.set(new Map([[14, ""]]), "test"),
    again: ({ runtime }: Rig) => runtime.restart(),
    end: ({ runtime }: Rig) => void runtime.settle(),
  };
  for (const [what, end] of Object.entries(ends)) {
    using rig = await carOn({
      besides: [logs({ codes: false, alerts: "told" })],
      objects: [...SEVCON_OBJECTS, ...LOGS],
    });
    beforeWrite(rig, 1, () => end(rig));
    const answer = await rig.sms("LOGS CLEAR");
    assert.equal(rig.writes.length, 1, what);
    assert.match(answer, /^ERROR: The (program|vehicle)/, what);
  }
});

Deno.test("a fault that the controller tells is told once; a driver's keys are none", () =>
  car("told", async (o) => {
    const sent = () => o.hal.gsm.sent.map((sms) => sms.text);
    await on(o, 2);
    o.frame(0x081, "0010018E48000000"); // pressed D outside of GO
    o.frame(0x081, "001001C345000000");
    o.frame(0x081, "001001C345000000");
    await on(o, 3);
    // Without feature 15 nobody is asked what it means: the manual's words
    assert.deepEqual(sent(), ["SEVCON ALERT 0x45C3 Low Battery Cut"]);
    o.frame(0x081, "000000C345000000"); // gone
    o.feature(WRITE, 1);
    o.frame(0x081, "001001C345000000");
    await on(o, 3);
    assert.deepEqual(sent().slice(1), [
      "SEVCON ALERT 0x45C3 Low battery, reduce speed",
    ]);
  }));

Deno.test("lowest and highest values are spans on the page; what nobody noted is left out", () => {
  const nothing = {
    kind: "minmax",
    batteryMin: 0,
    batteryMax: 0,
    capacitorMin: 0,
    capacitorMax: 0,
    currentMin: 0,
    currentMax: 0,
    rpmMin: 0,
    rpmMax: 0,
    temperatureMin: 0,
    temperatureMax: 0,
  } as const;
  const noted = {
    ...nothing,
    batteryMin: 744,
    batteryMax: 931,
    rpmMin: -1000,
    temperatureMax: 71,
  };
  const { entries } = forPage({ first: 0, rows: [nothing, noted], count: 2 });
  assert.deepEqual(entries.map(({ n, spans }) => [n, spans]), [[1, {
    battery: ["46.5", "58.2"],
    capacitor: ["0.0", "0.0"],
    motor: ["0", "0"],
    speed: ["-1000", "0"],
    heat: ["0", "71"],
  }]]);
});
