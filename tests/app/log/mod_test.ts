import assert from "node:assert/strict";
import { openLog } from "../../../app/log/mod.ts";
import { redact, redactText } from "../../../app/log/redact.ts";
import { LogRing } from "../../../app/log/ring.ts";
import { SimClock } from "../../../hal/sim/mod.ts";

Deno.test("phone numbers disappear in every way of writing them", () => {
  const numbers = [
    "+491701234567",
    "00491701234567",
    "0170 1234567",
    "0170/123 45 67",
    "+49 (170) 123-4567",
    "1701234567",
  ];
  for (const number of numbers) {
    const text = redactText(`SMS to ${number} refused`, []);
    assert.equal(text, "SMS to [phone] refused");
  }
});

Deno.test("positions disappear", () => {
  assert.equal(
    redactText("at 51.257704,7.160899 and -33.8688", []),
    "at [position],[position] and [position]",
  );
  assert.equal(
    redactText("unreadable: $GPRMC,081836,A,5115.46,N,00709.654,E,0", []),
    "unreadable: $GPRMC,081836,A,[position],[position],0",
  );
});

Deno.test("what is neither stays", () => {
  for (
    const text of [
      "frame 0x155 of 8 bytes",
      "12345 received, 4 errors",
      "SOC 97.38 % at 12.5 V",
      "on 2026-05-01T08:00:00Z",
      "version 0.1.0/RT0.1.0/V2",
      "a bearer of news",
    ]
  ) assert.equal(redactText(text, []), text);
});

Deno.test("secrets disappear wherever they are", () => {
  const secrets = ["MyPass", "it's.a+test", ""];
  assert.deepEqual(
    redact({
      error: "bad MyPass given",
      list: ["it's.a+test", 3],
      inner: { text: "xMyPassx" },
      plain: true,
    }, secrets),
    {
      error: "bad [secret] given",
      list: ["[secret]", 3],
      inner: { text: "x[secret]x" },
      plain: true,
    },
  );
});

Deno.test("a secret disappears with its end, quoted, and in an address", () => {
  const secrets = ["geheim", "geheim4711", 'a"b\\c', "p/w ü"];
  assert.equal(
    redactText("geheim4711 geheim", secrets),
    "[secret] [secret]",
  );
  assert.equal(
    redactText(`cannot be ${JSON.stringify('a"b\\c')}`, secrets),
    'cannot be "[secret]"',
  );
  assert.equal(
    redactText("http://x/?key=p%2Fw%20%C3%BC&n=1", secrets),
    "http://x/?key=[secret]&n=1",
  );
});

Deno.test("phones and positions are hidden wherever they stand in a sentence, and nothing else is", () => {
  const table: readonly (readonly [text: string, clean: string])[] = [
    ["no way to +491701234567.", "no way to [phone]."],
    ["tel:+49 170 1234567, sip:00491701234567", "tel:[phone], sip:[phone]"],
    ["at 51.257704.", "at [position]."],
    ["N51.257704 7.160899E, 8.5", "N[position] [position]E, 8.5"],
    ["mod.ts:1234567:12", "mod.ts:1234567:12"],
    ["2026-11-30T08:38:57.442Z", "2026-11-30T08:38:57.442Z"],
    ["192.168.100.200:8080, 1.10000.2", "192.168.100.200:8080, 1.10000.2"],
    ["took 1234567.5 ms", "took 1234567.5 ms"],
  ];
  for (const [text, clean] of table) assert.equal(redactText(text, []), clean);
});

Deno.test("what a program logs in with disappears from a header that is quoted", () => {
  assert.equal(
    redactText(
      "refused: Authorization: Basic dTpnZWhlaW0=, then bearer eyJhbGci.e30.-x_y",
      [],
    ),
    "refused: Authorization: Basic [secret], then bearer [secret]",
  );
});

Deno.test("numbers and keys give positions and phones away as well", () => {
  assert.deepEqual(
    redact({
      latitude: 51,
      where: 7.160899,
      phone: "x",
      caller: 491701234567,
      count: 12,
    }, []),
    {
      latitude: "[hidden]",
      where: "[position]",
      phone: "[hidden]",
      caller: "[phone]",
      count: 12,
    },
  );
});

Deno.test("one event a line, with the clock's time, from the wanted level on", () => {
  const lines: string[] = [], clock = new SimClock(Date.UTC(2026, 4, 1));
  const log = openLog({
    level: "warning",
    clock,
    write: (line) => lines.push(line),
    secrets: () => ["MyPass"],
  });
  log("info", "not this");
  log("warning", "plugin {fault} with MyPass", {
    plugin: "hello",
    error: "two\nlines and 51.257704",
  });
  assert.equal(lines.length, 1);
  const [line = ""] = lines;
  assert.match(line, /^[^\n]*\n$/);
  const event: unknown = JSON.parse(line);
  assert.deepEqual(event, {
    "@timestamp": "2026-05-01T00:00:00.000Z",
    level: "WARN",
    message: "plugin {fault} with [secret]",
    logger: "ovms-edge",
    plugin: "hello",
    error: "two\nlines and [position]",
  });
});

Deno.test("the ring keeps from info on without secrets, by what it is about, and drops the oldest", () => {
  const lines: string[] = [], clock = new SimClock(Date.UTC(2026, 4, 1));
  const ring = new LogRing();
  const log = openLog({
    level: "error",
    clock,
    write: (line) => lines.push(line),
    secrets: () => ["MyPass"],
    ring,
  });
  log("debug", "not this");
  log("info", "mqtt connected");
  log("warning", "web login of MyPass and +491701234567", { n: [1], e: "x" });
  clock.setWall(0, false);
  log("error", "failed", { plugin: "hello", latitude: 51 });
  assert.equal(lines.length, 1);
  assert.deepEqual(
    ring.entries.map((
      { number, at, level, category, event, details },
    ) => [number, at, level, category, event, details]),
    [
      [1, Date.UTC(2026, 4, 1), "info", "mqtt", "mqtt connected", {}],
      [
        2,
        Date.UTC(2026, 4, 1),
        "warning",
        "web",
        "web login of [secret] and [phone]",
        { n: "[1]", e: "x" },
      ],
      [
        3,
        undefined,
        "error",
        "plugin",
        "failed",
        { plugin: "hello", latitude: "[hidden]" },
      ],
    ],
  );
  for (let k = 0; k < 2000; k++) log("info", `event ${"x".repeat(5000)}`);
  assert.equal(ring.entries.length, 1000);
  assert.equal(ring.entries.at(-1)?.number, 2003);
  assert.equal(ring.entries.at(-1)?.event.length, 1000);
});

Deno.test("a text without end is logged in part, without a secret that is cut in two", () => {
  const secret = "geheim".repeat(20);
  for (let at = 5900; at < 6000; at += 7) {
    const text = redactText("x ".repeat(at / 2) + secret + "y".repeat(1e6), [
      secret,
    ]);
    assert.ok(text.length < 6000 && !text.includes("geheim"), `${at}`);
  }
});
