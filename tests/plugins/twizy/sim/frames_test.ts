import { deepEqual, equal, ok } from "node:assert/strict";
import { SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { record, type Seen, wait } from "./recording.ts";

/** Frames of twizy-can.md section 5.1: identifier, DLC, period, phase in the 100 ms raster. */
type Row = readonly [id: number, dlc: number, every: number, phase: number];

const ALWAYS: readonly Row[] = [
  [0x155, 8, 10, 0],
  [0x423, 8, 100, 24],
  [0x424, 8, 100, 30],
  [0x425, 8, 100, 30],
  [0x426, 7, 100, 25],
  [0x436, 6, 100, 8],
  [0x554, 8, 1000, 30],
  [0x556, 8, 100, 30],
  [0x557, 8, 1000, 31],
  [0x55e, 8, 1000, 31],
  [0x55f, 8, 1000, 31],
  [0x597, 8, 100, 25],
  [0x599, 8, 100, 4],
  [0x5d7, 7, 100, 0],
  [0x627, 3, 100, 25],
  [0x628, 3, 100, 31],
  [0x659, 4, 3000, 32],
  [0x69f, 4, 1000, 13],
];

const WHILE_ON: readonly Row[] = [
  [0x080, 0, 20, 2],
  [0x196, 8, 10, 4],
  [0x19f, 8, 10, 4],
  [0x59b, 8, 100, 64],
  [0x59e, 8, 100, 64],
  [0x629, 3, 100, 64],
  [0x701, 1, 500, 60],
];

function keyOn(): SimTwizy {
  const car = new SimTwizy();
  car.command("key on");
  wait(car, 3000);
  return car;
}

function charging(): SimTwizy {
  const car = new SimTwizy();
  car.command("plug");
  wait(car, 3000);
  return car;
}

function checkRows(seen: readonly Seen[], rows: readonly Row[], ms: number) {
  for (const [id, dlc, every, phase] of rows) {
    const name = `0x${id.toString(16)}`;
    const frames = seen.filter((frame) => frame.id === id);
    equal(frames.length, ms / every, `${name}: frames`);
    const raster = Math.min(every, 100);
    for (const [i, { at, data }] of frames.entries()) {
      equal(data.length, dlc, `${name}: DLC`);
      equal(at % raster, phase % raster, `${name}: phase`);
      equal(at, (frames[0]?.at ?? 0) + i * every, `${name}: period`);
    }
  }
}

Deno.test("The car that is on sends each frame in its period and phase", () => {
  const seen = record(keyOn(), 6000);
  checkRows(seen, [...ALWAYS, ...WHILE_ON], 6000);
  equal(new Set(seen.map(({ id }) => id)).size, 25);
});

Deno.test("The charging car leaves out the motor controller's frames", () => {
  const seen = record(charging(), 6000);
  checkRows(seen, ALWAYS, 6000);
  equal(new Set(seen.map(({ id }) => id)).size, ALWAYS.length);
});

Deno.test("The slow battery frames come in one burst", () => {
  const slow = record(keyOn(), 5000, 0x554, 0x557, 0x55e, 0x55f);
  for (let i = 0; i < slow.length; i += 4) {
    const burst = slow.slice(i, i + 4);
    deepEqual(
      burst.map(({ id }) => id).sort(),
      [0x554, 0x557, 0x55e, 0x55f],
    );
    ok((burst.at(-1)?.at ?? 0) - (burst[0]?.at ?? 0) <= 1);
  }
});

Deno.test("Frames come in time order", () => {
  const car = keyOn();
  car.command("press D");
  const times = record(car, 2000).map(({ at }) => at);
  deepEqual(times, times.toSorted((a, b) => a - b));
});

Deno.test("Small steps and large ones give the same frames", () => {
  const lines = (steps: readonly number[]) => {
    const car = new SimTwizy({ seed: 7 });
    car.command("key on");
    car.command("drive city");
    const frames: string[] = [];
    let start = 0;
    for (const ms of steps) {
      for (const { at, id, hex } of record(car, ms)) {
        frames.push(`${start + at} ${id} ${hex}`);
      }
      start += ms;
    }
    return frames;
  };
  const whole = lines([20_000]);
  ok(whole.length > 9000);
  deepEqual(lines(Array(200).fill(100)), whole);
  deepEqual(lines(Array(2000).fill(10)), whole);
});

Deno.test("The same seed gives the same frames, another seed others", () => {
  const drive = (seed: number) => {
    const car = new SimTwizy({ seed });
    car.command("key on");
    car.command("drive city");
    return record(car, 60_000, 0x155, 0x556, 0x599).map(({ hex }) => hex)
      .join();
  };
  equal(drive(3), drive(3));
  ok(drive(3) !== drive(4));
});

Deno.test("The payloads of a standing car are the recorded ones", () => {
  const car = new SimTwizy({ soc: 52.601, odometer: 31000.42 });
  car.command("key on");
  wait(car, 2000);
  const last = new Map(record(car, 3000).map(({ id, hex }) => [id, hex]));
  equal(last.get(0x155), "07 97 CA 54 52 30 00 72");
  equal(last.get(0x19f), "FF FF 7D 0F 38 FF 40 FE");
  equal(last.get(0x423), "03 36 FF FF 00 E0 00 E5");
  equal(last.get(0x426), "00 78 01 00 79 18 00");
  equal(last.get(0x436), "00 01 79 30 00 00");
  equal(last.get(0x59b), "20 00 64 00 40 38 00 90");
  equal(last.get(0x59e), "00 00 0C A1 D5 37 00 00");
  equal(last.get(0x5d7), "00 00 02 F4 D8 A0 00");
  equal(last.get(0x69f), "F0 82 87 37");
  equal(last.get(0x701), "05");
});
