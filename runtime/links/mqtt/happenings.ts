import type { Value } from "../../metrics/metrics.ts";

/** Events of OVMS v3 that tell that a flag changed: what it becomes, and what it was. */
const FLAGS: Readonly<Record<string, readonly [on: string, off: string]>> = {
  "v.e.on": ["vehicle.on", "vehicle.off"],
  "v.e.awake": ["vehicle.awake", "vehicle.asleep"],
  "v.e.locked": ["vehicle.locked", "vehicle.unlocked"],
  "v.e.valet": ["vehicle.valet.on", "vehicle.valet.off"],
  "v.e.headlights": ["vehicle.headlights.on", "vehicle.headlights.off"],
  "v.e.alarm": ["vehicle.alarm.on", "vehicle.alarm.off"],
  "v.e.aux12v": ["vehicle.aux.12v.on", "vehicle.aux.12v.off"],
  "v.e.charging12v": ["vehicle.charge.12v.start", "vehicle.charge.12v.stop"],
  "v.c.charging": ["vehicle.charge.start", "vehicle.charge.stop"],
  "v.c.pilot": ["vehicle.charge.pilot.on", "vehicle.charge.pilot.off"],
  "v.c.timermode": [
    "vehicle.charge.timermode.on",
    "vehicle.charge.timermode.off",
  ],
};
/** Events that tell that a value is another one, whichever. */
const VALUES: Readonly<Record<string, string>> = {
  "v.c.mode": "vehicle.charge.mode",
  "v.c.state": "vehicle.charge.state",
  "v.c.type": "vehicle.charge.type",
  "v.e.drivemode": "vehicle.drivemode",
};
const WATCHED = [...Object.keys(FLAGS), ...Object.keys(VALUES)];

/** What happened to the car, told by its metrics, under the names that OVMS v3 has for it. */
export class Happenings {
  readonly #known = new Map<string, Value>();

  /**
   * One second.
   * @param read a metric's present value; undefined while unknown
   * @returns names of what happened since the last call
   */
  second(read: (name: string) => Value | undefined): readonly string[] {
    const happened: string[] = [];
    for (const name of WATCHED) {
      const value = read(name), before = this.#known.get(name);
      if (value === undefined || value === before) continue;
      this.#known.set(name, value);
      // What is learnt first did not just happen.
      if (before === undefined) continue;
      const [on, off] = FLAGS[name] ?? [];
      const event = VALUES[name] ?? (value === true ? on : off);
      if (event !== undefined) happened.push(event);
    }
    return happened;
  }
}
