import assert from "node:assert/strict";
import { Frame } from "../../../hal/can_frame.ts";
import {
  type CanOptions,
  type CanRequest,
  type CanSession,
  LinuxCan,
} from "../../../hal/linux/linux_can.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

/** A device in memory. */
class Device {
  readonly clock = new SimClock();
  readonly driver: LinuxCan;
  opened = 0;
  closed = 0;
  missing = false;
  request: CanRequest | undefined;
  end: (reason: string) => void = () => {};
  beforeSend: () => void = () => {};
  /** Told each time whether it is to listen only. */
  told: (on: boolean) => void = () => {};
  readonly sent: number[] = [];

  constructor(options: Partial<CanOptions> = {}) {
    this.driver = new LinuxCan("device", (request) => this.#open(request), {
      clock: this.clock,
      ...options,
    });
  }

  async start(): Promise<void> {
    this.driver.open(() => {}, []);
    await this.clock.run(1);
  }

  frame(): void {
    this.request?.sink.frame(new Frame(0x155, new Uint8Array(8)));
  }

  #open(request: CanRequest): Promise<CanSession> {
    if (this.missing) return Promise.reject(new Error("no device"));
    this.opened++;
    this.request = request;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.end = resolve;
    return Promise.resolve({
      ended: promise,
      listenOnly: (on) => this.told(on),
      send: (id, _data, allowed) => {
        this.beforeSend();
        allowed();
        this.sent.push(id);
        return Promise.resolve();
      },
      close: () => {
        this.closed++;
        return Promise.resolve();
      },
    });
  }
}

Deno.test("a silent bus that should live is opened again, and says so until a frame comes", async () => {
  const device = new Device({ busShouldLive: () => true });
  await device.start();
  await device.clock.run(9000);
  assert.equal(device.driver.state, "up");
  await device.clock.run(3000);
  assert.match(device.driver.state, /no frame for 10 s/);
  assert.deepEqual([device.opened, device.closed], [2, 1]);
  assert.equal(device.driver.counters.reopened, 1);
  device.frame();
  assert.equal(device.driver.state, "up");
  await device.driver.close();
});

Deno.test("frames keep the watchdog quiet", async () => {
  const device = new Device({ busShouldLive: () => true });
  await device.start();
  for (let second = 0; second < 60; second += 5) {
    await device.clock.run(5000);
    device.frame();
  }
  assert.equal(device.opened, 1);
  await device.driver.close();
});

Deno.test("a sleeping bus may be silent", async () => {
  let lives = false;
  const device = new Device({ busShouldLive: () => lives });
  await device.start();
  await device.clock.run(3_600_000);
  assert.equal(device.opened, 1);
  // The silence before the car woke up does not count.
  lives = true;
  await device.clock.run(9000);
  assert.equal(device.opened, 1);
  await device.clock.run(3000);
  assert.equal(device.opened, 2);
  await device.driver.close();
});

Deno.test("a missing device is tried each second, for as long as it takes", async () => {
  const device = new Device();
  device.missing = true;
  await device.start();
  await device.clock.run(60_000);
  assert.equal(device.driver.state, "no device");
  device.missing = false;
  await device.clock.run(1000);
  assert.equal(device.driver.state, "up");
  assert.equal(device.driver.counters.reopened, 0);
  device.end("pulled out");
  await device.clock.run(1);
  assert.equal(device.driver.state, "pulled out");
  await device.clock.run(1000);
  assert.equal(device.driver.counters.reopened, 1);
  await device.driver.close();
  assert.equal(device.closed, 2);
});

Deno.test("permission withdrawn at the last moment stops the frame", async () => {
  const device = new Device();
  await device.start();
  device.driver.listenOnly(false);
  await device.driver.send(1, new Uint8Array(1));
  device.beforeSend = () => device.driver.listenOnly(true);
  await assert.rejects(
    device.driver.send(2, new Uint8Array(1)),
    /listens only/,
  );
  assert.deepEqual(device.sent, [1]);
  await device.driver.close();
});

Deno.test("a device is told that sending is forbidden again right after it was opened for it", async () => {
  const device = new Device(), { driver } = device;
  let listens = true;
  device.told = (on) => {
    listens = on;
    if (!on) queueMicrotask(() => driver.listenOnly(true));
  };
  driver.listenOnly(false);
  await device.start();
  assert.equal(driver.state, "up");
  assert.equal(listens, true);
  await driver.close();
});

Deno.test("trouble of the bus is shown until it is over", async () => {
  const device = new Device();
  await device.start();
  device.request?.sink.trouble("bus-off");
  assert.equal(device.driver.state, "bus-off");
  device.request?.sink.trouble(undefined);
  assert.equal(device.driver.state, "up");
  device.request?.sink.trouble("bus-off");
  device.end("down");
  await device.clock.run(2000);
  assert.equal(device.driver.state, "up");
  await device.driver.close();
});

Deno.test("opened for other frames, the device is opened again for them", async () => {
  const device = new Device();
  await device.start();
  device.driver.open(() => {}, [1, 2]);
  await device.clock.run(2000);
  assert.deepEqual(device.request?.ids, [1, 2]);
  device.driver.open(() => {}, [1, 2]);
  await device.clock.run(2000);
  assert.deepEqual([device.opened, device.closed], [2, 1]);
  // Also while the device is just being opened.
  device.end("pulled out");
  await device.clock.run(999);
  device.clock.advance(1);
  device.driver.open(() => {}, [3]);
  await device.clock.run(2000);
  assert.deepEqual(device.request?.ids, [3]);
  await device.driver.close();
  assert.equal(device.opened, device.closed);
});
