import type { GpsFix } from "../mod.ts";
import { decimalOf, degrees, timeOf } from "./nmea.ts";
import { isPlace } from "./place.ts";
import type { ReceiverForm } from "./receivers.ts";

/** How the receiver inside a modem is switched on and asked. */
export interface ReceiverCommands {
  /** Models that have it, as `AT+CGMM` names them. */
  readonly models: RegExp;
  /** Switches it on; refused where it is on already. */
  readonly on: readonly string[];
  readonly query: string;
  /** Reads the answer's line; undefined for other lines. */
  readonly read: (line: string) => GpsFix | undefined;
}

const KM_PER_NAUTICAL_MILE = 1.852;

/** By SIMCom's and Quectel's manuals of AT commands for GNSS. */
export const RECEIVER_COMMANDS: Readonly<
  Record<ReceiverForm, ReceiverCommands>
> = {
  CGNSINF: {
    models: /SIM(808|868|70[078]0)/,
    on: ["AT+CGNSPWR=1"],
    query: "AT+CGNSINF",
    read: readCgnsinf,
  },
  CGNSSINFO: {
    models: /A76\d\d|SIM82\d\d/,
    on: ["AT+CGNSSPWR=1", "AT+CGPS=1"],
    query: "AT+CGNSSINFO",
    read: readCgnssinfo,
  },
  CGPSINFO: {
    models: /SIM(5320|5360|7100|7500|7600)/,
    on: ["AT+CGPS=1"],
    query: "AT+CGPSINFO",
    read: readCgpsinfo,
  },
  QGPS: {
    models: /E[CGP]\d\d|BG\d\d|UC20|MC60/,
    on: ["AT+QGPS=1"],
    query: "AT+QGPSLOC=2",
    read: readQgpsloc,
  },
};

/** What the fields of an answer say, still as text. */
interface Fields {
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly altitude?: string | undefined;
  readonly direction?: string | undefined;
  /** km/h. */
  readonly speed?: number | undefined;
  readonly satellites?: string | undefined;
  readonly hdop?: string | undefined;
  /** ms since 1970 UTC. */
  readonly time?: number | undefined;
}

/** `<run>,<fix>,<yyyyMMddhhmmss.sss>,<lat>,<lon>,<alt>,<km/h>,<course>,<mode>,,<hdop>,<pdop>,<vdop>,,<in view>,<used>,...` */
function readCgnsinf(line: string): GpsFix | undefined {
  const fields = fieldsOf(line, "+CGNSINF");
  if (!fields) return undefined;
  const [, fix, utc = "", lat, lon, altitude, kmh, direction, , , hdop] =
    fields;
  if (fix !== "1") return { fix: false };
  const [, year, month, day, time = ""] =
    /^\d\d(\d\d)(\d\d)(\d\d)(\d{6}(?:\.\d*)?)$/.exec(utc) ?? [];
  return fixOf({
    latitude: decimalOf(lat),
    longitude: decimalOf(lon),
    altitude,
    direction,
    speed: decimalOf(kmh),
    hdop,
    satellites: fields[15],
    time: timeOf(`${day}${month}${year}`, time),
  });
}

/**
 * `<mode>,<satellites of each system>...,<lat>,N,<lon>,E,<ddmmyy>,<hhmmss.s>,<alt>,<knots>,<course>,<pdop>,<hdop>,<vdop>`;
 * the number of systems, and whether the places are degrees with minutes, differ between models.
 */
function readCgnssinfo(line: string): GpsFix | undefined {
  const fields = fieldsOf(line, "+CGNSSINFO");
  if (!fields) return undefined;
  const at = fields.findIndex((field) => field === "N" || field === "S");
  if (at < 1) return { fix: false };
  const [lat, ns, lon, ew, date = "", time = "", altitude, knots, course] =
    fields.slice(at - 1);
  return fixOf({
    latitude: placeOf(lat, ns, 90),
    longitude: placeOf(lon, ew, 180),
    altitude,
    direction: course,
    speed: ofKnots(knots),
    hdop: fields[at + 9],
    time: timeOf(date, time),
  });
}

/** `<lat>,N,<lon>,E,<ddmmyy>,<hhmmss.s>,<alt>,<knots>,<course>` */
function readCgpsinfo(line: string): GpsFix | undefined {
  const fields = fieldsOf(line, "+CGPSINFO");
  if (!fields) return undefined;
  const [lat, ns, lon, ew, date = "", time = "", altitude, knots, course] =
    fields;
  return fixOf({
    latitude: placeOf(lat, ns, 90),
    longitude: placeOf(lon, ew, 180),
    altitude,
    direction: course,
    speed: ofKnots(knots),
    time: timeOf(date, time),
  });
}

/** `<hhmmss.s>,<lat>,<lon>,<hdop>,<alt>,<2 or 3>,<ddd.mm>,<km/h>,<knots>,<ddmmyy>,<satellites>` */
function readQgpsloc(line: string): GpsFix | undefined {
  const fields = fieldsOf(line, "+QGPSLOC");
  if (!fields) return undefined;
  const [time = "", lat, lon, hdop, altitude, mode, , kmh, , date = "", used] =
    fields;
  const [, whole, minutes] = /^(\d{1,3})\.(\d\d)$/.exec(fields[6] ?? "") ?? [];
  return fixOf({
    latitude: decimalOf(lat),
    longitude: decimalOf(lon),
    altitude: mode === "2" ? undefined : altitude,
    direction: whole === undefined
      ? undefined
      : String(Number(whole) + Number(minutes) / 60),
    speed: decimalOf(kmh),
    hdop,
    satellites: used,
    time: timeOf(date, time),
  });
}

function fieldsOf(line: string, name: string): string[] | undefined {
  return line.startsWith(`${name}:`)
    ? line.slice(name.length + 1).split(",").map((field) => field.trim())
    : undefined;
}

/** Degrees of `dddmm.mmmm`, or of decimal degrees, which have fewer digits in front of the point. */
function placeOf(
  value: string | undefined,
  hemisphere: string | undefined,
  most: 90 | 180,
): number | undefined {
  const whole = most === 90 ? 4 : 5;
  if (/^\d+/.exec(value ?? "")?.[0].length === whole) {
    return degrees(value, hemisphere, most);
  }
  const x = decimalOf(value);
  if (x === undefined) return undefined;
  return hemisphere === "S" || hemisphere === "W" ? -x : x;
}

function ofKnots(field: string | undefined): number | undefined {
  const knots = decimalOf(field);
  return knots === undefined ? undefined : knots * KM_PER_NAUTICAL_MILE;
}

function fixOf(fields: Fields): GpsFix {
  const { latitude, longitude, speed, time } = fields;
  const altitude = decimalOf(fields.altitude);
  const direction = decimalOf(fields.direction);
  const satellites = decimalOf(fields.satellites);
  const hdop = decimalOf(fields.hdop);
  if (
    latitude === undefined || longitude === undefined ||
    !isPlace(latitude, longitude)
  ) return { fix: false };
  return {
    fix: true,
    latitude,
    longitude,
    ...altitude !== undefined && { altitude },
    ...direction !== undefined && { direction: direction % 360 },
    ...speed !== undefined && { speed },
    ...satellites !== undefined && { satellites },
    ...hdop !== undefined && { hdop },
    ...time !== undefined && { time },
  };
}
