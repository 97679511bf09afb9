import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { gpxText, wayText } from "../../../runtime/records/export/mod.ts";
import { faultsOf, parsed } from "./gpx_rules.ts";

const BEGIN = Date.UTC(2026, 5, 1, 8);
const at = (seconds: number) =>
  `${new Date(BEGIN + seconds * 1000).toISOString().slice(0, 19)}Z`;
const point = (
  seconds: number,
  latitude: number | null = 51,
  longitude: number | null = 7,
) => ({ time: at(seconds), latitude, longitude, altitude: null });

/** Points of each segment. */
const segments = (text: string) =>
  [...text.matchAll(/<trkseg>([^]*?)<\/trkseg>/g)].map(([, points = ""]) =>
    points.split("<trkpt").length - 1
  );

Deno.test("each gap begins a segment: a lost position, and a time that nobody followed", () => {
  const text = wayText([
    point(0),
    point(10),
    point(20, null, null),
    point(30),
    point(40),
    point(50),
    point(500),
  ], "a way");
  deepEqual(segments(text), [2, 3, 1]);
  deepEqual(segments(wayText([], "nothing")), []);
});

Deno.test("numbers are decimals of GPX 1.1, also next to the equator; the parts are in its order", () => {
  const text = wayText([{
    time: at(0),
    latitude: -1e-9,
    longitude: 0.0000012,
    altitude: 1.23456,
  }], 'A & "B" <C>');
  match(
    text,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<gpx version="1\.1" creator="[^"]+" xmlns="http:\/\/www\.topografix\.com\/GPX\/1\/1">/,
  );
  ok(text.includes('<name>A &amp; "B" &lt;C></name>'));
  ok(text.includes(
    '<trkpt lat="0" lon="0.000001"><ele>1.2</ele><time>2026-06-01T08:00:00Z</time></trkpt>',
  ));
});

Deno.test("records without a fix are gaps, too", () => {
  const record = (seconds: number, fix: number) => ({
    id: seconds,
    time: at(seconds),
    number: 0,
    fields: { latitude: 51, longitude: 7, altitude: 80, fix },
  });
  const text = gpxText([record(0, 1), record(60, 0), record(120, 1)], "RT");
  deepEqual(segments(text), [1, 1]);
  equal(text.match(/<ele>80<\/ele>/g)?.length, 2);
});

Deno.test("files keep the rules of the GPX 1.1 schema, whatever the way", () => {
  const ways = [
    wayText([], "nothing"),
    wayText([point(0, null), point(10), point(500)], "gaps & <signs>"),
    wayText([point(0, 90, 180), point(10, -90, -180)], "ends of the world"),
    wayText([{ ...point(0), altitude: -3e-8, time: "" }], ""),
    wayText([point(0, 1e-7, -1e-7), point(0.5, 51.1234567, 7)], "small"),
  ];
  for (const way of ways) deepEqual(faultsOf(parsed(way)), [], way);
});

Deno.test("the rules find what is wrong", () => {
  const file = (inner: string) =>
    faultsOf(parsed(
      `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">${inner}</gpx>`,
    ));
  const points = (inner: string) =>
    file(`<trk><trkseg>${inner}</trkseg></trk>`);
  deepEqual(file("<trk><trkseg></trkseg><name>late</name></trk>"), [
    "name has no place there in trk",
  ]);
  deepEqual(points('<trkpt lat="1"></trkpt>'), ["trkpt has no lon"]);
  deepEqual(points('<trkpt lat="1e-7" lon="180"></trkpt>'), [
    'trkpt has lat="1e-7"',
    'trkpt has lon="180"',
  ]);
  deepEqual(
    points(
      '<trkpt lat="1" lon="2"><time>2026-06-01 08:00</time><ele>2</ele></trkpt>',
    ),
    ['time is "2026-06-01 08:00"', "ele has no place there in trkpt"],
  );
  for (const broken of ["<trk>", "</trk>", "<trk>a & b</trk>"]) {
    throws(() => file(broken));
  }
});
