import { deepEqual, equal, ok } from "node:assert/strict";
import { NmeaGps, Sim908Gps } from "../../../hal/gps/mod.ts";
import {
  checksumOf,
  degrees,
  readSentence,
  timeOf,
} from "../../../hal/gps/nmea.ts";
import { JumpFilter } from "../../../hal/gps/jump_filter.ts";
import { readCgpsinf } from "../../../hal/gps/sim908.ts";
import type { GpsFix, Gsm } from "../../../hal/mod.ts";
import { SimBytePort } from "../../../hal/sim/at_port.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

/** A sentence with its checksum. */
function nmea(body: string): string {
  const sum = checksumOf(body).toString(16).toUpperCase().padStart(2, "0");
  return `$${body}*${sum}\r\n`;
}

/** A receiver's talk, and what the driver makes of it. */
class GpsBench {
  readonly clock = new SimClock();
  readonly device = {
    input: () => {},
    output: (_: Uint8Array): void => {},
  };
  readonly port = new SimBytePort(this.device);
  readonly gps = new NmeaGps("bench", this.port.open, this.clock);
  readonly fixes: GpsFix[] = [];

  async say(text: string): Promise<void> {
    this.device.output(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    await this.clock.run(1);
  }
}

async function withGps(
  test: (bench: GpsBench) => Promise<void>,
): Promise<void> {
  const bench = new GpsBench();
  bench.gps.open((fix) => bench.fixes.push(fix));
  await bench.clock.run(1);
  try {
    await test(bench);
  } finally {
    await bench.gps.close();
  }
}

/** One second of receivers in their own order; `n` counts seconds. */
const RECEIVERS: Readonly<Record<string, (n: number) => string[]>> = {
  "u-blox 7, cold start left behind": (n) => [
    `GPRMC,12040${n}.00,A,5115.46224,N,00709.65394,E,10.000,242.35,291213,,,D`,
    "GPVTG,242.35,T,,M,10.000,N,18.52,K,D",
    `GPGGA,12040${n}.00,5115.46224,N,00709.65394,E,2,08,1.05,139.4,M,47.2,M,,0000`,
    "GPGSA,A,3,10,15,18,20,21,24,29,32,,,,,2.05,1.05,1.76",
    "GPGSV,1,1,01,10,63,137,17",
    `GPGLL,5115.46224,N,00709.65394,E,12040${n}.00,A,D`,
  ],
  "u-blox M8, two systems": (n) => [
    `GNRMC,12040${n}.00,A,5115.46224,N,00709.65394,E,10.000,242.35,291213,,,A,V`,
    "GNVTG,242.35,T,,M,10.000,N,18.52,K,A",
    `GNGGA,12040${n}.00,5115.46224,N,00709.65394,E,1,08,1.05,139.4,M,47.2,M,,`,
    "GNGSA,A,3,10,15,18,20,,,,,,,,,2.05,1.05,1.76,1",
    "GNGSA,A,3,70,71,,,,,,,,,,,2.05,1.05,1.76,2",
  ],
  "MTK 3339": (n) => [
    `GPGGA,12040${n}.000,5115.4622,N,00709.6539,E,1,8,1.05,139.4,M,47.2,M,,`,
    "GPGSA,A,3,10,15,18,20,21,24,29,32,,,,,2.05,1.05,1.76",
    `GPRMC,12040${n}.000,A,5115.4622,N,00709.6539,E,10.00,242.35,291213,,,A`,
    "GPVTG,242.35,T,,M,10.00,N,18.52,K,A",
  ],
  "SiRF without VTG": (n) => [
    `GPGGA,12040${n}.000,5115.4622,N,00709.6539,E,1,08,1.05,139.4,M,47.2,M,,0000`,
    "GPGSA,A,3,10,15,18,20,21,24,29,32,,,,,2.05,1.05,1.76",
    `GPRMC,12040${n}.000,A,5115.4622,N,00709.6539,E,10.00,242.35,291213,,`,
  ],
  "Galileo": (n) => [
    "GAVTG,242.35,T,,M,10.00,N,18.52,K,A",
    `GARMC,12040${n}.000,A,5115.4622,N,00709.6539,E,10.00,242.35,291213,,,A`,
    `GAGGA,12040${n}.000,5115.4622,N,00709.6539,E,1,08,1.05,139.4,M,47.2,M,,0000`,
  ],
};

for (const [name, second] of Object.entries(RECEIVERS)) {
  Deno.test(`${name}: one full report a second`, () =>
    withGps(async (bench) => {
      for (let n = 0; n < 6; n++) {
        await bench.say(second(n).map(nmea).join(""));
      }
      const { fixes } = bench;
      ok(fixes.length >= 5, `${fixes.length} reports`);
      for (const fix of fixes) {
        const { latitude = 0, longitude = 0, speed = 0, time = 0, ...rest } =
          fix;
        const second = (time - Date.UTC(2013, 11, 29, 12, 4)) / 1000;
        ok(second >= 0 && second < 6, `second ${second}`);
        ok(Math.abs(latitude - 51.257704) < 5e-6);
        ok(Math.abs(longitude - 7.160899) < 5e-6);
        ok(Math.abs(speed - 18.52) < 1e-9);
        deepEqual(rest, {
          fix: true,
          altitude: 139.4,
          direction: 242.35,
          satellites: 8,
          hdop: 1.05,
        });
      }
    }));
}

Deno.test("without a fix nothing but the quality is reported", () =>
  withGps(async (bench) => {
    await bench.say(
      [
        "GPRMC,,V,,,,,,,,,,N",
        "GPVTG,,,,,,,,,N",
        "GPGGA,,,,,,0,00,99.99,,,,,,",
        "GPRMC,120405.00,V,,,,,,,291213,,,N",
        "GPVTG,,,,,,,,,N",
        "GPGGA,120405.00,0000.0000,N,00000.0000,E,0,03,9.5,0.0,M,,M,,",
        "GPRMC,120406.00,A,5115.4622,N,00709.6539,E,,,291213,,,N",
        "GPVTG,,,,,,,,,N",
        "GPGGA,120406.00,,,,,1,03,9.5,,M,,M,,",
        "GPRMC,120407.00,A,5115.4622,N,00709.6539,E,0.01,,291213,,,A",
        "GPVTG,,T,,M,0.01,N,0.02,K,A",
        "GPGGA,120407.00,5115.4622,N,00709.6539,E,6,03,9.5,139.4,M,,M,,",
      ].map(nmea).join(""),
    );
    deepEqual(bench.fixes, [
      { fix: false, satellites: 0, hdop: 99.99 },
      { fix: false, satellites: 3, hdop: 9.5 },
      { fix: false, satellites: 3, hdop: 9.5 },
      { fix: false, satellites: 3, hdop: 9.5 },
    ]);
  }));

Deno.test("a fix in two dimensions has no altitude, standing no course", () =>
  withGps(async (bench) => {
    const second = (time: string) =>
      nmea("GPGSA,A,2,10,15,18,,,,,,,,,,2.05,1.05,1.76") +
      nmea(
        `GPGGA,${time},5115.4622,N,00709.6539,E,1,03,1.05,139.4,M,47.2,M,,`,
      ) +
      nmea(`GPRMC,${time},A,5115.4622,N,00709.6539,E,0.00,,291213,,,A`);
    await bench.say(second("120405.000") + second("120406.000"));
    deepEqual(Object.keys(bench.fixes[0] ?? {}), [
      "fix",
      "latitude",
      "longitude",
      "speed",
      "satellites",
      "hdop",
      "time",
    ]);
  }));

Deno.test("bad and cut lines are counted and change nothing", () =>
  withGps(async (bench) => {
    const good = nmea(
      "GPGGA,120405.000,5115.4622,N,00709.6539,E,1,8,1.05,139.4,M,47.2,M,,",
    );
    await bench.say(
      good + good.replace("5115", "5215") + good.slice(0, 40) +
        good.slice(0, 60) + "\r\n" +
        "\x01\x02\xb5b\r\n" + "x".repeat(1000) + "\r\n" + "$GPGGA*66\r\n" +
        good.slice(0, -3) + "\r\n" + nmea("PUBX,00,1,2") + good,
    );
    deepEqual(bench.gps.counters, {
      sentences: 3,
      checksum: 1,
      cut: 4,
      garbage: 8,
      jumps: 0,
      reopened: 0,
    });
    equal(bench.fixes.length, 1);
  }));

Deno.test("sentences without checksum are taken from a receiver that writes none", () => {
  const sentence = readSentence(
    "$GPGGA,120405.000,5115.4622,N,00709.6539,E,1,8,1.05,139.4,M,47.2,M,,",
  );
  ok(
    typeof sentence !== "string" && sentence.type === "GGA" &&
      !sentence.checked,
  );
  equal(readSentence("$GPGGA,120405.000,5115.4622,N,00709"), "cut");
  equal(readSentence("OK"), "garbage");
});

Deno.test("a receiver that falls silent is opened again", () =>
  withGps(async (bench) => {
    await bench.say("$");
    await bench.clock.run(65_000);
    ok(bench.gps.counters.reopened >= 1);
  }));

Deno.test("degrees are those of the specification's table", () => {
  const table: [string, string, 90 | 180, number][] = [
    ["5115.462240", "N", 90, 51.257704],
    ["5115.462240", "S", 90, -51.257704],
    ["00709.653940", "E", 180, 7.160899],
    ["11411.57250", "E", 180, 114.192875],
    ["5203.0", "N", 90, 52.05],
    ["00000.5000", "W", 180, -0.008333],
  ];
  for (const [value, side, most, expected] of table) {
    ok(Math.abs((degrees(value, side, most) ?? 999) - expected) < 5e-6, value);
  }
  for (const value of ["", "9000.1", "5160.0", "abc", "-5115.4", "1e3"]) {
    equal(degrees(value, "N", 90), undefined);
  }
  equal(degrees("5115.4", "", 90), undefined);
  equal(degrees("5115.4", "E", 90), undefined);
});

Deno.test("day and time of a fix", () => {
  const table: [string, string, number | undefined][] = [
    ["291213", "120405.00", Date.UTC(2013, 11, 29, 12, 4, 5)],
    ["281126", "235959.5", Date.UTC(2026, 10, 28, 23, 59, 59, 500)],
    ["060180", "000000", Date.UTC(1980, 0, 6)],
    ["290228", "000000", Date.UTC(2028, 1, 29)],
    ["290226", "000000", undefined],
    ["321226", "000000", undefined],
    ["281126", "250000", undefined],
    ["281126", "", undefined],
    ["", "120000", undefined],
  ];
  for (const [date, time, expected] of table) {
    equal(timeOf(date, time), expected, `${date} ${time}`);
  }
});

const at = (latitude: number): GpsFix => ({
  fix: true,
  latitude,
  longitude: 7,
});

Deno.test("jumps are held back; the first fix and a persistent place pass", () => {
  const filter = new JumpFilter();
  let now = 0;
  const passes = (latitude: number) =>
    filter.pass(at(latitude), now += 1000) !== undefined;
  ok(passes(51));
  ok(passes(51.0005));
  ok(!passes(52));
  ok(passes(51.001));
  deepEqual([53, 53, 53, 53, 53, 53].map(passes), [
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
  deepEqual([10, 20, 30, 40, 50, 60, 53].map(passes), [
    false,
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  ok(filter.pass({ fix: false }, now));
  now += 3_600_000;
  ok(passes(54));
  equal(filter.jumps, 1 + 4 + 6);
});

Deno.test("a receiver whose time stands still has no position any more", () => {
  const filter = new JumpFilter(), time = Date.UTC(2026, 5, 1);
  const fixes = (seconds: number, moves: boolean) =>
    Array.from({ length: seconds }, (_, s) => {
      const now = 1000 * s + (moves ? 0 : 5000);
      return filter.pass({ ...at(51), time: time + (moves ? now : 5000) }, now);
    }).map((fix) => fix?.fix);
  deepEqual(fixes(5, true), Array(5).fill(true));
  deepEqual(fixes(12, false), [...Array(10).fill(true), false, false]);
  equal(filter.pass({ ...at(51), time: time + 17_000 }, 17_000)?.fix, true);
  // What tells no time cannot be told from one that stands still.
  equal(filter.pass(at(51), 18_000)?.fix, true);
  equal(filter.pass(at(51), 99_000)?.fix, true);
});

Deno.test("the modem's own forms are read as their twins", async () => {
  const answers = [
    "2,120405.000,5115.462240,N,00709.653940,E,1,8,1.05,139.4,M,47.2,M,,",
    "64,242.35,T,,M,0.00,N,0.0,K,A",
  ];
  equal(readCgpsinf("OK"), undefined);
  const clock = new SimClock(), fixes: GpsFix[] = [];
  const asked: string[] = [];
  let on = true, lines = answers;
  const gsm: Gsm = {
    name: "modem",
    state: { number: 0x20, registered: true, signal: 1, operator: "" },
    leds: { green: 2, red: 0 },
    restart: () => {},
    open: () => {},
    send: () => Promise.resolve([]),
    ussd: () => Promise.resolve(""),
    command: (command) => (asked.push(command), Promise.resolve(lines)),
    close: () => Promise.resolve(),
  };
  const gps = new Sim908Gps(gsm, clock, () => on);
  gps.open((fix) => fixes.push(fix));
  await clock.run(1000);
  equal(asked[0], "AT+CGPSINF=2;+CGPSINF=64;+CGPSPWR=1");
  const [fix] = fixes;
  ok(Math.abs((fix?.latitude ?? 0) - 51.257704) < 5e-6);
  equal(fix?.altitude, 139.4);
  equal(fix?.direction, 242.35);
  await clock.run(9000);
  ok(fixes.every(({ fix }) => fix));
  await clock.run(1000);
  deepEqual(fixes.at(-1), { fix: false }, "its time stands still");
  lines = ["2,120416.000," + answers[0]?.slice(13), ...answers.slice(1)];
  await clock.run(1000);
  equal(fixes.at(-1)?.fix, true);
  lines = ["2,,,,,,0,,,,M,,M,,", "64,,T,,M,,N,,K,N"];
  await clock.run(1000);
  deepEqual(fixes.at(-1), { fix: false });
  on = false;
  const before = asked.length;
  await clock.run(120_000);
  equal(asked.length, before + 2);
  await gps.close();
});

Deno.test("the place without degrees is no position, in any sentence", () =>
  withGps(async (bench) => {
    await bench.say(nmea("GPRMC,120000,A,0.000,N,0.000,E,0,0,291126,,,A"));
    await bench.say(
      nmea("GPRMC,120001,A,0000.0000,N,00000.0000,E,0,0,291126,,,A"),
    );
    await bench.say(
      nmea("GPRMC,120002,A,0000.5000,N,00000.0000,E,0,0,291126,,,A"),
    );
    await bench.say(nmea("GPRMC,120003,V,,,,,,,291126,,,N"));
    deepEqual(bench.fixes.map(({ fix }) => fix), [false, true, false]);
  }));

Deno.test("dead reckoning in RMC alone is no position", () =>
  withGps(async (bench) => {
    for (const second of [0, 1, 2]) {
      await bench.say(
        nmea(`GPRMC,12000${second},A,5230,N,01324,E,0,0,291126,,,E`),
      );
    }
    ok(bench.fixes.length > 0 && bench.fixes.every(({ fix }) => !fix));
  }));

Deno.test("receivers with GNS or GLL alone tell where they are", async () => {
  const forms = {
    GNS: (second: number, mode = "AAN") =>
      `GNGNS,12000${second},4800.0,N,01100.0,E,${mode},12,0.8,500.0,45.0,,`,
    GLL: (second: number, mode = "A") =>
      `GPGLL,4800.0,N,01100.0,E,12000${second},A,${mode}`,
  };
  for (const form of Object.values(forms)) {
    await withGps(async (bench) => {
      for (const second of [0, 1, 2]) await bench.say(nmea(form(second)));
      ok(bench.fixes.length > 0);
      equal(bench.fixes.at(-1)?.latitude, 48);
      equal(bench.fixes.at(-1)?.longitude, 11);
      const before = bench.fixes.length;
      for (const second of [3, 4, 5]) await bench.say(nmea(form(second, "N")));
      ok(bench.fixes.slice(before + 1).every(({ fix }) => !fix));
    });
  }
});

Deno.test("fields at the end that are left out are not missed, where a checksum tells that nothing was lost", () => {
  const short = "GPRMC,120000,A,5230,N,01324,E,0,0,291126";
  const kinds = [nmea(short), `$${short}`, nmea("GPRMC,120000,A,5230,N,01324")]
    .map((line) => readSentence(line.trim()))
    .map((read) => typeof read === "string" ? read : read.type);
  deepEqual(kinds, ["RMC", "cut", "cut"]);
});
