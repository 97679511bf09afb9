/** Records that today's apps ask for, beside the guide's; their forms were recorded from the last v2 release. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Bench } from "ovms-edge/testing";
import { gateway, Twizy } from "../../guide/twizy.ts";

/** A car at rest: 80 %, 57.4 V, 4.100 V and 15 °C everywhere, 19 kW to give and 2 kW to take. */
const AT_REST: readonly (readonly [number, string])[] = [
  [0x554, "3737373737373700"],
  [0x557, "3343343343343340"],
  [0x55e, "3343343343340159"],
  [0x55f, "00fe73000023e23e"],
  [0x556, "3343343343343340"],
  [0x424, "1140042641640042"],
  [0x155, "0797d0547d000073"],
  [0x59b, "2000640040380090"],
  [0x5d7, "000000186a0000"],
];
const PARKED = "008521412900013c", ON = "009521412900013c";

/** One set of its frames, some of them others. */
function frames(
  car: Bench,
  other: Readonly<Record<number, string>> = {},
): void {
  for (const [id, data] of AT_REST) car.frame(id, other[id] ?? data);
}

/** So many seconds with these frames in each. */
async function seconds(
  car: Bench,
  n: number,
  status: string,
  other: Readonly<Record<number, string>> = {},
): Promise<void> {
  for (let second = 0; second < n; second++) {
    car.frame(0x597, status);
    frames(car, other);
    await car.seconds(1);
  }
}

async function car(forms = "both"): Promise<Bench> {
  const bench = await gateway();
  bench.set("ovms.records", forms);
  await seconds(bench, 3, PARKED);
  return bench;
}

/** Records of a type that went to the server, without their head. */
const sent = ({ server }: Bench, type: string) =>
  server.filter((line) => line.startsWith(`MP-0 H${type},`))
    .map((line) => line.slice(`MP-0 H${type},`.length));

Deno.test("206: RT-BAT-P and RT-BAT-C as today's apps read them", async () => {
  await using bench = await car();
  // Sets come while the command waits for one.
  await seconds(bench, 1, PARKED);
  frames(bench);
  await bench.msg("206");
  equal(
    sent(bench, "RT-BAT-P").at(-1),
    "0,86400,1,1,8000,8000,8000,574,574,574,15,15,15,5,1,190,20",
  );
  const cells = sent(bench, "RT-BAT-C").slice(-14);
  deepEqual(
    cells,
    cells.map((_, i) => `${i + 1},86400,1,1,4100,4100,4100,0,15,15,15,0`),
  );
  equal(cells.length, 14);
});

Deno.test("206: RT-BAT-P has the battery's temperature rounded, as BATT T tells it", async () => {
  await using bench = await car();
  // Six modules at 27 °C and one at 25 °C: 26.7 °C
  const warm = { 0x554: "4343414343434300" };
  await seconds(bench, 3, PARKED, warm);
  frames(bench, warm);
  await bench.msg("206");
  equal(sent(bench, "RT-BAT-P").at(-1)?.split(",")[10], "27");
});

Deno.test("6: an entry of the log has the mean speed of the drive under way", async () => {
  await using bench = await car();
  await seconds(bench, 2, ON);
  for (let second = 0; second < 4; second++) {
    bench.frame(0x599, "000003e8ff3c0e10"); // 36 km/h
    await seconds(bench, 1, ON);
  }
  await bench.msg("6");
  const speed = sent(bench, "RT-PWR-Log").at(-1)?.split(",")[26];
  ok(Math.abs(Number(speed) - 36) < 10, `${speed} km/h`);
});

Deno.test("BATT R begins the pack's lowest and highest voltage anew as well, and so does the key", async () => {
  const high = { 0x55f: "00fe730000258258" };
  const reset: Record<string, (bench: Bench) => Promise<unknown>> = {
    command: async (bench) => {
      const answer = bench.sms("BATT R");
      frames(bench);
      deepEqual(await answer, ["Battery monitor reset."]);
    },
    key: (bench) => seconds(bench, 2, ON),
  };
  for (const [how, begin] of Object.entries(reset)) {
    await using bench = await car();
    const volts = async () => {
      frames(bench);
      await bench.msg("206");
      return sent(bench, "RT-BAT-P").at(-1)?.split(",").slice(7, 10);
    };
    await seconds(bench, 3, PARKED, high);
    await seconds(bench, 3, PARKED);
    await begin(bench);
    await seconds(bench, 3, how === "key" ? ON : PARKED);
    deepEqual(await volts(), ["574", "574", "574"], how);
  }
});

Deno.test("a trip is an entry of the log when it took more than 25 Wh", async () => {
  // 25 A at 64 V for 10 ms each: 56.25 s of 1600 W are 25 Wh
  const USES = "07976c547d000073", ENOUGH = 5625;
  for (const [more, entries] of [[0, 0], [1, 1]] as const) {
    await using bench = await car();
    bench.set("power.energy", "guide");
    await seconds(bench, 2, ON);
    for (let n = 0; n < ENOUGH + more; n++) bench.frame(0x155, USES);
    await seconds(bench, 2, ON);
    await seconds(bench, 8, PARKED);
    equal(sent(bench, "RT-PWR-Log").length, entries, `${more} frames more`);
  }
});

Deno.test("the setting says which forms the server gets", async () => {
  const types = async (forms: string) => {
    await using bench = await car(forms);
    frames(bench);
    await bench.msg("206");
    await bench.msg("208");
    await bench.msg("6");
    const all = bench.server.map((line) => /^MP-0 H([\w-]+),/.exec(line)?.[1]);
    return [...new Set(all.filter((type) => type !== undefined))].sort();
  };
  const guide = ["RT-PWR-BattCell", "RT-PWR-BattPack", "RT-PWR-UsageStats"];
  const current = ["RT-BAT-C", "RT-BAT-P", "RT-PWR-Log", "RT-PWR-Stats"];
  deepEqual(await types("guide"), guide);
  deepEqual(await types("current"), current);
  deepEqual(await types("both"), [...guide, ...current].sort());
});

Deno.test("a failed sensor has a status of its own", async () => {
  await using bench = await car();
  const dead = { 0x556: "fff3343343343340" };
  await seconds(bench, 8, ON, dead);
  frames(bench, dead);
  await bench.msg("206");
  const [first, second] = sent(bench, "RT-BAT-C").slice(-14);
  match(first ?? "", /^1,86400,4,1,0,/);
  match(second ?? "", /^2,86400,1,1,4100,/);
});

Deno.test("code 6 logs how the car is, by 31 columns", async () => {
  await using bench = await car();
  await bench.msg("6");
  const [row = ""] = sent(bench, "RT-PWR-Log");
  match(
    row,
    /^0,31536000,1000\.00,0\.000000,0\.000000,0,0,0,80\.00,80\.00,80\.00,0,0,0,\d+,\d+,57\.4,57\.4,57\.4,15,15,15,/,
  );
  equal(row.split(",").length - 2, 31);
});

Deno.test("a drive: statistics, track and an entry of the log agree with what was driven", async () => {
  await using twizy = await Twizy.parked();
  twizy.do("key on", "drive city");
  await twizy.seconds(600);
  await twizy.msg("208");
  const stats = (sent(twizy.bench, "RT-PWR-Stats").at(-1) ?? "").split(",")
    .slice(2).map(Number);
  equal(stats.length, 25);
  const [
    constant = 0,
    ,
    ,
    count = 0,
    sum = 0,
    accel = 0,
    ,
    ,
    n = 0,
    ,
    decel = 0,
  ] = stats;
  const metres = constant + accel + decel;
  // The mean speed for so long is the way.
  const driven = sum / count / 100 / 3.6 * count / 10;
  ok(Math.abs(driven - metres) < metres / 50, `${driven} m, ${metres} m`);
  ok(n > 100 && n < count, `${n} of ${count}`);
  const track = (sent(twizy.bench, "RT-GPS-Log").at(-1) ?? "").split(",");
  equal(track.length, 23);
  const [least = 0, most = 0] = track.slice(14, 16).map(Number);
  ok(least < most, `${least} to ${most} W`);
  match(track[16] ?? "", /^00[19][0-9A-F]$/);
  deepEqual(track.slice(19, 21), ["1.000", "1.000"]);
  ok(Number(track[21]) < Number(track[22]), `${track}`);

  twizy.do("speed 0", "key off");
  await twizy.seconds(60);
  const [log = ""] = sent(twizy.bench, "RT-PWR-Log"), row = log.split(",");
  const [trip = 0, , speed = 0, faster = 0, slower = 0, ah = 0] = row
    .slice(24).map(Number);
  ok(Math.abs(trip * 1000 - metres) < metres / 10, `${trip} km, ${metres} m`);
  ok(Math.abs(speed - sum / count / 100) < 3, `${speed} km/h`);
  ok(faster > 1 && faster < 15 && slower > 1 && slower < 15, log);
  // Watt hours by the volts that they were counted with.
  ok(Math.abs(ah - Number(row[11]) / 64) < 0.05, `${ah} Ah, ${row[11]} Wh`);
});

Deno.test("a charge that ends is an entry of the log", async () => {
  await using twizy = await Twizy.parked({ soc: 99 });
  twizy.do("plug");
  await twizy.until(
    () => sent(twizy.bench, "RT-PWR-Log").length > 0,
    4 * 3600,
  );
  const row = (sent(twizy.bench, "RT-PWR-Log")[0] ?? "").split(",");
  equal(row[6], "4");
  ok(Number(row[12]) > 50, `${row[12]} Wh`);
});
