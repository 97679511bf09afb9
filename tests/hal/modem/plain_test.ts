import { deepEqual, equal } from "node:assert/strict";
import type { SmsOrigin } from "../../../hal/mod.ts";
import { decodeGsm, packSeptets } from "../../../hal/modem/gsm0338.ts";
import { readDeliver } from "../../../hal/modem/pdu.ts";
import { readUserData } from "../../../hal/modem/user_data.ts";
import { withModem } from "./bench.ts";

/** A stored message of +491701 with a text in UCS-2 and a time stamp. */
function pdu(text: string, stamp = "62504061000040"): [string, number] {
  const octets = [...text].map((char) =>
    char.charCodeAt(0).toString(16).padStart(4, "0")
  ).join("");
  const length = (text.length * 2).toString(16).padStart(2, "0");
  const hex = `00040691947110${"0008"}${stamp}${length}${octets}`.toUpperCase();
  return [hex, hex.length / 2 - 1];
}

Deno.test("what its sender does not see changes no command; wide letters are letters", () =>
  withModem({ delivery: "pdu" }, async (bench) => {
    await bench.ready();
    const texts = [
      "\u200bSTAT?\ufeff",
      "STAT\uff1f",
      "\uff33\uff34\uff21\uff34?",
      "STAT?\u00a0",
      "S\u00adTAT?",
      "CA\u300050\u200980",
    ];
    for (const text of texts) {
      const [hex, octets] = pdu(text);
      bench.sim.say(`+CMT: "",${octets}\r\n${hex}`);
      await bench.seconds(1);
    }
    deepEqual(bench.received.map(([, text]) => text), [
      "STAT?",
      "STAT?",
      "STAT?",
      "STAT? ",
      "STAT?",
      "CA 50 80",
    ]);
  }));

Deno.test("a time stamp that is none is no time, and no old age", () =>
  withModem({ delivery: "pdu" }, async (bench) => {
    const origins: (SmsOrigin | undefined)[] = [];
    bench.origin = (origin) => void origins.push(origin);
    await bench.ready();
    for (const stamp of ["0".repeat(14), "F".repeat(14), "62314061000040"]) {
      const [hex, octets] = pdu("STAT?", stamp);
      equal(readDeliver(hex, octets).time, undefined, stamp);
      bench.sim.say(`+CMT: "",${octets}\r\n${hex}`);
      await bench.seconds(1);
    }
    equal(bench.received.length, 3);
    for (const origin of origins) {
      equal(origin?.key, undefined);
      equal(origin?.sentAt, undefined);
    }
    const [hex, octets] = pdu("STAT?");
    equal(readDeliver(hex, octets).time, Date.UTC(2026, 4, 4, 15, 0) / 1000);
  }));

/** User data of septets behind a header. */
function withHeader(header: readonly number[], septets: readonly number[]) {
  const octets = 1 + header.length, before = Math.ceil(octets * 8 / 7);
  const packed = packSeptets(septets, before * 7 - octets * 8);
  return readUserData(
    Uint8Array.from([header.length, ...header, ...packed]),
    "gsm",
    true,
    before + septets.length,
  );
}

Deno.test("national tables: Turkish, Spanish, Portuguese, alone and in parts", () => {
  const cases: [header: number[], septets: number[], text: string][] = [
    [[0x25, 1, 1], [0x1c, 0x07, 0x0c, 0x40, 0x60], "Şığİç"],
    [[0x24, 1, 1], [0x1b, 0x53, 0x1b, 0x69, 0x41, 0x1b, 0x65], "ŞıA€"],
    [[0x24, 1, 2], [0x1b, 0x41, 0x1b, 0x6f, 0x1b, 0x3c], "Áó["],
    [[0x25, 1, 3], [0x18, 0x5b, 0x60, 0x7d], "€Ã~`"],
    [[0x24, 1, 3, 0x25, 1, 3], [0x1b, 0x7b, 0x7c], "ãõ"],
    // Without a table for the language: the default alphabet.
    [[0x25, 1, 14, 0x24, 1, 14], [0x53, 0x1b, 0x65], "S€"],
  ];
  for (const [header, septets, text] of cases) {
    equal(withHeader(header, septets).text, text);
  }
  const { text, part } = withHeader([0, 3, 7, 2, 1, 0x24, 1, 1], [0x1b, 0x73]);
  equal(text, "ş");
  deepEqual(part, { reference: 7, total: 2, sequence: 1 });
  equal(decodeGsm([0x1b, 0x53]), "S");
});
