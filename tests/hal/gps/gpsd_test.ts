import { deepEqual, equal, ok } from "node:assert/strict";
import { GpsdGps } from "../../../hal/gps/mod.ts";
import { GpsdReports } from "../../../hal/gps/gpsd_report.ts";
import { checksumOf } from "../../../hal/gps/nmea.ts";
import { systemNetwork } from "../../../hal/net.ts";
import { SystemClock } from "../../../hal/clock.ts";
import type { GpsFix, Network } from "../../../hal/mod.ts";
import { SimBytePort } from "../../../hal/sim/at_port.ts";
import { pause } from "../../../hal/pause.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

const VERSION =
  '{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}';
const SKY =
  '{"class":"SKY","device":"/dev/pts/1","hdop":0.9,"satellites":[{"PRN":1,"used":true},{"PRN":2,"used":false},{"PRN":3,"used":true}]}';
const TPV =
  '{"class":"TPV","device":"/dev/pts/1","status":2,"mode":3,"time":"2026-11-28T12:00:01.500Z","lat":51.257704,"lon":7.160898,"altHAE":186.6,"altMSL":139.4,"alt":139.4,"track":242.35,"speed":10.0}';

Deno.test("reports of gpsd become fixes", () => {
  const reports = new GpsdReports();
  equal(reports.line(VERSION), undefined);
  equal(reports.line(SKY), undefined);
  deepEqual(reports.line(TPV), {
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
  deepEqual(reports.line('{"class":"TPV","mode":1,"lat":1,"lon":2}'), {
    fix: false,
    satellites: 2,
    hdop: 0.9,
  });
  deepEqual(
    reports.line('{"class":"TPV","mode":3,"lat":91,"lon":"2"}')?.fix,
    false,
  );
  for (const line of ["", "{", "[]", "null", '"TPV"']) {
    equal(reports.line(line), undefined);
  }
  equal(reports.bad, 5);
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

/** Why the real gpsd cannot be tried here, or undefined. */
async function missing(): Promise<string | undefined> {
  for (const program of ["gpsd", "gpsfake"]) {
    try {
      await new Deno.Command(program, {
        args: ["-V"],
        stdout: "null",
        stderr: "null",
      }).output();
    } catch {
      return `${program} is not installed`;
    }
  }
  return undefined;
}

function nmea(body: string): string {
  return `$${body}*${
    checksumOf(body).toString(16).toUpperCase().padStart(2, "0")
  }\r\n`;
}

/** A minute of driving north, as a receiver tells it. */
function drive(): string {
  let log = "";
  for (let second = 0; second < 60; second++) {
    const time = `1204${String(second).padStart(2, "0")}.00`;
    const latitude = `51${(15 + second / 100).toFixed(5).padStart(8, "0")}`;
    log += nmea(
      `GPRMC,${time},A,${latitude},N,00709.65394,E,36.000,0.00,291220,,,A`,
    ) +
      nmea("GPVTG,0.00,T,,M,36.000,N,66.67,K,A") +
      nmea(
        `GPGGA,${time},${latitude},N,00709.65394,E,1,08,1.05,139.4,M,47.2,M,,`,
      ) +
      nmea("GPGSA,A,3,10,15,18,20,21,24,29,32,,,,,2.05,1.05,1.76");
  }
  return log;
}

/** A port that is free now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Resolves when somebody listens at the port; gives up after 10 s. */
async function listening(port: number, clock: SystemClock): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      using _ = await Deno.connect({ hostname: "127.0.0.1", port });
      return;
    } catch {
      await pause(clock, 50);
    }
  }
}

const why = await missing();
if (why) console.log(`the test with a real gpsd is left out: ${why}`);

Deno.test({
  name: "a real gpsd with gpsfake gives positions",
  ignore: why !== undefined,
  fn: async () => {
    const log = await Deno.makeTempFile({ suffix: ".nmea" });
    await Deno.writeTextFile(log, drive());
    const port = freePort();
    const fake = new Deno.Command("gpsfake", {
      args: ["-q", "-1", "-n", "-c", "0.02", "-P", String(port), log],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const clock = new SystemClock();
    const gps = new GpsdGps({ host: "127.0.0.1", port }, systemNetwork, clock);
    try {
      await listening(port, clock);
      const fix = await new Promise<GpsFix | undefined>((resolve) => {
        const stop = clock.after(20_000, () => resolve(undefined));
        gps.open((fix) => {
          if (!fix.fix) return;
          stop();
          resolve(fix);
        });
      });
      ok(fix, "no fix within 20 s");
      ok(Math.abs((fix.latitude ?? 0) - 51.255) < 0.01);
      ok(Math.abs((fix.longitude ?? 0) - 7.160899) < 1e-4);
      ok(Math.abs((fix.speed ?? 0) - 66.67) < 0.5);
    } finally {
      await gps.close();
      try {
        fake.kill("SIGTERM");
      } catch {
        // It had come to the end of its log.
      }
      await fake.status;
      await Deno.remove(log);
    }
  },
});
