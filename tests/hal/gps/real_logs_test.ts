/**
 * Recordings of real receivers, against what gpsd makes of them. They come with gpsd's source
 * (`apt-get source gpsd`, folder `test/daemon`) and are not part of this repository:
 * `OVMS_EDGE_NMEA_LOGS=<folder> deno task test`.
 */
import assert from "node:assert/strict";
import { FixAssembler } from "../../../hal/gps/assembler.ts";
import { NmeaReader } from "../../../hal/gps/nmea_reader.ts";

const folder = Deno.env.get("OVMS_EDGE_NMEA_LOGS");
const place = (latitude: number, longitude: number) =>
  `${latitude.toFixed(4)},${longitude.toFixed(4)}`;

/** Places that gpsd reports for a recording. */
function placesOf(log: string): ReadonlySet<string> {
  const lines = Deno.readTextFileSync(`${log}.chk`).split("\n");
  const reports = lines.filter((line) => line.startsWith('{"class":"TPV"'))
    .map((line) => JSON.parse(line));
  return new Set(
    reports.filter(({ lat }) => lat !== undefined)
      .map(({ lat, lon }) => place(lat, lon)),
  );
}

Deno.test({
  name: "real receivers' logs give the positions that gpsd reads in them" +
    (folder ? "" : " (skipped: OVMS_EDGE_NMEA_LOGS names no folder)"),
  ignore: folder === undefined,
  fn() {
    let positions = 0, known = 0, logs = 0;
    for (const { name } of Deno.readDirSync(folder ?? "")) {
      const log = `${folder}/${name}`;
      if (!name.endsWith(".log")) continue;
      const reader = new NmeaReader(), assembler = new FixAssembler();
      const expected = placesOf(log);
      logs++;
      for (const sentence of reader.push(Deno.readFileSync(log))) {
        const report = assembler.add(sentence);
        const { latitude, longitude } = report ?? {};
        if (latitude === undefined || longitude === undefined) continue;
        positions++;
        if (expected.has(place(latitude, longitude))) known++;
      }
    }
    console.log(`${logs} logs: ${known} of ${positions} positions as gpsd's`);
    assert.ok(positions > 0 && known / positions > 0.99);
  },
});
