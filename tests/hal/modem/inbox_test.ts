/** Messages that lie in the modem's memories: read, put together, deleted, and only those that were handled. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { networkMessages } from "../../../hal/sim/at_messages.ts";
import { type ModemBench, withModem } from "./bench.ts";

const OWNER = "+491701234567";
/** A message of several parts. */
const LONG = "Zeile 1\n[äöü] €5 ".repeat(20);

Deno.test("a part that never comes: the others are given up and deleted", () =>
  withModem({ delivery: "stored" }, async (bench) => {
    bench.sim.store(OWNER, LONG);
    bench.sim.input(new TextEncoder().encode("AT+CMGD=2\r"));
    await bench.ready();
    bench.sim.deliver(OWNER, "STAT");
    await bench.seconds(60);
    deepEqual(bench.received, [[OWNER, "STAT"]]);
    equal(bench.sim.stored.length, 2);
    await bench.seconds(15 * 60);
    deepEqual(bench.sim.stored, []);
    equal(bench.modem.counters.garbled, 1);
  }));

Deno.test("a PDU of another length than announced is counted, not handled", () =>
  withModem({ delivery: "pdu" }, async (bench) => {
    await bench.ready();
    bench.sim.say("+CMT: ,30\r\n07919730071111F1000B9197");
    bench.sim.say("+CMT: ,30\r\nOK");
    bench.sim.say("+CMT: junk\r\nSTAT");
    await bench.seconds(1);
    deepEqual(bench.received, []);
    equal(bench.modem.counters.garbled, 3);
    bench.sim.deliver(OWNER, "STAT");
    await bench.seconds(1);
    deepEqual(bench.received, [[OWNER, "STAT"]]);
  }));

Deno.test("every memory is read, also when nothing announces a message", () =>
  withModem({ delivery: "stored" }, async (bench) => {
    bench.sim.addMemory("ME");
    bench.sim.store(OWNER, "IN ME");
    await bench.ready();
    deepEqual(bench.received, [[OWNER, "IN ME"]]);
    bench.sim.store(OWNER, "SILENT");
    await bench.seconds(61);
    deepEqual(bench.received.slice(1), [[OWNER, "SILENT"]]);
    deepEqual(bench.sim.stored, []);
  }));

Deno.test("the same message has the same key after a restart of the program", async () => {
  const keys: (string | undefined)[] = [], waited: (boolean | undefined)[] = [];
  for (let run = 0; run < 2; run++) {
    await withModem({ delivery: "stored" }, async (bench) => {
      bench.sim.faults.unknown.add("+CMGD");
      bench.sim.store(OWNER, LONG);
      bench.origin = (origin) => {
        keys.push(origin?.key);
        waited.push(origin?.waited);
      };
      await bench.ready();
    });
  }
  equal(keys.length, 2);
  equal(keys[0], keys[1]);
  ok(keys[0] !== undefined && !keys[0].includes(OWNER));
  deepEqual(waited, [true, true]);
});

/** What the modem says arrives changed. */
function spoil({ sim }: ModemBench, change: (text: string) => string): void {
  const { output } = sim;
  sim.output = (bytes) => {
    const left = change(new TextDecoder("latin1").decode(bytes));
    output(Uint8Array.from(left, (char) => char.charCodeAt(0)));
  };
}

Deno.test("a stored message whose line got lost is read again; one that stays unreadable is given up", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    let loses = true;
    const { output } = bench.sim;
    spoil(bench, (text) => {
      const isBody = loses && text.includes("+CMGL:");
      if (isBody) loses = false;
      return isBody ? text.replace(/\r\n[0-9A-F]{20,}/, "") : text;
    });
    bench.sim.deliver("+491701234567", "STAT?");
    await bench.seconds(180);
    deepEqual(bench.received, [["+491701234567", "STAT?"]]);
    equal(bench.modem.counters.garbled, 0);
    deepEqual(bench.sim.stored, []);

    bench.sim.output = output;
    spoil(
      bench,
      (text) => text.replace(/(\+CMGL:.*\r\n[0-9A-F]{30})[0-9A-F]*/, "$1"),
    );
    bench.sim.deliver("+491701234567", "STAT?");
    await bench.seconds(10);
    equal(bench.modem.counters.garbled, 1);
    deepEqual(bench.sim.stored, []);
  });
});

Deno.test("a stored message whose header lost a comma is not taken for one that was written here", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    let loses = true;
    spoil(bench, (text) => {
      const left = loses ? text.replace(/(\+CMGL: \d+,\d),"",/, "$1") : text;
      if (left !== text) loses = false;
      return left;
    });
    bench.sim.deliver("+491701234567", "STAT?");
    await bench.seconds(180);
    equal(loses, false);
    deepEqual(bench.received, [["+491701234567", "STAT?"]]);
    deepEqual(bench.sim.stored, []);
  });
});

Deno.test("a part that the network repeated is deleted with its message", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    await bench.ready();
    const [first, second] = networkMessages(
      "+491701234567",
      "x".repeat(200),
      1,
      bench.clock.wall().ms,
    );
    for (const message of [first, second, second]) {
      if (message) bench.sim.deliverOne(message);
    }
    await bench.seconds(120);
    equal(bench.received.length, 1);
    deepEqual(bench.sim.stored, []);
    equal(bench.modem.counters.garbled, 0);
  });
});

Deno.test("of a list that was asked for before the start no message is taken: it may be of any memory", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    bench.sim.store("+491", "ONE");
    bench.sim.addMemory("ME");
    bench.sim.store("+491", "TWO");
    const [late] = networkMessages("+491", "TWO", 2, bench.clock.wall().ms);
    bench.open();
    await bench.seconds(5);
    bench.sim.say(`+CMGL: 1,0,"",${late?.octets}\r\n${late?.pdu}`);
    bench.sim.say("OK");
    await bench.seconds(60);
    deepEqual(bench.received, [["+491", "ONE"], ["+491", "TWO"]]);
    deepEqual(bench.sim.stored, []);
    const deletions = bench.sim.commands.filter((at) =>
      /CMGD|CPMS="\w+"$/.test(at)
    );
    for (const [k, at] of deletions.entries()) {
      if (at.includes("CMGD")) match(deletions[k - 1] ?? "", /CPMS/);
    }
  });
});

Deno.test("a message that was handled takes none away that lies in its place by then", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    const { sim, modem } = bench;
    let finish: () => void = () => {};
    bench.handle = (_from, text) =>
      text === "ONE"
        ? new Promise((resolve) => finish = resolve)
        : Promise.reject(new Error("not now"));
    sim.store("+491", "ONE");
    await bench.ready();
    // Another program deletes it, or the SIM is another one.
    await modem.command("AT+CMGD=1");
    sim.store("+491", "TWO");
    await bench.seconds(60);
    finish();
    await bench.seconds(5);
    deepEqual(bench.received, [["+491", "ONE"], ["+491", "TWO"]]);
    deepEqual(sim.stored, [1]);
  });
});

Deno.test("a memory that cannot be read is told of, until it can", async () => {
  await withModem({ delivery: "stored" }, async (bench) => {
    bench.sim.faults.unknown.add("+CMGL=4");
    await bench.ready();
    await bench.seconds(5);
    deepEqual(bench.modem.notes, ["its messages cannot be read: ERROR"]);
    bench.sim.faults.unknown.clear();
    await bench.seconds(60);
    deepEqual(bench.modem.notes, []);
  });
});
