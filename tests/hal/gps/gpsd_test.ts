import { deepEqual, equal, ok } from "node:assert/strict";
import { GpsdGps } from "../../../hal/gps/mod.ts";
import { GpsdReports } from "../../../hal/gps/gpsd_report.ts";
import { checksumOf } from "../../../hal/gps/nmea.ts";
import { systemNetwork } from "../../../hal/net.ts";
import { SystemClock } from "../../../hal/clock.ts";
import type { GpsFix, Network } from "../../../hal/mod.ts";
import { SimBytePort } from "../../../hal/sim/at_port.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Pty } from "../linux/pty.ts";
import { freePort } from "../../ports.ts";

const VERSION =
  '{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}';
const SKY =
  '{"class":"SKY","device":"/dev/pts/1","hdop":0.9,"satellites":[{"PRN":1,"used":true},{"PRN":2,"used":false},{"PRN":3,"used":true}]}';
const TPV =
  '{"class":"TPV","device":"/dev/pts/1","status":2,"mode":3,"time":"2026-11-28T12:00:01.500Z","lat":51.257704,"lon":7.160898,"altHAE":186.6,"altMSL":139.4,"alt":139.4,"track":242.35,"speed":10.0}';

Deno.test("reports of gpsd become fixes", () => {
  const reports = new GpsdReports();
  const line = (text: string) => reports.line(text, 0);
  equal(line(VERSION), undefined);
  equal(line(SKY), undefined);
  deepEqual(line(TPV), {
    fix: true,
    latitude: 51.257704,
    longitude: 7.160898,
    altitude: 139.4,
    direction: 242.35,
    speed: 36,
    satellites: 2,
    hdop: 0.9,
    time: Date.UTC(2026, 10, 28, 12, 0, 1, 500),
  });
  deepEqual(
    line('{"class":"TPV","device":"/dev/pts/1","mode":1,"lat":1,"lon":2}'),
    {
      fix: false,
      satellites: 2,
      hdop: 0.9,
    },
  );
  deepEqual(
    line('{"class":"TPV","mode":3,"lat":91,"lon":"2"}')?.fix,
    false,
  );
  for (const bad of ["", "{", "[]", "null", '"TPV"']) {
    equal(line(bad), undefined);
  }
  equal(reports.bad, 5);
});

Deno.test("what gpsd's receiver guesses or simulates is no position", () => {
  const reports = new GpsdReports();
  for (const [status, fix] of [[0, true], [1, true], [5, false], [8, false]]) {
    const report = TPV.replace('"status":2', `"status":${status}`);
    equal(reports.line(report, 0)?.fix, fix, `${status}`);
  }
});

Deno.test("of gpsd's receivers the one with a position counts, until it has none or is silent", () => {
  const reports = new GpsdReports();
  const blind = '{"class":"TPV","device":"/dev/pts/2","mode":1}';
  const noSky = '{"class":"SKY","device":"/dev/pts/2","hdop":99,"uSat":0}';
  equal(reports.line(blind, 0)?.fix, false);
  equal(reports.line(TPV, 100)?.fix, true);
  equal(reports.line(blind, 200), undefined);
  equal(reports.line(noSky, 300), undefined);
  equal(reports.line(TPV, 1100)?.satellites, undefined);
  equal(reports.line(blind, 11_099), undefined);
  equal(reports.line(blind, 11_100)?.fix, false);
  equal(reports.line(TPV, 12_000)?.fix, true);
  equal(reports.line(TPV.replace('"mode":3', '"mode":1'), 13_000)?.fix, false);
  equal(reports.line(blind, 13_100)?.fix, false);
});

Deno.test("gpsd is asked to watch, and again after a loss", async () => {
  const clock = new SimClock(), asked: string[] = [], fixes: GpsFix[] = [];
  const device = {
    input: (bytes: Uint8Array) => {
      asked.push(new TextDecoder().decode(bytes));
      const all = new TextEncoder().encode(
        `${VERSION}\r\n${SKY}\r\n${TPV}\r\nrubbish\r\n`,
      );
      device.output(all.subarray(0, 200));
      device.output(all.subarray(200));
    },
    output: (_: Uint8Array): void => {},
  };
  const port = new SimBytePort(device);
  const network: Network = {
    connect: async () => {
      const { readable, writable, close } = await port.open();
      return { readable, writable, close: () => void close() };
    },
  };
  const gps = new GpsdGps({ host: "localhost", port: 2947 }, network, clock);
  gps.open((fix) => fixes.push(fix));
  await clock.run(1000);
  deepEqual(asked, ['?WATCH={"enable":true,"json":true}\n']);
  equal(fixes.length, 1);
  equal(gps.counters.bad, 1);
  port.unplug();
  await clock.run(1000);
  ok(gps.problem);
  port.plug();
  await clock.run(10_000);
  equal(fixes.length, 2);
  equal(gps.counters.reopened, 1);
  await gps.close();
});

/** Whether the real gpsd can be tried here. */
async function hasGpsd(): Promise<boolean> {
  try {
    await new Deno.Command("gpsd", {
      args: ["-V"],
      stdout: "null",
      stderr: "null",
    }).output();
    return true;
  } catch {
    return false;
  }
}

function nmea(body: string): string {
  return `$${body}*${
    checksumOf(body).toString(16).toUpperCase().padStart(2, "0")
  }\r\n`;
}

/** A second, 0 to 59, of a minute of driving north, as a receiver tells it. */
function driving(second: number): string {
  const time = `1204${String(second).padStart(2, "0")}.00`;
  const latitude = `51${(15 + second / 100).toFixed(5).padStart(8, "0")}`;
  return nmea(
    `GPRMC,${time},A,${latitude},N,00709.65394,E,36.000,0.00,291220,,,A`,
  ) +
    nmea("GPVTG,0.00,T,,M,36.000,N,66.67,K,A") +
    nmea(
      `GPGGA,${time},${latitude},N,00709.65394,E,1,08,1.05,139.4,M,47.2,M,,`,
    ) +
    nmea("GPGSA,A,3,10,15,18,20,21,24,29,32,,,,,2.05,1.05,1.76");
}

const there = await hasGpsd();
if (!there) {
  console.log("the test with a real gpsd is left out: it is not installed");
}

Deno.test({
  name: "a real gpsd gives positions of the receiver at its port",
  ignore: !there,
  fn: async () => {
    const receiver = new Pty(), port = freePort(), clock = new SystemClock();
    const gpsd = new Deno.Command("gpsd", {
      args: ["-N", "-n", "-S", String(port), receiver.path],
      stdout: "null",
      stderr: "null",
    }).spawn();
    let second = 0;
    const talking = clock.every(50, () => {
      receiver.master.write(new TextEncoder().encode(driving(second)));
      second = (second + 1) % 60;
    });
    const gps = new GpsdGps({ host: "127.0.0.1", port }, systemNetwork, clock);
    try {
      const fix = await new Promise<GpsFix>((resolve, reject) => {
        const stop = clock.after(
          120_000,
          () => reject(new Error("gpsd tells no position")),
        );
        gps.open((fix) => {
          if (!fix.fix) return;
          stop();
          resolve(fix);
        });
      });
      ok(Math.abs((fix.latitude ?? 0) - 51.255) < 0.01);
      ok(Math.abs((fix.longitude ?? 0) - 7.160899) < 1e-4);
      ok(Math.abs((fix.speed ?? 0) - 66.67) < 0.5);
    } finally {
      talking();
      await gps.close();
      gpsd.kill("SIGKILL");
      await gpsd.status;
      await receiver.close();
    }
  },
});
