import assert from "node:assert/strict";
import { CanReadOnlyError, GatedCan } from "../../hal/can_gate.ts";
import { Frame } from "../../hal/can_frame.ts";
import type { CanDriver, CanFrame } from "../../hal/mod.ts";

/** A driver that notes what it is asked for, and would send anything. */
class Spy implements CanDriver {
  readonly name = "spy";
  readonly counters = {
    received: 1,
    sent: 2,
    errors: 3,
    overruns: 4,
    reopened: 5,
  };
  readonly state = "fine";
  readonly calls: string[] = [];
  receive: (frame: CanFrame) => void = () => {};
  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void {
    this.receive = receive;
    this.calls.push(`open ${ids}`);
  }
  listenOnly(on: boolean): void {
    this.calls.push(`listenOnly ${on}`);
  }
  send(id: number, data: Uint8Array): Promise<void> {
    this.calls.push(`send ${id} ${data.toHex()}`);
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.calls.push("close");
    return Promise.resolve();
  }
}

Deno.test("the gate starts closed, and the driver listening", async () => {
  const spy = new Spy(), can = new GatedCan([[1, spy]]);
  assert.equal(can.writable, false);
  await assert.rejects(can.send(1, Uint8Array.of(2)), (error) => {
    assert.ok(error instanceof CanReadOnlyError);
    assert.equal(
      error.message,
      "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
    );
    return true;
  });
  assert.deepEqual(spy.calls, ["listenOnly true"]);
});

Deno.test("frames pass while the gate is open, and not a moment longer", async () => {
  const spy = new Spy(), can = new GatedCan([[1, spy]]);
  can.writable = true;
  const on = can.send(1, Uint8Array.of(2));
  can.writable = false;
  const off = can.send(3, Uint8Array.of(4));
  await on;
  await assert.rejects(off, CanReadOnlyError);
  assert.deepEqual(spy.calls, [
    "listenOnly true",
    "listenOnly false",
    "send 1 02",
    "listenOnly true",
  ]);
});

Deno.test("the driver is only told of changes", () => {
  const spy = new Spy(), can = new GatedCan([[1, spy]]);
  for (const on of [false, true, true, false, false]) can.writable = on;
  assert.deepEqual(spy.calls, [
    "listenOnly true",
    "listenOnly false",
    "listenOnly true",
  ]);
});

Deno.test("everything else goes to the driver, which is not handed out", async () => {
  const spy = new Spy(), can = new GatedCan([[1, spy]]);
  can.open(() => {}, new Map([[1, [5, 6]]]));
  await can.close();
  assert.deepEqual(spy.calls.slice(1), ["open 5,6", "close"]);
  const { name, state, counters } = spy;
  assert.deepEqual(can.buses, [{ number: 1, name, state, counters }]);
  const reachable = Reflect.ownKeys(can).map((key) => Reflect.get(can, key));
  assert.ok(!reachable.includes(spy));
});

/** Two buses whose drivers are watched. */
function twoBuses() {
  const one = new Spy(), two = new Spy();
  return { one, two, can: new GatedCan([[2, two], [1, one]]) };
}

Deno.test("frames tell their bus, and go to the bus that is named", async () => {
  const { one, two, can } = twoBuses();
  const got: string[] = [];
  can.open(
    ({ bus, id, data }) => got.push(`${bus}:${id}:${data.toHex()}`),
    new Map([[1, [5]], [2, [6, 7]]]),
  );
  two.receive(new Frame(6, Uint8Array.of(2)));
  one.receive(new Frame(5, Uint8Array.of(1)));
  assert.deepEqual(got, ["2:6:02", "1:5:01"]);
  can.writable = true;
  await can.send(8, Uint8Array.of(1));
  await can.send(9, Uint8Array.of(2), 2);
  assert.deepEqual(one.calls.slice(1), [
    "open 5",
    "listenOnly false",
    "send 8 01",
  ]);
  assert.deepEqual(two.calls.slice(1), [
    "open 6,7",
    "listenOnly false",
    "send 9 02",
  ]);
});

Deno.test("the gate closes all buses, also when one of them cannot be told", async () => {
  const { one, two, can } = twoBuses();
  can.writable = true;
  for (const spy of [one, two]) {
    spy.listenOnly = () => {
      spy.calls.push("asked");
      throw new Error("the device is gone");
    };
  }
  can.writable = false;
  assert.equal(can.writable, false);
  for (const [bus, spy] of [one, two].entries()) {
    await assert.rejects(
      can.send(1, Uint8Array.of(1), bus + 1),
      CanReadOnlyError,
    );
    assert.equal(spy.calls.at(-1), "asked");
  }
});

Deno.test("a bus without an interface is told as soon as somebody wants it; the others work", async () => {
  const one = new Spy(), can = new GatedCan([[1, one]]);
  assert.deepEqual(can.buses.map(({ number }) => number), [1]);
  can.open(() => {}, new Map([[1, [5]], [2, [6]]]));
  assert.deepEqual(
    can.buses.map(({ number, state }) => [number, state]),
    [
      [1, "fine"],
      [2, "not set up: name its interface with --can 2="],
    ],
  );
  can.writable = true;
  await can.send(1, Uint8Array.of(1));
  await assert.rejects(can.send(1, Uint8Array.of(1), 2), /CAN bus 2 is not/);
  can.add(2, new Spy());
  await can.send(1, Uint8Array.of(1), 2);
});

Deno.test("a bus that comes later is as open and as closed as the others", async () => {
  const { can } = twoBuses(), late = new Spy(), seen: number[] = [];
  can.open(({ bus }) => seen.push(bus), new Map([[3, [9]]]));
  can.add(3, late);
  late.receive(new Frame(9, new Uint8Array()));
  assert.deepEqual(seen, [3]);
  await assert.rejects(can.send(9, new Uint8Array(), 3), CanReadOnlyError);
  assert.deepEqual(late.calls, ["listenOnly true", "open 9"]);
});

Deno.test("who looks on sees what is handed over and what was sent, and no more once stopped", async () => {
  const spy = new Spy(), can = new GatedCan([[2, spy]]);
  const seen: string[] = [];
  const stop = can.tap(({ bus, id, data }) =>
    seen.push(`${bus} ${id} ${data.toHex()}`)
  );
  can.open(() => seen.push("received"), new Map([[2, [7]]]));
  spy.receive(new Frame(7, Uint8Array.of(1)));
  await assert.rejects(can.send(8, Uint8Array.of(2), 2), CanReadOnlyError);
  can.writable = true;
  await can.send(8, Uint8Array.of(2), 2);
  assert.deepEqual(seen, ["received", "2 7 01", "2 8 02"]);
  stop();
  spy.receive(new Frame(7, Uint8Array.of(1)));
  assert.deepEqual(seen.slice(3), ["received"]);
  assert.ok(spy.calls.includes("open 7"));
});
