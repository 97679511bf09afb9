import assert from "node:assert/strict";
import type { CanFrame } from "../../../hal/mod.ts";
import { SimCanBus, SimClock, simHal } from "../../../hal/sim/mod.ts";

/** An open bus whose frames are noted as `id:bytes`. */
function openBus() {
  const clock = new SimClock(), bus = new SimCanBus(clock);
  const received: string[] = [];
  const text = (id: number, data: Uint8Array) =>
    `${id.toString(16)}:${data.toHex()}`;
  bus.open(({ id, data }: CanFrame) => void received.push(text(id, data)));
  return { clock, bus, received, text };
}

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

Deno.test("frames of devices reach the program, those of the program all devices", async () => {
  const { bus, received, text } = openBus();
  const nodes: string[][] = [[], []];
  const stops = nodes.map((seen) =>
    bus.attach({ receive: (id, data) => void seen.push(text(id, data)) })
  );
  bus.inject(0x155, bytes(1, 2));
  bus.listenOnly(false);
  await bus.send(0x601, bytes(0x40));
  assert.deepEqual(received, ["155:0102"]);
  assert.deepEqual(nodes, [["601:40"], ["601:40"]]);
  stops[0]?.();
  await bus.send(0x602, bytes());
  assert.deepEqual(nodes, [["601:40"], ["601:40", "602:"]]);
  const { received: inward, sent, errors } = bus.counters;
  assert.deepEqual([inward, sent, errors], [1, 2, 0]);
});

Deno.test("the bus listens until it may send", async () => {
  const { bus } = openBus();
  const seen: number[] = [];
  bus.attach({ receive: (id) => void seen.push(id) });
  await assert.rejects(bus.send(1, bytes()), /listen-only/);
  assert.deepEqual([seen, bus.counters.errors], [[], 1]);
});

Deno.test("every n-th frame gets lost, in either direction", async () => {
  const { bus, received } = openBus();
  bus.listenOnly(false);
  const seen: number[] = [];
  bus.attach({ receive: (id) => void seen.push(id) });
  bus.faults.dropEvery = 3;
  for (let id = 1; id <= 6; id++) bus.inject(id, bytes());
  for (let id = 7; id <= 9; id++) await bus.send(id, bytes());
  assert.deepEqual(received, ["1:", "2:", "4:", "5:"]);
  assert.deepEqual(seen, [7, 8]);
  bus.faults.dropEvery = 0;
  for (let id = 1; id <= 3; id++) bus.inject(id, bytes());
  assert.equal(received.length, 7);
});

Deno.test("delayed frames keep their bytes and their order", () => {
  const { bus, clock, received } = openBus();
  bus.faults.delay = 20;
  const data = bytes(1);
  bus.inject(1, data);
  data[0] = 2;
  clock.advance(10);
  bus.inject(2, data);
  clock.advance(9);
  assert.deepEqual(received, []);
  clock.advance(1);
  assert.deepEqual(received, ["1:01"]);
  clock.advance(10);
  assert.deepEqual(received, ["1:01", "2:02"]);
});

Deno.test("a silent bus hands nothing over, and says so", async () => {
  const { bus, received } = openBus();
  bus.listenOnly(false);
  const seen: number[] = [];
  bus.attach({ receive: (id) => void seen.push(id) });
  assert.equal(bus.state, "up");
  bus.faults.silent = true;
  assert.equal(bus.state, "silent");
  bus.inject(1, bytes());
  await bus.send(2, bytes());
  assert.deepEqual([received, seen], [[], []]);
  bus.faults.silent = false;
  bus.inject(3, bytes());
  assert.deepEqual(received, ["3:"]);
});

Deno.test("a bus that is closed takes and gives nothing", async () => {
  const { bus, received, clock } = openBus();
  bus.faults.delay = 10;
  bus.inject(1, bytes());
  await bus.close();
  clock.advance(10);
  bus.inject(2, bytes());
  clock.advance(10);
  assert.deepEqual([received, bus.state], [[], "not open"]);
  await assert.rejects(bus.send(1, bytes()), /not open/);
});

Deno.test("buses are never mixed, in either direction", async () => {
  const { bus, can } = simHal();
  const got: string[] = [], seen: string[] = [];
  can.open(({ bus, id }) => got.push(`${bus}:${id}`), new Map([[1, []]]));
  bus.attach({ receive: (id) => seen.push(`1:${id}`) });
  bus.attach({ receive: (id) => seen.push(`2:${id}`) }, 2);
  bus.inject(5, bytes());
  bus.inject(5, bytes(), false, 2);
  can.writable = true;
  await can.send(6, bytes());
  await can.send(7, bytes(), 2);
  assert.deepEqual(got, ["1:5", "2:5"]);
  assert.deepEqual(seen, ["1:6", "2:7"]);
  await assert.rejects(can.send(8, bytes(), 3), /CAN bus 3 is not set up/);
});
