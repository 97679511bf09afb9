/** Reports of deliveries: asked for, read as they come, matched by whoever sent. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { DeliveryReport } from "../../../hal/mod.ts";
import { ModemBench } from "./bench.ts";

const OWNER = "+491701234567";
const SCTS = "62112291113340";

/** A report as the service centre sends it: reference and status. */
function report(reference: number, status: number): string {
  const hex = (value: number) => value.toString(16).padStart(2, "0");
  const tpdu = `06${hex(reference)}0C91947110325476${SCTS}${SCTS}${
    hex(status)
  }`;
  return `00${tpdu}`.toUpperCase();
}
const octetsOf = (pdu: string) => pdu.length / 2 - 1;

async function bench(reports: boolean, refused: readonly string[] = []) {
  const self = new ModemBench({ delivery: "stored", reports });
  const got: DeliveryReport[] = [];
  for (const command of refused) self.sim.faults.unknown.add(command);
  self.modem.open({
    sms: (from, text) => Promise.resolve(void self.received.push([from, text])),
    report: (report) => got.push(report),
  });
  await self.seconds(30);
  return { self, got };
}

Deno.test("a report is asked for where it is wanted, and comes with the reference of its message", async () => {
  const { self, got } = await bench(true);
  ok(self.sim.commands.some((at) => at.includes("+CNMI=2,1,0,1")));
  const sending = self.modem.send(OWNER, "Battery low", true);
  await self.seconds(5);
  const references = await sending;
  equal(references.length, 1);
  const [reference = 0] = references;
  const pdu = report(reference, 0);
  self.sim.say(`+CDS: ${octetsOf(pdu)}\r\n${pdu}`);
  const later = report(7, 0x30), never = report(8, 0x41);
  self.sim.say(`+CDS: ${octetsOf(later)}\r\n${later}`);
  self.sim.say(`+CDS: ${octetsOf(never)}\r\n${never}`);
  await self.seconds(1);
  deepEqual(got, [
    { reference, to: OWNER, state: "delivered" },
    { reference: 7, to: OWNER, state: "trying" },
    { reference: 8, to: OWNER, state: "undelivered" },
  ]);
  deepEqual(self.received, []);
  equal(self.modem.counters.garbled, 0);
  await self.modem.close();
});

Deno.test("without the setting nothing is asked for; a text that wants no report asks for none", async () => {
  for (const [wanted, reported] of [[false, true], [true, false]] as const) {
    const { self } = await bench(wanted);
    equal(
      self.sim.commands.some((at) => /\+CNMI=\d,\d,\d,[12]/.test(at)),
      wanted,
    );
    const sending = self.modem.send(OWNER, "x", reported);
    await self.seconds(5);
    deepEqual(await sending, []);
    await self.modem.close();
  }
});

Deno.test("a modem that announces no reports works without them, also a minute later", async () => {
  const { self } = await bench(
    true,
    [2, 1, 3].map((mode) => `+CNMI=${mode},1,0,1`),
  );
  await self.seconds(70);
  equal(self.modem.state.number, 0x20);
  const last = self.sim.commands.findLast((at) => at.includes("+CNMI"));
  equal(last, "AT+CNMI=2,1");
  await self.modem.close();
});

Deno.test("a message with a report has the bit for it set", async () => {
  for (const reported of [true, false]) {
    const { self } = await bench(true);
    const sending = self.modem.send(OWNER, "x", reported);
    await self.seconds(5);
    await sending;
    equal(self.sim.sent.at(-1)?.reported ?? false, reported);
    await self.modem.close();
  }
});
