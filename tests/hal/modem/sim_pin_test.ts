import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { OpenPort } from "../../../hal/byte_port.ts";
import { pause } from "../../../hal/pause.ts";
import { SimPin, STATE } from "../../../hal/modem/mod.ts";
import { ModemBench, withModem } from "./bench.ts";

/** What is remembered, beyond a restart of the program. */
class Memory {
  readonly #values = new Map<string, string>();
  full = false;

  entries(): ReadonlyMap<string, string> {
    return new Map(this.#values);
  }

  put(_: string, changes: Readonly<Record<string, string | undefined>>): void {
    if (this.full) throw new Error("the disk is full");
    for (const [key, value] of Object.entries(changes)) {
      if (value !== undefined) this.#values.set(key, value);
    }
  }
}

/** A modem with a locked SIM, and what was typed into it. */
function lock(bench: ModemBench): { readonly entered: () => string[] } {
  bench.sim.pin = "SIM PIN";
  bench.sim.lock.pin = "4711";
  return {
    entered: () => bench.sim.commands.filter((at) => at.startsWith("AT+CPIN=")),
  };
}

Deno.test("the right PIN opens the SIM, at each start anew", async () => {
  const memory = new Memory();
  for (let start = 0; start < 4; start++) {
    const pin = new SimPin(memory, () => "4711");
    await withModem({ delivery: "stored", pin }, async (bench) => {
      const { entered } = lock(bench);
      await bench.ready();
      deepEqual(entered(), ['AT+CPIN="4711"']);
      deepEqual(bench.modem.notes, []);
    });
  }
});

Deno.test("a wrong PIN is tried once, also over restarts of program and modem", async () => {
  const memory = new Memory();
  for (let start = 0; start < 3; start++) {
    const pin = new SimPin(memory, () => "1111");
    await withModem({ pin }, async (bench) => {
      const { entered } = lock(bench);
      bench.open();
      await bench.seconds(3600);
      equal(entered().length, start === 0 ? 1 : 0);
      ok(bench.modem.state.number !== STATE.ready);
      match(bench.modem.notes[0] ?? "", /refused the PIN of setting modem.pin/);
      ok(!bench.modem.notes.join().includes("1111"));
    });
  }
});

Deno.test("the SIM's third try is left to its owner, whatever PINs are set", () => {
  const memory = new Memory();
  let value = "1111";
  const pin = new SimPin(memory, () => value);
  return withModem({ pin }, async (bench) => {
    const { entered } = lock(bench);
    bench.open();
    await bench.seconds(200);
    value = "2222";
    await bench.seconds(200);
    value = "4711";
    await bench.seconds(3600);
    deepEqual(entered(), ['AT+CPIN="1111"', 'AT+CPIN="2222"']);
    equal(bench.sim.lock.triesLeft, 1);
    match(bench.modem.notes[0] ?? "", /one try left/);
    // Its owner opens it in a phone.
    bench.sim.pin = "READY";
    bench.sim.lock.triesLeft = 3;
    await bench.seconds(3600);
    equal(bench.modem.state.number, STATE.ready);
    bench.sim.pin = "SIM PIN";
    bench.sim.restart();
    await bench.seconds(60);
    equal(bench.modem.state.number, STATE.ready);
  });
});

Deno.test("without a PIN, or with a PUK asked for, DIAG tells what to do", async () => {
  for (
    const [pin, says] of [
      ["SIM PIN", /give it as setting modem.pin/],
      ["SIM PUK", /PUK: unlock it in a phone/],
    ] as const
  ) {
    const none = new SimPin(new Memory(), () => "");
    await withModem({ pin: none }, async (bench) => {
      const { entered } = lock(bench);
      bench.sim.pin = pin;
      bench.open();
      await bench.seconds(60);
      match(bench.modem.notes[0] ?? "", says);
      deepEqual(entered(), []);
    });
  }
});

Deno.test("a PIN that cannot be remembered is not tried", () => {
  const memory = new Memory();
  memory.full = true;
  const pin = new SimPin(memory, () => "4711");
  return withModem({ pin }, async (bench) => {
    const { entered } = lock(bench);
    bench.open();
    await bench.seconds(300);
    deepEqual(entered(), []);
    match(bench.modem.notes[0] ?? "", /cannot remember/);
  });
});

Deno.test("a SIM without a number cannot be tried under two names", () => {
  const memory = new Memory();
  const one = new SimPin(memory, () => "1111");
  one.identify("89490200001234567890");
  equal(one.take(), "1111");
  one.refused("+CME ERROR: 16");
  const two = new SimPin(memory, () => "2222");
  equal(two.take(), "2222");
  two.refused("ERROR");
  const three = new SimPin(memory, () => "4711");
  three.identify("89490200001234567890");
  equal(three.take(), undefined);
  const other = new SimPin(memory, () => "1111");
  equal(other.take(), undefined);
});

/** A modem that takes its commands one after the other, each so late, s. */
function slow(bench: ModemBench, late: number): OpenPort {
  return async (signal) => {
    const { readable, writable, close } = await bench.port.open(signal);
    const modem = writable.getWriter();
    let turn = Promise.resolve();
    const take = async (bytes: Uint8Array) => {
      await pause(bench.clock, late * 1000);
      await modem.write(bytes);
    };
    return {
      readable,
      writable: new WritableStream<Uint8Array>({
        write(bytes) {
          turn = turn.then(() => take(bytes));
        },
      }),
      close,
    };
  };
}

for (const unknown of ["", "+CCID", "+CSMINS"]) {
  Deno.test(`a modem that answers late leaves a SIM its last try, and opens it with the right PIN (unknown: ${unknown || "nothing"})`, async () => {
    for (const late of [2, 3.5, 5, 10]) {
      for (const value of ["1111", "4711"]) {
        const pin = new SimPin(new Memory(), () => value);
        const port = Promise.withResolvers<OpenPort>();
        const open: OpenPort = async (signal) => (await port.promise)(signal);
        await withModem({ pin, open, delivery: "stored" }, async (bench) => {
          port.resolve(slow(bench, late));
          bench.sim.faults.unknown.add(unknown);
          const { entered } = lock(bench);
          bench.open();
          await bench.seconds(1800);
          const says = `${value}, ${late} s`;
          ok(entered().length <= 2, says);
          equal(bench.sim.pin, value === "4711" ? "READY" : "SIM PIN", says);
        });
      }
    }
  });
}

Deno.test("a PIN that opened the SIM is right, also where another answer refused it", () => {
  const memory = new Memory();
  const pin = new SimPin(memory, () => "4711");
  equal(pin.take(), "4711");
  pin.refused("ERROR");
  pin.begin();
  equal(pin.take(), undefined);
  pin.accepted();
  pin.begin();
  equal(pin.take(), "4711");
});

Deno.test("a SIM that is busy has not looked at the PIN", () => {
  const pin = new SimPin(new Memory(), () => "4711");
  for (let time = 0; time < 5; time++) {
    equal(pin.take(), "4711");
    pin.refused("+CME ERROR: 14");
  }
});

Deno.test("further commands follow the set-up; one that is refused or silent stops nothing", () =>
  withModem({
    delivery: "stored",
    setup: ['AT+CSCA="+49171",145', "AT+NONE=1,491701"],
  }, async (bench) => {
    bench.sim.faults.unknown.add("+NONE");
    await bench.ready();
    const { commands } = bench.sim;
    ok(
      commands.indexOf('AT+CSCA="+49171",145') <
        commands.indexOf("AT+COPS=0,1;+COPS?"),
    );
    deepEqual(bench.modem.notes, ["works without +CSCA, +NONE"]);
    bench.sim.faults.unknown.add("+CLIP");
    bench.sim.commands.length = 0;
    bench.sim.restart();
    await bench.seconds(60);
    equal(bench.modem.state.number, STATE.ready);
    ok(bench.sim.commands.includes("AT+NONE=1,491701"));
  }));
