import { deepEqual, equal, ok } from "node:assert/strict";
import { SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { changes, record, type Seen, wait } from "./recording.ts";

/** B0, B1 and B3 of each 0x597, without repetitions. */
function phases(seen: readonly Seen[]): string[] {
  return changes(
    seen.filter(({ id }) => id === 0x597)
      .map(({ hex }) => `${hex.slice(0, 5)} ${hex.slice(9, 11)}`),
  );
}

function first(seen: readonly Seen[], id: number): Seen | undefined {
  return seen.find((frame) => frame.id === id);
}

function lastAt(seen: readonly Seen[], id: number): number | undefined {
  return seen.findLast((frame) => frame.id === id)?.at;
}

function on(options = {}): SimTwizy {
  const car = new SimTwizy(options);
  car.command("key on");
  wait(car, 3000);
  return car;
}

function charging(soc = 50): SimTwizy {
  const car = new SimTwizy({ soc });
  car.command("plug");
  wait(car, 4000);
  return car;
}

Deno.test("Switching on goes through the recorded phases", () => {
  const car = new SimTwizy();
  equal(car.awake, false);
  car.command("key on");
  equal(car.awake, true);
  const seen = record(car, 3000);
  deepEqual(phases(seen), [
    "00 F0 A2",
    "00 F0 A1",
    "00 F0 C1",
    "00 F4 C1",
    "00 F5 41",
    "00 95 41",
  ]);
  equal(first(seen, 0x597)?.hex, "00 F0 00 A2 29 00 01 00");
  equal(first(seen, 0x155)?.at, 200);
  for (const id of [0x196, 0x19f, 0x59b, 0x59e, 0x629]) {
    ok(Math.abs((first(seen, id)?.at ?? 0) - 1600) < 100);
  }
  deepEqual(
    seen.filter(({ id }) => id === 0x701).map(({ at, hex }) => [at, hex]),
    [[1500, "00"], [2060, "05"], [2560, "05"]],
  );
});

Deno.test("Switching on sends payloads without values first", () => {
  const car = new SimTwizy();
  car.command("key on");
  const seen = record(car, 1300);
  const INIT: Readonly<Record<number, string>> = {
    0x424: "00 FF FF FF 7F 7F 00 7F",
    0x425: "1D FF 4C FF FF FE 01 FF",
    0x554: "FF FF FF FF FF FF FF 00",
    0x556: "FF FF FF FF FF FF FF FA",
    0x557: "FF FF FF FF FF FF FF F0",
    0x55e: "FF FF FF FF FF FF 00 00",
    0x55f: "FF FF 73 00 00 FF FF FF",
  };
  for (const [id, payload] of Object.entries(INIT)) {
    equal(first(seen, Number(id))?.hex, payload);
  }
  deepEqual(
    changes(seen.filter(({ id }) => id === 0x155).map(({ hex }) => hex)),
    ["FF 97 D0 94 00 08 00 72", "07 97 D0 94 7D 00 00 72"],
  );
  equal(first(seen, 0x599)?.hex, "00 00 11 43 FF FF 00 00");
});

Deno.test("Switching off ends in silence", () => {
  const car = on();
  car.command("key off");
  const seen = record(car, 20_000);
  deepEqual(phases(seen), ["00 85 41", "00 E5 D1", "00 E4 D1", "00 E0 D1"]);
  equal(seen.filter(({ hex }) => hex.startsWith("00 85")).length, 2);
  equal(first(seen, 0x59e), undefined);
  const bms = lastAt(seen, 0x155) ?? 0;
  const all = lastAt(seen, 0x597) ?? 0;
  ok(
    all - bms > 2000 && all - bms < 10_000,
    "the BMS stops some seconds before",
  );
  ok(seen.every(({ id, hex }) => id !== 0x599 || hex.endsWith("FF FF")));
  equal(car.awake, false);
  equal(record(car, 3_600_000).length, 0);
});

Deno.test("The last power of a switched off car is none", () => {
  const car = on();
  car.command("key off");
  const seen = record(car, 5000, 0x155);
  equal(seen[0]?.hex.slice(3, 8), "97 D0");
  equal(seen.at(-1)?.hex.slice(9, 11), "94");
});

Deno.test("Plugging in leads to charging, full to charge end and silence", () => {
  const car = new SimTwizy({ soc: 99.95 });
  car.command("plug");
  const seen = record(car, 120_000);
  deepEqual(phases(seen), [
    "20 E0 A1",
    "20 E0 A2",
    "20 E0 A1",
    "20 E4 B1",
    "20 A4 B1",
    "20 E4 D1",
    "20 E0 D1",
    "20 E0 91",
  ]);
  const full = seen.findIndex(({ hex }) => hex === "00 97 D0 54 9C 40 00 72");
  const end = seen.findIndex(({ hex }) => hex.startsWith("20 E4 00 D1"));
  ok(full > 0);
  ok(
    seen.slice(full, seen.length).some(({ id, hex }) =>
      id === 0x597 && hex.startsWith("20 A4")
    ),
    "full is shown while still charging",
  );
  ok(
    seen.slice(end).some(({ id, hex }) =>
      id === 0x424 && hex.startsWith("12 40")
    ),
  );
  equal(car.awake, false);
  equal(car.truth.soc, 100);
});

Deno.test("Pulling the cable while charging ends in silence", () => {
  const car = charging();
  car.command("unplug");
  const seen = record(car, 20_000);
  deepEqual(phases(seen), ["00 A4 B1", "00 E4 B1", "00 E4 D1", "00 E0 D1"]);
  ok(seen.every(({ id, hex }) => id !== 0x155 || hex.startsWith("07 97 D0")));
  equal(car.awake, false);
});

Deno.test("Pulling the cable at once ends in silence", () => {
  const car = new SimTwizy();
  car.command("plug");
  wait(car, 600);
  car.command("unplug");
  const seen = record(car, 20_000);
  deepEqual(phases(seen), ["00 E0 D1"]);
  equal(car.awake, false);
});

Deno.test("Charging with the key on changes only the high nibble", () => {
  const car = on();
  car.command("plug");
  deepEqual(phases(record(car, 5000)), ["20 95 41", "20 F5 B1", "20 B5 B1"]);
  car.command("key off");
  const off = record(car, 3000);
  deepEqual(phases(off), ["20 A4 B1"]);
  equal(first(off, 0x59e), undefined);
  car.command("key on");
  deepEqual(phases(record(car, 3000)), ["20 B4 B1", "20 B5 B1"]);
  car.command("unplug");
  deepEqual(phases(record(car, 3000)), ["00 B5 B1", "00 F5 D1", "00 95 41"]);
});

Deno.test("A charge that ends with the key on leaves the car on", () => {
  const car = on({ soc: 99.9 });
  car.command("plug");
  wait(car, 300_000);
  equal(car.state.charging, false);
  deepEqual(phases(record(car, 1000)), ["20 95 41"]);
});

Deno.test("Trickle charging is neither on nor charging", () => {
  const car = new SimTwizy();
  car.command("trickle");
  const seen = record(car, 5000);
  deepEqual(phases(seen), ["00 E0 A2", "00 E4 A1", "00 84 91"]);
  ok(car.volts > 13.5);
  wait(car, 1_810_000);
  equal(car.awake, false);
});

Deno.test("Switching on during the tail works, and off before the end of it", () => {
  const car = on();
  car.command("key off");
  wait(car, 1500);
  car.command("key on");
  deepEqual(phases(record(car, 3000)).at(-1), "00 95 41");
  car.command("key off");
  wait(car, 1000);
  car.command("key on");
  wait(car, 400);
  car.command("key off");
  wait(car, 10_000);
  equal(car.awake, false);
});

Deno.test("Speed is unknown to the display while charging, the range stays", () => {
  const car = on({ soc: 60 });
  const range = record(car, 100, 0x599)[0]?.data[5];
  car.command("key off");
  wait(car, 20_000);
  car.command("plug");
  const seen = record(car, 900_000, 0x599, 0x5d7);
  ok(car.truth.soc > 67);
  for (const { id, data, hex } of seen) {
    if (id === 0x5d7) ok(hex.startsWith("FF FF"));
    else {
      ok(hex.endsWith("FF FF"));
      equal(data[5], range);
    }
  }
  car.command("unplug");
  car.command("key on");
  wait(car, 3000);
  ok((record(car, 100, 0x599)[0]?.data[5] ?? 0) > (range ?? 0) + 4);
});
