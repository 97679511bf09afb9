/** Adapters of every firmware: each is reached, and none puts a frame on the bus while the driver only listens. */
import assert from "node:assert/strict";
import { SlcanDriver } from "../../../hal/linux/slcan.ts";
import { dialectOf } from "../../../hal/linux/slcan_dialect.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { until } from "../until.ts";
import { FakeSlcan } from "./fake_slcan.ts";
import { type FirmwareName, FIRMWARES } from "./slcan_firmwares.ts";

const LOOK_MS = 10;

/** An adapter with its driver, on a clock that runs beside the adapter. */
class Rig {
  readonly clock = new SimClock();
  readonly folder = Deno.makeTempDirSync();
  readonly adapter: FakeSlcan;
  readonly driver: SlcanDriver;
  /** Frames that arrived. */
  frames = 0;

  constructor(firmware: FirmwareName) {
    this.adapter = new FakeSlcan(`${this.folder}/tty`, firmware);
    this.driver = new SlcanDriver(this.adapter.path, {
      clock: this.clock,
      coalesceMs: 0,
      retryMs: 10,
    });
  }

  until(what: string, holds: () => boolean): Promise<void> {
    return until(what, () => {
      this.clock.advance(LOOK_MS);
      return holds();
    });
  }

  open(): void {
    this.driver.open(() => this.frames++, []);
  }

  /** Frames come from the bus until one has arrived; none before the port is set up, as it would be echoed. */
  async bus(what: string): Promise<void> {
    const before = this.frames;
    await this.until(what, () => {
      if (this.adapter.mode === "listen") {
        void this.adapter.inject(0x155, Uint8Array.of(1));
      }
      return this.frames > before;
    });
  }

  async close(): Promise<void> {
    let closed = false;
    const closing = this.driver.close().finally(() => closed = true);
    await this.until("closed", () => closed);
    await closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await this.adapter.unplug();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

const NAMES = Object.keys(FIRMWARES) as readonly FirmwareName[];
const up = ({ driver }: Rig) => driver.state === "up";

for (const firmware of NAMES) {
  Deno.test(`${firmware}: never a frame while only listening`, async () => {
    await using rig = new Rig(firmware);
    const { adapter, driver } = rig;
    adapter.leftOpen();
    rig.open();
    await rig.bus("set up");
    await rig.until("up", () => up(rig));
    assert.equal(adapter.mode, "listen");
    const seconds = rig.clock.monotonic() + 5000;
    await rig.until("five seconds", () => rig.clock.monotonic() > seconds);
    assert.deepEqual(adapter.sent, [], "set-up");

    await adapter.unplug();
    await rig.until("gone", () => !up(rig));
    adapter.plug();
    adapter.leftOpen();
    await rig.bus("set up again");
    assert.equal(adapter.mode, "listen");
    assert.deepEqual(adapter.sent, [], "reopening");

    await assert.rejects(driver.send(0x601, Uint8Array.of(1)));
    await rig.close();
    await until("closed", () => adapter.mode === "closed");
    assert.deepEqual(adapter.sent, [], "shutdown");
    assert.ok(!adapter.commands.includes(""), "an empty line repeats");
  });
}

Deno.test("an adapter that is just starting is waited for", async () => {
  await using rig = new Rig("lawicel");
  rig.adapter.deaf = 3;
  rig.open();
  await rig.until("up", () => up(rig));
  assert.equal(rig.adapter.mode, "listen");
  assert.equal(rig.driver.counters.reopened, 0);
});

Deno.test("answers over a slow line are matched to their commands", async () => {
  for (const firmware of NAMES) {
    await using rig = new Rig(firmware);
    rig.adapter.lag = 15;
    rig.open();
    await rig.bus("set up");
    assert.equal(rig.adapter.mode, "listen", firmware);
    const opened = rig.adapter.commands.filter((it) => /^[LO]/.test(it));
    assert.ok(opened.length <= 2, `${firmware}: ${opened}`);
  }
});

Deno.test("an adapter that answers nothing is only believed when a frame comes", async () => {
  await using rig = new Rig("cantact");
  rig.open();
  await rig.until("told", () => /did not answer V/.test(rig.driver.state));
  assert.equal(rig.driver.counters.reopened, 0);
  await rig.bus("proof");
  await rig.until("up", () => up(rig));
});

Deno.test("an adapter that refuses to be silent is not opened", async () => {
  await using rig = new Rig("canable25");
  rig.adapter.refuses = "M1";
  rig.open();
  await rig.until("told", () => /refused M1/.test(rig.driver.state));
  assert.ok(!rig.adapter.commands.includes("O"));
});

Deno.test("an adapter that tells no status is not taken for one whose L does not open", async () => {
  await using rig = new Rig("lawicel");
  rig.adapter.status = undefined;
  rig.open();
  await rig.until("up", () => up(rig));
  assert.equal(rig.adapter.mode, "listen");
  assert.ok(!rig.adapter.commands.includes("O"));
});

Deno.test("an adapter that has left the bus is told and opened again, in the same mode", async () => {
  await using rig = new Rig("lawicel");
  const { adapter, driver } = rig;
  rig.open();
  await rig.until("up", () => up(rig));
  adapter.commands.length = 0;
  adapter.status = "80";
  await rig.until("told", () => /bus-off/.test(driver.state));
  await rig.until("opened", () => adapter.commands.includes("L"));
  adapter.status = "00";
  await rig.until("over", () => up(rig));
  const others = adapter.commands.filter((it) => it !== "F");
  assert.deepEqual([...new Set(others)], ["C", "L"]);
  assert.equal(driver.counters.reopened, 0);
});

Deno.test("firmwares by their answers to V", () => {
  const answers = (version: string) => dialectOf(version)?.answers;
  for (const version of ["V1013", "V2011", "v0107", "V10"]) {
    assert.equal(answers(version), "each", version);
  }
  for (
    const version of [
      "b158aa7 github.com/normaldotcom/canable2-fw",
      "v1.0-6-gf1e2d3c https://github.com/linklayer/cantact-fw.git",
      "+Board: MKS CANable\tMCU: STM32G431",
      "4fb6d0a-dirty",
    ]
  ) assert.equal(answers(version), "version", version);
  for (const no of ["V", "VERSION", "ERROR", "?", "ELM327 v1.5", "", "AT"]) {
    assert.equal(answers(no), undefined, no);
  }
});
