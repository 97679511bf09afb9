/** Which meter is read: the one that the car has, and the owner wants. */
import { CountedMeter, HeldMeter, Meters, SampledMeter } from "./meter.ts";
import type { PowerOptions } from "./options.ts";
import type { X } from "./own.ts";
import { STEPS_PER_KM } from "./statistics.ts";

/** The meters that there are. */
export function metersOf(
  { hal, metrics: m }: X,
  { counters, way }: PowerOptions,
): Meters {
  const clock = () => hal.clock.monotonic();
  if (counters === undefined) {
    const own = way && (() => m.way.or(0) * STEPS_PER_KM);
    return new Meters(new HeldMeter(clock, () => 0, own));
  }
  const counts = {
    used: m.countedUsed,
    samples: m.countedSamples,
    recovered: m.countedRecovered,
    distance: m.countedDistance,
    packUsed: m.packUsed,
    packRecovered: m.packRecovered,
  };
  const counted = new CountedMeter(counts, counters);
  return new Meters(
    new SampledMeter(clock, counted, m.pack),
    counted,
  );
}

/** Reads the present meter. */
export function read({ metrics: m, state: { meters, statistics } }: X): void {
  if (!meters) return;
  statistics.connect(meters.read, m.pack);
}

/** Reads the meter that the owner wants. */
export function connect(ctx: X): void {
  const { metrics: m, settings, state: { meters } } = ctx;
  if (!meters) return;
  const counts = settings.energy === "guide" && meters.counted !== undefined;
  if (meters.counts === counts && m.wanted.value === counts) return;
  meters.counts = counts;
  m.wanted.set(counts);
  read(ctx);
}
