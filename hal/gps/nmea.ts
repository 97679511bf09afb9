/** One NMEA 0183 sentence. */
export interface Sentence {
  /** `GP`, `GN`, `GL`, ...; empty for a manufacturer's own sentence. */
  readonly talker: string;
  /** `GGA`, `RMC`, ... or a manufacturer's own name, such as `UBX`. */
  readonly type: string;
  /** What follows the name; field 1 of the standard is `fields[0]`. */
  readonly fields: readonly string[];
  /** It carried a checksum, which was right. */
  readonly checked: boolean;
}

/** Why a line is no sentence. */
export type NmeaFault = "garbage" | "checksum" | "cut";

/** GPS began in 1980. */
const FIRST_YEAR = 80;

/** Fewest fields of the sentences that are used, in the oldest form that receivers still write. */
const FEWEST_FIELDS: Readonly<Record<string, number>> = {
  GGA: 14,
  RMC: 11,
  VTG: 8,
  GSA: 17,
  GNS: 10,
  GLL: 6,
};

/** How many of them, at the end, are of no use here: the magnetic variation. */
const SPARE_FIELDS: Readonly<Record<string, number>> = { RMC: 2 };

/** Reads one line, without its line end. A checksum is checked if there is one. */
export function readSentence(line: string): Sentence | NmeaFault {
  const [, body, , checksum] =
    /^\$([A-Z0-9]+,[^*$]*)(\*([0-9A-Fa-f]*))?\s*$/.exec(line) ?? [];
  if (body === undefined) return line.startsWith("$") ? "cut" : "garbage";
  if (checksum !== undefined && checksum.length !== 2) return "cut";
  if (checksum !== undefined && parseInt(checksum, 16) !== checksumOf(body)) {
    return "checksum";
  }
  const [name = "", ...fields] = body.split(",");
  const own = name.startsWith("P") &&
    !/^[A-Z]{2}(GGA|RMC|VTG|GSA|GNS|GLL)$/.test(name);
  const type = own ? name.slice(1) : name.slice(2);
  const fewest = FEWEST_FIELDS[type] ?? 0;
  // With a right checksum nothing was lost: some receivers leave empty fields at the end out.
  const spare = checksum === undefined ? 0 : SPARE_FIELDS[type] ?? 0;
  if (fields.length < fewest - spare) return "cut";
  return {
    talker: own ? "" : name.slice(0, 2),
    type,
    fields,
    checked: checksum !== undefined,
  };
}

/** The exclusive or of all characters between `$` and `*`. */
export function checksumOf(body: string): number {
  let sum = 0;
  for (let at = 0; at < body.length; at++) sum ^= body.charCodeAt(at);
  return sum & 0xff;
}

/**
 * Degrees of `dddmm.mmmm` and a hemisphere; undefined for empty or impossible ones.
 * @param most 90 for latitudes, 180 for longitudes
 */
export function degrees(
  value: string | undefined,
  hemisphere: string | undefined,
  most: 90 | 180,
): number | undefined {
  const x = decimalOf(value), positive = most === 90 ? "N" : "E";
  const sign = hemisphere === positive
    ? 1
    : hemisphere === (most === 90 ? "S" : "W")
    ? -1
    : 0;
  if (x === undefined || x < 0 || sign === 0) return undefined;
  const whole = Math.trunc(x / 100), minutes = x - 100 * whole;
  const result = whole + minutes / 60;
  return minutes < 60 && result <= most ? sign * result : undefined;
}

/** The number in a field; undefined when it is empty or none. */
export function decimalOf(field: string | undefined): number | undefined {
  return field !== undefined && /^[+-]?\d+(\.\d*)?$/.test(field)
    ? Number(field)
    : undefined;
}

/**
 * Milliseconds since 1970 UTC of `ddmmyy` and `hhmmss.ss`; undefined for empty or impossible ones.
 * A receiver whose count of weeks began anew shows a day of another round: see `inPresentRound`.
 */
export function timeOf(date: string, time: string): number | undefined {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(date) ?? [];
  const [, hour, minute, second] =
    /^(\d\d)(\d\d)(\d\d(?:\.\d*)?)$/.exec(time) ?? [];
  if (year === undefined || second === undefined) return undefined;
  const century = Number(year) >= FIRST_YEAR ? 1900 : 2000;
  const at = new Date(Date.UTC(
    century + Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
  ));
  // 31 February would be taken for a day in March.
  const isReal = at.getUTCDate() === Number(day) &&
    at.getUTCHours() === Number(hour);
  return isReal ? at.getTime() + Number(second) * 1000 : undefined;
}
