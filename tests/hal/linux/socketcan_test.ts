import assert from "node:assert/strict";
import { SystemClock } from "../../../hal/clock.ts";
import { openCanSocket } from "../../../hal/linux/can_socket.ts";
import { libc } from "../../../hal/linux/libc.ts";
import { Descriptor } from "../../../hal/linux/reactor.ts";
import { SocketCanDriver } from "../../../hal/linux/socketcan.ts";
import { until } from "../until.ts";
import { socketPair } from "./pty.ts";

const clock = new SystemClock();

function errorFrame(flags: number, second = 0): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, 0x20000000 | flags, true);
  bytes[4] = 8;
  bytes[9] = second;
  return bytes;
}

Deno.test("without CAN in the kernel, or without the interface, a sentence says so", () => {
  assert.throws(
    () => openCanSocket("nocan0", [0x155]),
    /kernel has no CAN support \(AF_CAN\)|no network interface nocan0/,
  );
});

Deno.test("the driver shows that sentence as its state and goes on trying", async () => {
  const driver = new SocketCanDriver("nocan0", { clock, retryMs: 1 });
  driver.open(() => {}, []);
  await until(
    "told",
    () => /CAN support|no network interface/.test(driver.state),
  );
  assert.equal(driver.counters.reopened, 0);
  await driver.close();
});

Deno.test("error frames are counted; bus-off is shown until it is over", async () => {
  const [mine, theirs] = socketPair();
  const bus = new Descriptor(mine, "bus");
  let asked: readonly number[] = [];
  const driver = new SocketCanDriver("can9", {
    clock,
    coalesceMs: 0,
    socket: (_, ids) => {
      asked = ids;
      return theirs;
    },
  });
  driver.open(() => assert.fail("an error frame is no frame"), [0x155, 0x599]);
  await until("up", () => driver.state === "up");
  assert.deepEqual(asked, [0x155, 0x599]);
  await bus.write(errorFrame(0x4, 0x1));
  await bus.write(errorFrame(0x40));
  await until("bus-off", () => /bus-off.*restart-ms/.test(driver.state));
  assert.equal(driver.counters.errors, 2);
  assert.equal(driver.counters.overruns, 1);
  await bus.write(errorFrame(0x100));
  await until("up again", () => driver.state === "up");
  await driver.close();
  await bus.close();
});

Deno.test("a send queue that stays full is an error of the sender", async () => {
  const [mine, theirs] = socketPair();
  const driver = new SocketCanDriver("can9", { clock, socket: () => theirs });
  driver.open(() => {}, []);
  await until("up", () => driver.state === "up");
  driver.listenOnly(false);
  while (libc().write(theirs, new Uint8Array(16), 16n) > 0);
  await assert.rejects(
    driver.send(0x601, new Uint8Array(8)),
    /send queue stays full/,
  );
  assert.equal(driver.counters.sent, 0);
  await driver.close();
  libc().close(mine);
});
