import assert from "node:assert/strict";
import { toHex } from "../../../hal/can_frame.ts";
import { SystemClock } from "../../../hal/clock.ts";
import {
  CandumpDriver,
  candumpFilters,
  CandumpLines,
  cansendFrame,
} from "../../../hal/linux/candump.ts";
import { until } from "../until.ts";

Deno.test("filters for candump", () => {
  assert.equal(
    candumpFilters([0x55, 0x18daf110]),
    ",055:C00007FF,18DAF110:DFFFFFFF,#1FFFFFFF",
  );
  assert.equal(candumpFilters([]), ",#1FFFFFFF");
});

Deno.test("frames for cansend", () => {
  assert.equal(cansendFrame(0x55, Uint8Array.of(0xde, 0xad)), "055#DEAD");
  assert.equal(cansendFrame(0x18daf110, new Uint8Array(0)), "18DAF110#");
});

Deno.test("lines of candump -L", () => {
  const events: string[] = [];
  const lines = new CandumpLines({
    sink: {
      frame: ({ id, data }) => events.push(`${id.toString(16)}#${toHex(data)}`),
      error: () => events.push("error"),
      overrun: () => assert.fail(),
      trouble: (sentence) => events.push(sentence ?? "over"),
    },
  }, "can0");
  const text = "(1436509052.249713) can0 123#DEAD\n" +
    "(1436509052.25) can0 18DAF110#\n" +
    "(1.0) can0 123#R\n" + // a remote frame
    "(1.0) can0 155#0597D0546D58006F_9\n" + // a raw length code
    "(1.0) can0 20000008#0000000000000000\n" + // an error frame
    "(1.0) can0 20000040#0000000000000000\n" + // bus-off
    "(1.0) can0 20000100#0000000000000000\n" + // restarted
    "oops\n" + "9".repeat(1000) + "\n" +
    "(2.0) can0 7FF#0102030405060708\n" + "(3.0) can0 12";
  for (const byte of new TextEncoder().encode(text)) {
    lines.push(Uint8Array.of(byte));
  }
  assert.deepEqual(events, [
    "123#DEAD",
    "18daf110#",
    "155#0597D0546D58006F",
    "error",
    "error",
    "can0 is bus-off; it comes back by itself if it was set up with restart-ms, else as root: ip link set can0 type can restart",
    "error",
    "over",
    "error",
    "error",
    "7ff#0102030405060708",
  ]);
});

Deno.test("a program that is not installed is a sentence", async () => {
  const driver = new CandumpDriver("can9", {
    clock: new SystemClock(),
    retryMs: 1,
    candump: ["no-such-candump"],
  });
  driver.open(() => {}, []);
  await until("told", () => /apt install can-utils/.test(driver.state));
  await driver.close();
});

Deno.test("a program that ends at once is not taken for an open interface", async () => {
  const driver = new CandumpDriver("can9", {
    clock: new SystemClock(),
    retryMs: 1,
    candump: [Deno.execPath(), "eval", "console.error('no can9');Deno.exit(3)"],
  });
  driver.open(() => {}, []);
  await until("told", () => /ended \(code 3\): no can9/.test(driver.state));
  assert.equal(driver.counters.reopened, 0);
  await driver.close();
});
