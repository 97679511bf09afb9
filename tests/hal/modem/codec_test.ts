import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  AtReader,
  type AtToken,
  messageHeader,
} from "../../../hal/modem/at_reader.ts";
import { splitFields } from "../../../hal/modem/fields.ts";
import {
  decodeGsm,
  encodeGsm,
  packSeptets,
  unpackSeptets,
} from "../../../hal/modem/gsm0338.ts";
import { Joiner, type Piece } from "../../../hal/modem/joiner.ts";
import { readDeliver, writeSubmits } from "../../../hal/modem/pdu.ts";
import { alphabetOf, writeUserData } from "../../../hal/modem/user_data.ts";
import { ussdText } from "../../../hal/modem/ussd.ts";

Deno.test("GSM 03.38: every character there and back, others refused", () => {
  const all = Array.from({ length: 128 }, (_, code) => code).filter((code) =>
    code !== 0x1b
  );
  deepEqual(encodeGsm(decodeGsm(all)), all);
  deepEqual(encodeGsm("@£§à€[]"), [
    0,
    1,
    0x5f,
    0x7f,
    0x1b,
    0x65,
    0x1b,
    0x3c,
    0x1b,
    0x3e,
  ]);
  equal(encodeGsm("°"), undefined);
  equal(encodeGsm("`"), undefined);
  equal(decodeGsm([0x1b, 0x41, 0x1b]), "A");
});

Deno.test("septets are packed as the standard's example shows", () => {
  const septets = encodeGsm("hellohello") ?? [];
  equal(
    [...packSeptets(septets)].map((octet) =>
      octet.toString(16).padStart(2, "0")
    ).join(""),
    "e8329bfd4697d9ec37",
  );
  for (let fill = 0; fill < 7; fill++) {
    deepEqual(unpackSeptets(packSeptets(septets, fill), 10, fill), septets);
  }
});

Deno.test("a text needs as many messages as the standard says", () => {
  const sizes = (text: string) =>
    writeUserData(text, 1).map(({ length }) => length);
  deepEqual(sizes("x".repeat(160)), [160]);
  deepEqual(sizes("x".repeat(161)), [160, 15]);
  deepEqual(sizes("{".repeat(80)), [160]);
  deepEqual(sizes("{".repeat(81)), [159, 17]);
  deepEqual(sizes("ж".repeat(70)), [140]);
  deepEqual(sizes("ж".repeat(71)), [140, 14]);
  deepEqual(sizes("🔋".repeat(36)), [138, 18]);
  throws(() => writeUserData("x".repeat(153 * 255 + 1), 1), /256 messages/);
});

Deno.test("PDUs from other hands are read", () => {
  const cases: [hex: string, from: string, text: string][] = [
    [
      "07919730071111F1000B919746121611F10000811170021222230DC8329BFD6681EE6F399B1C02",
      "+79642161111",
      "Hello, world!",
    ],
    [
      "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07",
      "+31641600986",
      "How are you?",
    ],
    [
      "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37",
      "27838890001",
      "hellohello",
    ],
  ];
  for (const [hex, from, text] of cases) {
    const octets = hex.length / 2 - 1 - parseInt(hex.slice(0, 2), 16);
    const { time = 0, ...read } = readDeliver(hex, octets);
    deepEqual(read, { from, text });
    ok(time > 0);
    throws(() => readDeliver(hex, octets + 1), /promised/);
    throws(() => readDeliver(hex.slice(0, -2), octets - 1), Error);
  }
  throws(() => readDeliver("xyz", 1), /hexadecimal/);
});

Deno.test("a plain PDU to send is the known one", () => {
  deepEqual(writeSubmits("+999999999999", "Hello everyone!", 0), [{
    octets: 27,
    hex: "0001000C9199999999999900000FC8329BFD0695ED6579FEED2E8700",
  }]);
});

Deno.test("data coding schemes", () => {
  deepEqual(
    [0, 4, 8, 0x10, 0x18, 0x20, 0xc8, 0xd8, 0xe0, 0xf0, 0xf4].map(alphabetOf),
    [
      "gsm",
      "octets",
      "ucs2",
      "gsm",
      "ucs2",
      undefined,
      "gsm",
      "gsm",
      "ucs2",
      "gsm",
      "octets",
    ],
  );
});

Deno.test("parts are joined in any order, each sender's and reference's own", () => {
  const joiner = new Joiner();
  const part = (reference: number, sequence: number) => ({
    reference,
    total: 3,
    sequence,
  });
  const piece = (from: string, text: string, index?: number): Piece => ({
    from,
    text,
    time: Number(text),
    waited: index === 5,
    place: index === undefined ? undefined : { memory: "SM", index },
  });
  const at = (index: number) => ({ memory: "SM", index });
  deepEqual(joiner.add(piece("a", "3", 7), part(1, 3), 0), {});
  deepEqual(joiner.add(piece("b", "0"), part(1, 1), 0), {});
  deepEqual(joiner.add(piece("a", "1", 5), part(1, 1), 0), {});
  deepEqual(joiner.add(piece("a", "1", 6), part(1, 1), 0), {});
  deepEqual(joiner.add(piece("a", "2"), part(1, 2), 0), {
    whole: {
      from: "a",
      text: "123",
      time: 1,
      waited: false,
      places: [at(7), at(5), at(6)],
    },
  });
  deepEqual(joiner.expire(15 * 60_000 - 1), []);
  deepEqual(joiner.expire(15 * 60_000), [{
    from: "b",
    text: "0",
    time: 0,
    waited: false,
    places: [],
  }]);
  for (let reference = 0; reference < 1000; reference++) {
    joiner.add(piece("a", ""), part(reference, 1), reference);
    // Whoever sends beginnings without end takes away nobody else's
    if (reference === 500) joiner.add(piece("b", "1"), part(7, 1), 500);
  }
  equal(joiner.size, 16);
  joiner.add(piece("b", "2"), part(7, 2), 1000);
  equal(joiner.add(piece("b", "3"), part(7, 3), 1000).whole?.text, "123");
});

Deno.test("parts that were sent at different times are of different messages, also with the same reference", () => {
  const DAY = 86_400, joiner = new Joiner(), total = 2;
  const add = (text: string, sequence: number, time: number | undefined) => {
    const piece = { from: "a", text, time, waited: true, place: undefined };
    return joiner.add(piece, { reference: 1, total, sequence }, 0).whole?.text;
  };
  // What lay in the modem for days, and a new message, in whatever order they are read
  equal(add("CFG RESET ", 1, 0), undefined);
  equal(add("100", 2, 3 * DAY), undefined);
  equal(add("CFG SPEED ", 1, 3 * DAY - 900), "CFG SPEED 100");
  equal(add("now", 2, 901), undefined);
  equal(add("now", 2, 900), "CFG RESET now");
  // Where no time is told, the reference has to do
  equal(add("STAT", 1, undefined), "STATnow");
  equal(joiner.size, 0);
});

Deno.test("a part that the network repeats is none of the next message with its reference", () => {
  const joiner = new Joiner(), total = 2;
  const add = (text: string, sequence: number, time: number, now = 0) => {
    const piece = { from: "a", text, time, waited: true, place: undefined };
    return joiner.add(piece, { reference: 1, total, sequence }, now);
  };
  add("CFG RESET ", 1, 0);
  equal(add("all", 2, 0).whole?.text, "CFG RESET all");
  deepEqual(add("all", 2, 0), { repeated: true });
  deepEqual(add("CFG SPEED ", 1, 60), {});
  equal(add("100", 2, 60).whole?.text, "CFG SPEED 100");
  // For as long as a part of another message could be waited for
  joiner.expire(15 * 60_000);
  deepEqual(add("all", 2, 0, 15 * 60_000), {});
});

Deno.test("of two messages with one reference each part is joined with those sent nearest to it", () => {
  const joiner = new Joiner(), total = 2;
  const add = (text: string, sequence: number, time: number) => {
    const piece = { from: "a", text, time, waited: true, place: undefined };
    return joiner.add(piece, { reference: 1, total, sequence }, 0).whole?.text;
  };
  equal(add("CFG RESET ", 1, 0), undefined);
  equal(add("CFG SPEED ", 1, 300), undefined);
  equal(add("100", 2, 301), "CFG SPEED 100");
  equal(add("all", 2, 1), "CFG RESET all");
  equal(joiner.size, 0);
});

const bytes = (text: string) =>
  Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Tokens of a text that comes in pieces of one size. */
function read(text: string, size: number): AtToken[] {
  const reader = new AtReader(), all = bytes(text), tokens: AtToken[] = [];
  for (let at = 0; at < all.length; at += size) {
    tokens.push(...reader.push(all.subarray(at, at + size)));
  }
  return tokens;
}

Deno.test("the specification's example message is read, whatever the pieces", () => {
  const text =
    '+CMT: "+491701234567","","13/12/29,10:00:00+04",145,4,0,0,"+491710760000",145,5\r\nSTAT?\r\n\r\nOK\r\n> ';
  for (let size = 1; size < text.length; size++) {
    const [message, ...rest] = read(text, size);
    equal(message?.kind === "message" && message.body, "STAT?");
    deepEqual(message?.kind === "message" && message.header, {
      kind: "text",
      from: "+491701234567",
      length: 5,
      first: 4,
      dcs: 0,
      hex: false,
    });
    deepEqual(rest, [{ kind: "line", text: "OK" }, { kind: "prompt" }]);
  }
});

Deno.test("headers", () => {
  deepEqual(messageHeader("+CMT: ,25"), { kind: "pdu", octets: 25 });
  deepEqual(messageHeader('+CMT: "Anna, B",25'), { kind: "pdu", octets: 25 });
  deepEqual(messageHeader('+CMGL: 3,1,"",25'), {
    kind: "pdu",
    octets: 25,
    index: 3,
    status: 1,
  });
  // What was lost on a slow line would name another message, or one that was written here
  for (const cut of ["+CMGL: 1,0113", "+CMGL: 1,113", "+CMGL: 1,113,25"]) {
    deepEqual(messageHeader(cut), { kind: "unusable" }, cut);
  }
  deepEqual(messageHeader('+CMT: "+49","","13/12/29,10:00:00+04"'), {
    kind: "unusable",
  });
  deepEqual(messageHeader('+CMT: "+49",,"t",145,4,0,0,"",145,999'), {
    kind: "unusable",
  });
  equal(messageHeader('+CMTI: "SM",3'), undefined);
});

Deno.test("long lines are cut and counted", () => {
  const reader = new AtReader();
  const [line] = reader.push(bytes("x".repeat(10_000) + "\r\n"));
  equal(line?.kind === "line" && line.text.length, 512);
  equal(reader.surplus, 10_000 - 512);
});

Deno.test("USSD texts", () => {
  equal(ussdText('+CUSD: 0,"Guthaben: 12,34 EUR",15'), "Guthaben: 12,34 EUR");
  equal(ussdText('+CUSD: 0,"no end'), "no end");
  equal(ussdText('+CUSD: 0,"041704300440044F0434",72'), "Заряд");
  equal(ussdText("+CUSD: 2"), undefined);
  deepEqual(read('+CUSD: 0,"a\r\nb",15\r\nOK\r\n', 3), [
    { kind: "line", text: '+CUSD: 0,"a\nb",15' },
    { kind: "line", text: "OK" },
  ]);
  deepEqual(read('+CUSD: 0,"a\r\nOK\r\n', 3), [
    { kind: "line", text: '+CUSD: 0,"a' },
    { kind: "line", text: "OK" },
  ]);
});

Deno.test("fields", () => {
  deepEqual(splitFields('0,"a,b",, 7'), ["0", "a,b", "", "7"]);
});

Deno.test("USSD texts in hexadecimal are read; digits stay what they are", () => {
  const line = (text: string, dcs = 15) => `+CUSD: 0,"${text}",${dcs}`;
  equal(ussdText(line("00420061006C0061006E00630065")), "Balance");
  equal(ussdText(line("0411043004", 15)), "0411043004");
  equal(ussdText(line("04110430", 15)), "Ба");
  equal(ussdText(line("C2303BEC1E97413", 15)), "C2303BEC1E97413");
  equal(ussdText(line("C2303BEC1E9741B5", 15))?.startsWith("Balance "), true);
  equal(ussdText(line("1234567890")), "1234567890");
  equal(ussdText(line("20202020")), "20202020");
});
