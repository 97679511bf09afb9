import assert from "node:assert/strict";
import { definePlugin } from "../../runtime/mod.ts";
import dyno from "../../plugins/dyno/mod.ts";
import { SimSevcon } from "../../plugins/twizy/sim/sevcon.ts";
import { type Bench, bench } from "../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;

/** The car as its bus tells it. */
const car = definePlugin({
  id: "car",
  metrics: {
    on: "v.e.on",
    speed: "v.p.speed",
    gear: "v.e.gear",
    current: "v.b.current",
    node: { name: "co.can1.nd1.state", unit: "", is: "text" },
  },
  frames: {
    0x100: {
      bytes: 4,
      decode: (f, put) => {
        put.on = f.u8(0) !== 0;
        put.gear = f.u8(1);
        put.speed = f.u8(2);
        put.current = f.u8(3) - 100;
        put.node = "Operational";
      },
    },
  },
});

/** Raw values: 250 A, 40 V, torque 48 Nm, battery 57.5 V. */
const OBJECTS = {
  "4600.01": 128,
  "4600.0b": 51,
  "4600.0c": 250,
  "4600.0d": 640,
  "4600.0f": 1600,
  "4602.0b": 800,
  "4602.0c": 768,
  "4602.0e": 880,
  "4602.11": 920,
  "4602.12": 912,
};

function controller(o: Bench, more: Readonly<Record<string, number>> = {}) {
  const asked: string[] = [];
  const node = new SimSevcon({
    objects: Object.entries({ ...OBJECTS, ...more }).map(([object, value]) => {
      const [index = "", sub = ""] = object.split(".");
      return {
        index: parseInt(index, 16),
        sub: parseInt(sub, 16),
        type: object === "606c.00" ? "I32" : "I16",
        access: "ro" as const,
        preOp: false,
        max: 0xffff,
        value,
      };
    }),
    after: (ms, work) => o.hal.clock.after(ms, work),
    emit: (id, data) => o.hal.bus.inject(id, data),
  });
  o.hal.bus.attach({
    receive: (id, data) => {
      asked.push(data.toHex().slice(2, 8));
      node.receive(id, data);
    },
  });
  return { node, asked };
}

/** Seconds in which the controller's status comes ten times. */
async function drive(o: Bench, hex: string, seconds = 1): Promise<void> {
  for (let n = 0; n < seconds * 10; n++) {
    o.frame(0x100, hex);
    o.frame(0x629, "000000");
    await o.hal.clock.run(100);
  }
  await o.seconds(1);
}

Deno.test("the dyno asks nothing until it is started, and nothing while the car does not drive", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { asked } = controller(o);
  assert.match(String(await o.sms("DYNO ON")), /CAN writing is off/);
  o.feature(WRITE, 1);
  await drive(o, "01013c96");
  assert.deepEqual(asked, []);
  await o.sms("DYNO ON");
  await drive(o, "01003c96"); // neutral
  await drive(o, "00013c96"); // switched off
  assert.deepEqual(asked, []);
});

Deno.test("the dyno keeps the highest power and torque by speed, and what it measured", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { node } = controller(o);
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  await drive(o, "01013c96"); // 60 km/h, 50 A
  assert.equal(o.metric("xrt.i.trq.act"), 48);
  assert.equal(o.metric("xrt.i.pwr.act"), 10);
  node.objects.set(0x4602, 0x0c, 0x10000 - 320);
  await drive(o, "01011e50"); // 30 km/h, -20 A
  const text = String(await o.sms("DYNO"));
  assert.match(text, /Power: 2.9 kW at 60 km\/h/);
  assert.match(text, /Torque: 48.0 Nm at 60 km\/h/);
  assert.match(text, /Braking torque: 20.0 Nm at 30 km\/h/);
  const { columns, rows } = await o.query("samples") as {
    columns: string[];
    rows: number[][];
  };
  assert.ok(rows.length >= 8);
  assert.equal(rows[0]?.[columns.indexOf("torque Nm")], 48);
  await o.sms("DYNO OFF");
  const sent = o.server.filter((line) => line.includes("RT-ENG-MotTrq"));
  assert.equal(sent.length, 2);
  // 60 speeds without a value, then one
  assert.match(sent[0] ?? "", /RT-ENG-MotTrqDrv,0,86400,{61}48\.0$/);
});

Deno.test("a controller that does not answer ends a round, not the dyno", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { node } = controller(o);
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  node.faults.add({ do: "abort", code: 0x06020000, times: 1 });
  await drive(o, "01013c96", 2);
  assert.match(String(await o.sms("DYNO")), /Torque: 48.0 Nm/);
  assert.deepEqual(o.log.filter((line) => line.includes("fault")), []);
});

Deno.test("all that the controller measures is recorded as often as the owner wants, gaps empty", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { asked } = controller(o, {
    "606c.00": 4321,
    "4600.00": 3,
    "4600.03": 0x10000 - 5,
    "4602.00": 0x12,
    "4602.01": 0x8001,
  });
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  await drive(o, "01013c96", 3);
  const sent = () =>
    o.server.filter((line) => line.includes("RT-ENG-SDO"))
      .map((line) => line.slice("MP-0 HRT-ENG-SDO,".length));
  assert.deepEqual(sent(), []);
  o.set("dyno.objects", "5");
  await drive(o, "01013c96", 4);
  // Gaps of 4602 are empty columns: 01, 0b, 0c, 0e, 11 and 12 are there.
  assert.deepEqual(sent(), [
    "4600,86400,60.0,,4321,128,,-5",
    `4602,86400,60.0,,4321,32769${",".repeat(10)}800,768,,880,,,920,912`,
  ]);
  const gaps = asked.filter((object) => object === "004602").length;
  await drive(o, "01013c96", 3);
  assert.equal(sent().length, 4);
  assert.equal(asked.filter((object) => object === "004602").length, gaps);
});

Deno.test("a controller that answers slowly gives no measurement: its values are of different times", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { node } = controller(o);
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  node.faults.add({ do: "delay", ms: 150 });
  await drive(o, "01013c96", 5);
  assert.equal(o.metric("xrt.i.trq.act"), undefined);
  assert.match(String(await o.sms("DYNO")), /on, 0 measurements/);
  node.faults.clear();
  await drive(o, "01013c96", 4);
  assert.equal(o.metric("xrt.i.trq.act"), 48);
});

Deno.test("a value of another size than the object's is none", async () => {
  for (const bytes of [[0x4f, 48], [0x43, 48, 0, 0, 1]]) {
    await using o = await bench(dyno, { with: [car] });
    o.hal.bus.attach({
      receive: (_, data) => {
        const [kind = 0, ...value] = bytes;
        const answer = new Uint8Array(8);
        answer.set([kind, ...data.subarray(1, 4), ...value]);
        o.hal.clock.after(1, () => o.hal.bus.inject(0x581, answer));
      },
    });
    o.feature(WRITE, 1);
    await o.sms("DYNO ON");
    await drive(o, "01013c96", 3);
    assert.equal(o.metric("xrt.i.cur.act"), undefined);
    const { rounds, broken } = await o.query("curves") as {
      rounds: number;
      broken: number;
    };
    assert.ok(rounds === 0 && broken > 0);
    assert.equal(o.runtime.host.find("dyno")?.faults, 0);
  }
});

Deno.test("what the car does not tell is no number of a measurement", async () => {
  await using o = await bench(dyno, { with: [car] });
  controller(o);
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  await drive(o, "01013c96");
  const { columns, rows } = await o.query("samples") as {
    columns: string[];
    rows: (number | null)[][];
  };
  assert.deepEqual(
    ["rpm", "pedal %", "brake %"].map((name) =>
      rows[0]?.[columns.indexOf(name)]
    ),
    [null, null, null],
  );
  assert.equal(rows[0]?.[columns.indexOf("speed km/h")], 60);
});

Deno.test("a gate that closes within a round ends it: nothing is sent any more", async () => {
  await using o = await bench(dyno, { with: [car] });
  const { asked, node } = controller(o);
  o.feature(WRITE, 1);
  await o.sms("DYNO ON");
  node.faults.add({ do: "lose", after: 3 });
  o.frame(0x100, "01013c96");
  o.frame(0x629, "000000");
  await o.hal.clock.run(200);
  const { sent } = o.hal.bus.counters;
  assert.ok(sent > 3 && asked.length > 3);
  o.feature(WRITE, 0);
  await drive(o, "01013c96", 10);
  assert.equal(o.hal.bus.counters.sent, sent);
  assert.equal(o.metric("xrt.i.trq.act"), undefined);
});
