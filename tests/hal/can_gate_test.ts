import assert from "node:assert/strict";
import { CanReadOnlyError, GatedCan } from "../../hal/can_gate.ts";
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
  open(_receive: (frame: CanFrame) => void, ids: readonly number[]): void {
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
  const spy = new Spy(), can = new GatedCan(spy);
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
  const spy = new Spy(), can = new GatedCan(spy);
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
  const spy = new Spy(), can = new GatedCan(spy);
  for (const on of [false, true, true, false, false]) can.writable = on;
  assert.deepEqual(spy.calls, [
    "listenOnly true",
    "listenOnly false",
    "listenOnly true",
  ]);
});

Deno.test("everything else goes to the driver, which is not handed out", async () => {
  const spy = new Spy(), can = new GatedCan(spy);
  can.open(() => {}, [5, 6]);
  await can.close();
  assert.deepEqual(spy.calls.slice(1), ["open 5,6", "close"]);
  assert.deepEqual([can.name, can.state, can.counters], [
    "spy",
    "fine",
    spy.counters,
  ]);
  const reachable = Reflect.ownKeys(can).map((key) => Reflect.get(can, key));
  assert.ok(!reachable.includes(spy));
});
