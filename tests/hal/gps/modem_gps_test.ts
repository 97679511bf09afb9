import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ModemGps, type ModemReceiver } from "../../../hal/gps/mod.ts";
import type { GpsFix, Gsm } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

/** A modem that answers some commands and refuses all others. */
function modem(answers: Map<string, string>): Gsm & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: "modem",
    asked,
    state: { number: 0x20, registered: true, signal: 1, operator: "" },
    leds: { green: 2, red: 0 },
    restart: () => {},
    open: () => {},
    send: () => Promise.resolve([]),
    ussd: () => Promise.resolve(""),
    command: (at) => {
      asked.push(at);
      const answer = answers.get(at);
      return answer === undefined
        ? Promise.reject(new Error("+CME ERROR: 516"))
        : Promise.resolve(answer === "" ? [] : [answer]);
    },
    close: () => Promise.resolve(),
  };
}

interface Bench {
  readonly gsm: ReturnType<typeof modem>;
  readonly clock: SimClock;
  readonly gps: ModemGps;
  readonly fixes: GpsFix[];
}

async function withGps(
  answers: Map<string, string>,
  test: (bench: Bench) => Promise<void>,
  receiver?: ModemReceiver,
): Promise<void> {
  const gsm = modem(answers), clock = new SimClock(), fixes: GpsFix[] = [];
  const gps = new ModemGps({ gsm, clock, isCarOn: () => true, receiver });
  gps.open((fix) => fixes.push(fix));
  try {
    await test({ gsm, clock, gps, fixes });
  } finally {
    await gps.close();
  }
}

const WUPPERTAL = { latitude: 51.257704, longitude: 7.160899 };
/** What each kind of modem says at one place. */
const KINDS = [
  {
    model: "SIMCOM_SIM808R14",
    on: "AT+CGNSPWR=1",
    query: "AT+CGNSINF",
    place:
      "+CGNSINF: 1,1,20260501120405.000,51.257704,7.160899,139.4,36.0,242.3,1,,1.1,1.4,0.9,,14,8,,,42,,",
    none: "+CGNSINF: 1,0,,,,,0.00,0.0,0,,,,,,6,0,,,,,",
    satellites: 8,
  },
  {
    model: '+CGMM: "A7670E-FASE"',
    on: "AT+CGNSSPWR=1",
    query: "AT+CGNSSINFO",
    place:
      "+CGNSSINFO: 3,08,,03,02,51.257704,N,7.160899,E,010526,120405.00,139.4,19.4384,242.3,1.4,1.1,0.9",
    none: "+CGNSSINFO: ,,,,,,,,,,,,,,,",
    satellites: undefined,
  },
  {
    model: "SIMCOM_SIM7600E-H",
    on: "AT+CGPS=1",
    query: "AT+CGPSINFO",
    place:
      "+CGPSINFO: 5115.462240,N,00709.653940,E,010526,120405.0,139.4,19.4384,242.3",
    none: "+CGPSINFO: ,,,,,,,,",
    satellites: undefined,
  },
  {
    model: "EC25",
    on: "AT+QGPS=1",
    query: "AT+QGPSLOC=2",
    place:
      "+QGPSLOC: 120405.00,51.257704,7.160899,1.1,139.4,3,242.18,36.0,19.4,010526,08",
    none: undefined,
    satellites: 8,
  },
] as const;

for (const { model, on, query, place, none, satellites } of KINDS) {
  Deno.test(`the receiver inside ${model} is switched on and read`, () => {
    const answers = new Map([["AT+CGMM", model], [on, ""]]);
    if (none !== undefined) answers.set(query, none);
    return withGps(answers, async ({ gsm, clock, fixes }) => {
      await clock.run(3000);
      deepEqual(gsm.asked.slice(0, 3), ["AT+CGMM", on, query]);
      ok(fixes.length > 0 && fixes.every(({ fix }) => !fix));
      answers.set(query, place);
      await clock.run(1000);
      const fix = fixes.at(-1);
      ok(Math.abs((fix?.latitude ?? 0) - WUPPERTAL.latitude) < 2e-6);
      ok(Math.abs((fix?.longitude ?? 0) - WUPPERTAL.longitude) < 2e-6);
      equal(fix?.altitude, 139.4);
      equal(fix?.speed?.toFixed(1), "36.0");
      equal(fix?.direction?.toFixed(1), "242.3");
      equal(fix?.satellites, satellites);
      equal(fix?.time, Date.UTC(2026, 4, 1, 12, 4, 5));
    });
  });
}

Deno.test("the older form of +CGNSSINFO has degrees with minutes, and one system less", () =>
  withGps(
    new Map([
      ["AT+CGPS=1", ""],
      [
        "AT+CGNSSINFO",
        "+CGNSSINFO: 2,09,05,00,3352.000000,S,15112.000000,W,010526,091918.0,32.9,0.0,255.0,1.1,0.8,0.7",
      ],
    ]),
    async ({ gsm, clock, fixes }) => {
      await clock.run(1000);
      deepEqual(gsm.asked, ["AT+CGNSSPWR=1", "AT+CGPS=1", "AT+CGNSSINFO"]);
      equal(fixes[0]?.latitude?.toFixed(4), "-33.8667");
      equal(fixes[0]?.longitude?.toFixed(4), "-151.2000");
      equal(fixes[0]?.hdop, 0.8);
    },
    "CGNSSINFO",
  ));

Deno.test("a receiver that finds nothing for a minute is switched on again", () =>
  withGps(new Map([["AT+CGMM", "EC25"]]), async ({ gsm, clock }) => {
    await clock.run(130_000);
    equal(gsm.asked.filter((at) => at === "AT+QGPS=1").length, 3);
  }));

Deno.test("a modem of another kind is told with what can be named", () =>
  withGps(
    new Map([["AT+CGMM", "SIMCOM_SIM900"]]),
    async ({ gsm, gps, clock, fixes }) => {
      await clock.run(10_000);
      match(gps.problem ?? "", /SIM900 is not known .*CGPSINF, CGNSINF/);
      deepEqual(gsm.asked, ["AT+CGMM"]);
      deepEqual(fixes, []);
    },
  ));
