import assert from "node:assert/strict";
import twizyCan from "../../../plugins/twizy/can.ts";
import twizyCar from "../../../plugins/twizy/car.ts";
import dtc from "../../../plugins/twizy/dtc/mod.ts";
import { SimulatedNode } from "../../../runtime/mod.ts";
import { type Bench, bench } from "../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;
const EMPTY = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/** Present, to be stored, G1; Bt; 12 V; 70000 km. */
const FIRST = [5, 17, 0x66, 0x89, 1, 0x11, 0x70, 3, 42, 80, 55];
const OLD = [7, 2, 0x80, 0x19, 0, 0x03, 0xe8, 0xff, 1, 50, 0xff];

async function withDisplay(
  run: (o: Bench, slots: number[][], asked: string[]) => Promise<void>,
) {
  await using o = await bench(dtc, { with: [twizyCan, twizyCar] });
  const slots = [OLD, ...Array(9).fill(EMPTY)];
  const node = new SimulatedNode({
    to: 0x743,
    from: 0x763,
    answers: {
      "10c0": [0x50, 0xc0],
      "2181": [
        0x61,
        0x81,
        ...new TextEncoder().encode("VF1ACVYB012345678"),
        0x12,
        0x34,
      ],
      "2113": () => [0x61, 0x13, ...slots.flat()],
      "14ffffff": () => {
        slots.fill(EMPTY);
        return [0x54];
      },
    },
    after: (ms, work) => o.hal.clock.after(ms, work),
    emit: (id, data) => o.hal.bus.inject(id, data),
  });
  o.hal.bus.attach({ receive: (id, data) => node.receive(id, data) });
  await run(o, slots, node.asked);
}

/** First lines of what the owner was told. */
const told = (o: Bench) =>
  o.hal.gsm.sent.map(({ text }) => text.split("\n")[0]);

/** Seconds of a car that stands, switched on. */
async function awake(o: Bench, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    o.frame(0x597, "0095214129000100");
    o.frame(0x599, "000003E8FF3C0000");
    await o.seconds(1);
  }
}

Deno.test("DTC reads what the display stored, in a diagnostic session", () =>
  withDisplay(async (o, slots, asked) => {
    slots[1] = FIRST;
    await awake(o, 2);
    assert.deepEqual(await o.sms("DTC"), [
      "ERROR: CAN bus write access disabled.",
    ]);
    assert.deepEqual(asked, []);
    o.feature(WRITE, 1);
    const lines = (await o.sms("DTC")).join("\n").split("\n");
    assert.deepEqual(lines.map((line) => line.trim()), [
      "DTC report: 2 stored, 1 present",
      "#01: 7/2 rev2 DNS",
      "@ 1000km -kph SOC=50% BV=12V TC=1 IC=-",
      "#02: 5/17 rev1 PRESENT(1x) G1 MEM Bt",
      "@ 70000km 55kph SOC=80% BV=12V TC=42 IC=3",
      ...["03", "04", "05", "06", "07", "08", "09", "10"].map((n) =>
        `#${n}: -clear-`
      ),
    ]);
    assert.deepEqual(asked, ["10c0", "2113"]);
  }));

Deno.test("ten slots are told whole, within the SMS that a reply may have; empty ones are clear", () =>
  withDisplay(async (o, slots) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    const report = async () =>
      (await o.sms("DTC")).join("\n").split("\n").map((line) => line.trim());
    slots.fill(FIRST);
    const all = await report();
    assert.equal(all.length, 21);
    assert.equal(all[19], "#10: 5/17 rev1 PRESENT(1x) G1 MEM Bt");
    slots.fill(EMPTY);
    assert.deepEqual(await report(), [
      "DTC report: 0 stored, 0 present",
      ...slots.map((_, n) => `#${String(n + 1).padStart(2, "0")}: -clear-`),
    ]);
    // Every flag and the longest numbers in each: the last SMS says that there is more
    slots.fill([255, 255, 255, 255, 3, 255, 255, 254, 255, 100, 254]);
    const most = await o.sms("DTC");
    assert.equal(most.length, 8);
    assert.match(most[7] ?? "", /more messages were left out/);
  }));

Deno.test("nobody is asked by himself unless dtc.watch is on; then new codes are told once", () =>
  withDisplay(async (o, slots, asked) => {
    o.feature(WRITE, 1);
    await awake(o, 25);
    assert.deepEqual(asked, []);
    o.set("dtc.watch", "on");
    await awake(o, 25);
    // What was stored before is no news
    assert.deepEqual(told(o), []);
    assert.equal(o.metric("v.vin"), "VF1ACVYB012345678");
    slots[3] = FIRST;
    await awake(o, 25);
    assert.deepEqual(told(o), [
      "DTC update (2 stored, 1 present):",
    ]);
  }));

Deno.test("codes are cleared in a car that stands only", () =>
  withDisplay(async (o, slots, asked) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    o.frame(0x599, "000003E8FF3C0100");
    assert.match(String(await o.sms("DTC CLEAR")), /while the car stands/);
    assert.ok(!asked.includes("14ffffff"));
    await awake(o, 1);
    assert.deepEqual(await o.sms("DTC CLEAR"), ["DTC store has been cleared."]);
    assert.deepEqual(slots[0], EMPTY);
  }));

Deno.test("codes stay in a car that stood before the program was held up, whatever waited to be heard", () =>
  withDisplay(async (o, slots, asked) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    o.hal.clock.halt(30_000);
    await o.hal.clock.run(0);
    o.frame(0x597, "0095214129000100");
    o.frame(0x599, "000003E8FF3C0000");
    assert.match(String(await o.sms("DTC CLEAR")), /while the car stands/);
    await o.seconds(1);
    assert.match(String(await o.sms("DTC CLEAR")), /while the car stands/);
    assert.ok(!asked.includes("14ffffff"));
    await awake(o, 1);
    assert.deepEqual(await o.sms("DTC CLEAR"), ["DTC store has been cleared."]);
    assert.deepEqual(slots[0], EMPTY);
  }));

Deno.test("codes stay in a car that sets off while the display takes its time", () =>
  withDisplay(async (o, slots, asked) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    o.hal.bus.attach({
      receive: (_, data) => {
        if (data[1] === 0x21) o.frame(0x599, "000003E8FF3C0100");
      },
    });
    assert.match(String(await o.sms("DTC CLEAR")), /while the car stands/);
    assert.ok(!asked.includes("14ffffff"));
    assert.deepEqual(slots[0], OLD);
  }));

Deno.test("a display that says too little is no fault of the plugin", () =>
  withDisplay(async (o, slots) => {
    slots.length = 2;
    o.feature(WRITE, 1);
    o.set("dtc.watch", "on");
    await awake(o, 60);
    assert.match(String(await o.sms("DTC")), /^The answer has 22 bytes/);
    assert.equal(o.runtime.host.find("dtc")?.faults, 0);
  }));

Deno.test("an answer to another question is none to a free one", () =>
  withDisplay(async (o) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    o.hal.bus.attach({
      receive: (_, data) => {
        if (data[2] === 0x13) o.frame(0x763, "0361804100000000");
      },
    });
    assert.match(
      String(await o.sms("OBD cluster 2113")),
      /^61 13 07 02 80/,
    );
  }));

Deno.test("free requests only read", () =>
  withDisplay(async (o, _, asked) => {
    o.feature(WRITE, 1);
    await awake(o, 2);
    const { sent } = o.hal.bus.counters;
    for (
      const [words, refusal] of [
        ["cluster 2e0001", /Service 2E may change .* not sent/],
        // Sessions for programming, in which a unit does nothing else
        ["bms 1002", /Session 02 .* sessions 01 03 81 C0 are/],
        ["charger 1085", /Session 85/],
        ["broadcast 1082", /Session 82/],
        ["device 743 763 10", /Session 00/],
        // The network's own: 02 01 stops the motor controller; the battery's; SDO; an eDriver's BMS
        ["device 0 581 0100", /from 710 to 7ff: 0 may mean something else/],
        ["device 155 581 1003485480", /not sent/],
        ["device 601 581 3e01", /not sent/],
        ["device 705 763 0100", /not sent/],
      ] as const
    ) {
      assert.match(String(await o.sms(`OBD ${words}`)), refusal, words);
    }
    assert.deepEqual(asked, []);
    assert.equal(o.hal.bus.counters.sent, sent);
    assert.deepEqual(await o.sms("OBD cluster 10C0"), ["50 C0"]);
    assert.deepEqual(await o.sms("OBD device 743 763 10c0"), ["50 C0"]);
  }));

Deno.test("a broadcast shows what each unit answered, and sends nothing but the question and the word to go on", async () => {
  await using o = await bench(dtc, { with: [twizyCan, twizyCar] });
  const sent: string[] = [];
  const unit = (to: number, from: number, own: number, length: number) =>
    new SimulatedNode({
      to,
      from,
      also: [0x7df],
      answers: { "2180": [0x61, 0x80, ...Array(length).fill(own)] },
      after: (ms, work) => o.hal.clock.after(ms, work),
      emit: (id, data) => o.hal.bus.inject(id, data),
    });
  const nodes = [
    unit(0x743, 0x763, 0x11, 9),
    unit(0x79b, 0x7bb, 0x22, 3),
    // Nobody knows how this one is asked
    unit(0x7a0, 0x7a9, 0x33, 20),
  ];
  o.hal.bus.attach({
    receive: (id, data) => {
      sent.push(id.toString(16));
      for (const node of nodes) node.receive(id, data);
      // What is no answer, and what another unit refuses
      o.hal.bus.inject(0x701, Uint8Array.of(5));
      if (id === 0x7df) {
        o.hal.bus.inject(0x7e8, Uint8Array.of(3, 0x7f, 0x21, 0x12));
      }
    },
  });
  await awake(o, 2);
  assert.deepEqual(await o.sms("OBD broadcast 2180"), [
    "ERROR: CAN bus write access disabled.",
  ]);
  assert.deepEqual(sent, [], "nothing is sent while feature 15 is off");
  o.feature(WRITE, 1);
  assert.match(String(await o.sms("OBD broadcast 2e0001")), /not sent/);
  assert.match(
    String(await o.sms("OBD broadcast 2180000000000000")),
    /Expected/,
  );
  assert.deepEqual(sent, []);
  const lines = (await o.sms("OBD broadcast 21 80")).join("\n").split("\n");
  assert.deepEqual(lines.map((line) => line.trim()), [
    `763: 61 80${" 11".repeat(9)}`,
    `7A9: 61 80${" 33".repeat(4)} ...`,
    `7BB: 61 80${" 22".repeat(3)}`,
    "7E8: 7F 21 12",
  ]);
  assert.deepEqual(sent, ["7df", "743"]);
  for (const node of nodes) node.silent = true;
  assert.deepEqual(await o.sms("OBD broadcast 1081"), [
    "No control unit answered within 3000 ms",
  ]);
});

Deno.test("a display that takes its time is waited for, up to three seconds", async () => {
  for (
    const [seconds, answer] of [[2, /^DTC report: 0/], [4, /3000 ms/]] as const
  ) {
    await using o = await bench(dtc, { with: [twizyCan, twizyCar] });
    const node = new SimulatedNode({
      to: 0x743,
      from: 0x763,
      answers: {
        "10c0": [0x50, 0xc0],
        "2113": () => [0x61, 0x13, ...Array(10).fill(EMPTY).flat()],
      },
      after: (ms, work) => o.hal.clock.after(ms, work),
      emit: (id, data) => {
        // The session's answer, one frame
        const ms = data[1] === 0x50 ? seconds * 1000 : 0;
        o.hal.clock.after(ms, () => o.hal.bus.inject(id, data));
      },
    });
    o.hal.bus.attach({ receive: (id, data) => node.receive(id, data) });
    o.feature(WRITE, 1);
    await awake(o, 2);
    assert.match((await o.sms("DTC")).join("\n"), answer);
  }
});
