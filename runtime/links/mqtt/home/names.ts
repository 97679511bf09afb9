/** Names of entities for people, from the names of metrics. */

/** What a metric's name begins with, in words; the longest that fits counts. */
const GROUPS: Readonly<Record<string, string>> = {
  "v.b.12v": "12 V battery",
  "v.b.c": "Cell",
  "v.b.p": "Pack",
  "v.b": "Battery",
  "v.c": "Charge",
  "v.d": "Door",
  "v.e": "",
  "v.i": "Inverter",
  "v.m": "Motor",
  "v.p": "",
  "v.t": "Tyre",
  "v": "",
  "m.net": "Network",
  "m": "Module",
  "s.v2": "OVMS server",
  "s": "Server",
};
/** Parts of names in words. */
const WORDS: Readonly<Record<string, string>> = {
  "12v": "12 V",
  awake: "awake",
  cac: "capacity (CAC)",
  climit: "current limit",
  cp: "charge port",
  est: "estimated",
  fl: "front left",
  fr: "front right",
  gpshdop: "GPS HDOP",
  gpslock: "GPS fix",
  gpsmode: "GPS mode",
  gpsspeed: "GPS speed",
  gpssq: "GPS quality",
  gpstime: "GPS time",
  hvac: "air conditioning",
  kwh: "energy",
  on: "Car on",
  recd: "recovered",
  rl: "rear left",
  rpm: "speed (rpm)",
  rr: "rear right",
  satcount: "satellites",
  soc: "SOC",
  soh: "SOH",
  sq: "signal",
  stddev: "deviation",
  temp: "temperature",
  vin: "VIN",
};

/** A metric's name in words, such as `Battery SOC` for `v.b.soc`. */
export function entityName(metric: string): string {
  const parts = metric.split(".");
  for (let length = parts.length - 1; length >= 0; length--) {
    const group = GROUPS[parts.slice(0, length).join(".")];
    // Of another maker's metric the first part is a prefix, such as `xrt`.
    if (group === undefined && length > 0) continue;
    const words = parts.slice(
      group === undefined ? Math.min(1, parts.length - 1) : length,
    )
      .map((part) => WORDS[part] ?? part);
    const name = [group ?? "", ...words].filter((word) => word !== "").join(
      " ",
    );
    return name.charAt(0).toUpperCase() + name.slice(1);
  }
  return metric;
}
