import assert from "node:assert/strict";
import { toHex } from "../../hal/can_frame.ts";
import type { CanDriver } from "../../hal/mod.ts";
import { until } from "./until.ts";

/** A driver with a stand-in for its device and bus. What a device cannot do is left out. */
export interface CanStand {
  readonly driver: CanDriver;
  /** Puts a frame of another node on the bus. */
  inject(id: number, data: Uint8Array): void | Promise<void>;
  /** Frames that the driver put on the bus, as `id#data`. */
  sent(): readonly string[];
  /** Frames of 29 bits can be sent and received. */
  readonly extended: boolean;
  /** A receiver's fault stays with the driver; the simulation shows it to whoever injected the frame. */
  readonly guards: boolean;
  /** Puts a frame on the bus so that it arrives in single bytes. */
  dribble?(id: number, data: Uint8Array): Promise<void>;
  /** Delivers something that is no frame, or only a part of one. */
  garble?(): void | Promise<void>;
  /** Makes the device take nothing for a while, so that a send has to wait (EAGAIN). */
  clog?(): Promise<() => Promise<void>>;
  /** Takes the device away. */
  unplug?(): Promise<void>;
  /** Brings it back. */
  plug?(): Promise<void>;
  /** Removes stand-in and driver. */
  close(): Promise<void>;
}

/** A frame as the contract's log shows it. */
export function show(id: number, data: Uint8Array): string {
  return `${id.toString(16).toUpperCase()}#${toHex(data)}`;
}

const IDS = [0x155, 0x599, 0x18daf110];
const bytes = (...values: number[]) => Uint8Array.from(values);

/** What every CAN driver has to do, whatever is behind it. */
export function canContract(
  name: string,
  makeStand: () => CanStand | Promise<CanStand>,
): void {
  Deno.test(`CAN contract: ${name}`, async (t) => {
    const stand = await makeStand();
    try {
      await runContract(t, stand);
    } finally {
      await stand.close();
    }
  });
}

async function runContract(t: Deno.TestContext, stand: CanStand) {
  const { driver } = stand;
  const got: string[] = [];
  let fail = false;
  const receive = async (what: string, ...expected: string[]) => {
    await until(what, () => got.length >= expected.length);
    assert.deepEqual(got.splice(0), expected);
  };

  await t.step("is not up before it is opened", async () => {
    assert.notEqual(driver.state, "up");
    await assert.rejects(driver.send(0x155, bytes(1)));
  });

  await t.step("comes up", async () => {
    driver.open((frame) => {
      got.push(show(frame.id, frame.data));
      if (fail) throw new Error("a receiver's fault");
    }, IDS);
    await until("up", () => driver.state === "up");
    assert.equal(driver.counters.received, 0);
    assert.equal(driver.counters.reopened, 0);
  });

  await t.step("hands frames over in order, of every length", async () => {
    const expected: string[] = [];
    for (let length = 0; length <= 8; length++) {
      const data = Uint8Array.from({ length }, (_, at) => 0xf0 + at);
      await stand.inject(0x155, data);
      expected.push(show(0x155, data));
    }
    await receive("frames", ...expected);
    assert.equal(driver.counters.received, 9);
  });

  if (stand.extended) {
    await t.step("hands 29-bit frames over", async () => {
      await stand.inject(0x18daf110, bytes(0xde, 0xad));
      await receive("a frame", "18DAF110#DEAD");
    });
  }

  await t.step("refuses to send while it listens only", async () => {
    const errors = driver.counters.errors;
    await assert.rejects(driver.send(0x599, bytes(1, 2)));
    assert.deepEqual(stand.sent(), []);
    assert.equal(driver.counters.sent, 0);
    assert.equal(driver.counters.errors, errors + 1);
  });

  await t.step("sends once that is allowed", async () => {
    driver.listenOnly(false);
    await driver.send(0x601, bytes(0x40, 0, 0x10, 0, 0, 0, 0, 0));
    await driver.send(0x7ff, bytes());
    const expected = ["601#4000100000000000", "7FF#"];
    if (stand.extended) {
      await driver.send(0x18da10f1, bytes(7));
      expected.push("18DA10F1#07");
    }
    await until("sent", () => stand.sent().length >= expected.length);
    assert.deepEqual(stand.sent(), expected);
    assert.equal(driver.counters.sent, expected.length);
  });

  await t.step("refuses what no frame can carry", async () => {
    const before = stand.sent().length;
    await assert.rejects(driver.send(-1, bytes(1)));
    await assert.rejects(driver.send(0x20000000, bytes(1)));
    await assert.rejects(driver.send(1.5, bytes(1)));
    await assert.rejects(driver.send(0x601, new Uint8Array(9)));
    assert.equal(stand.sent().length, before);
  });

  await t.step("still receives while it takes part in the bus", async () => {
    await stand.inject(0x599, bytes(3));
    await receive("a frame", "599#03");
  });

  if (stand.guards) {
    await t.step("survives a fault of its receiver", async () => {
      const errors = driver.counters.errors;
      fail = true;
      await stand.inject(0x155, bytes(1));
      await receive("a frame", "155#01");
      fail = false;
      await stand.inject(0x155, bytes(2));
      await receive("the next frame", "155#02");
      assert.equal(driver.counters.errors, errors + 1);
    });
  }

  const { clog } = stand;
  if (clog) {
    await t.step("waits while the device takes nothing", async () => {
      const before = stand.sent().length;
      const free = await clog.call(stand);
      const sending = driver.send(0x602, bytes(5));
      await free();
      await sending;
      await until("sent", () => stand.sent().length > before);
      assert.equal(stand.sent().at(-1), "602#05");
    });
  }

  await t.step("stops sending when that is forbidden again", async () => {
    const before = stand.sent().length;
    driver.listenOnly(true);
    await assert.rejects(driver.send(0x601, bytes(1)));
    await stand.inject(0x155, bytes(9));
    await receive("a frame", "155#09");
    assert.equal(stand.sent().length, before);
  });

  await t.step(
    "never sends what was asked before it was forbidden",
    async () => {
      const before = stand.sent().length;
      driver.listenOnly(false);
      await driver.send(0x601, bytes(1));
      const late = driver.send(0x601, bytes(2)).then(() => true, () => false);
      driver.listenOnly(true);
      const wentOut = await late ? 2 : 1;
      await stand.inject(0x155, bytes(8));
      await receive("a frame", "155#08");
      assert.equal(stand.sent().length, before + wentOut);
    },
  );

  if (stand.dribble) {
    await t.step("puts a frame together from pieces", async () => {
      await stand.dribble?.(0x155, bytes(1, 2, 3));
      await receive("a frame", "155#010203");
    });
  }

  if (stand.garble) {
    await t.step("counts what is no frame, and goes on", async () => {
      const errors = driver.counters.errors;
      await stand.garble?.();
      await stand.inject(0x155, bytes(4));
      await receive("a frame", "155#04");
      assert.ok(driver.counters.errors > errors);
    });
  }

  if (stand.unplug && stand.plug) {
    await t.step("says so when the device goes", async () => {
      await stand.unplug?.();
      await until("not up", () => driver.state !== "up");
      assert.match(driver.state, /^\S.{5,}[^.]$/);
      await assert.rejects(driver.send(0x601, bytes(1)));
    });

    await t.step("opens it again when it returns", async () => {
      await stand.plug?.();
      await until("up", () => driver.state === "up");
      assert.equal(driver.counters.reopened, 1);
      await stand.inject(0x599, bytes(6));
      await receive("a frame", "599#06");
    });

    await t.step("still listens only, then sends again", async () => {
      const before = stand.sent().length;
      await assert.rejects(driver.send(0x601, bytes(1)));
      assert.equal(stand.sent().length, before);
      driver.listenOnly(false);
      await driver.send(0x601, bytes(2));
      await until("sent", () => stand.sent().length > before);
      assert.equal(stand.sent().at(-1), "601#02");
    });
  }

  await t.step("hands over to another receiver", async () => {
    const others: string[] = [];
    driver.open((frame) => others.push(show(frame.id, frame.data)), IDS);
    await stand.inject(0x155, bytes(7));
    await until("a frame", () => others.length > 0);
    assert.deepEqual(others, ["155#07"]);
    assert.deepEqual(got, []);
  });

  await t.step("closes for good", async () => {
    await driver.close();
    await driver.close();
    assert.notEqual(driver.state, "up");
    await assert.rejects(driver.send(0x601, bytes(1)));
    assert.deepEqual(got, []);
  });
}
