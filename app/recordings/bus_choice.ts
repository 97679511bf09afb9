/** `--bus`: which buses of a recording are played, and as which of the vehicle's. */
import { UsageError } from "../usage_error.ts";

/** What the user chose. */
export interface BusChoice {
  /** The vehicle's buses by names of interfaces. */
  readonly interfaces: ReadonlyMap<string, number>;
  /** The vehicle's buses by numbers of those of the recording. */
  readonly numbers: ReadonlyMap<number, number>;
}

/**
 * Reads `2`, `can1`, or `can1=2,can0=1`: what stands alone is played as bus 1.
 * @throws UsageError with one sentence for what is none of these
 */
export function busChoiceOf(text: string): BusChoice {
  const interfaces = new Map<string, number>();
  const numbers = new Map<number, number>();
  for (const part of text.split(",")) {
    const [, bus, to = "1"] = /^\s*([\w.-]+)(?:=([1-9]))?\s*$/.exec(part) ?? [];
    if (bus === undefined) {
      throw new UsageError(
        `--bus cannot be "${text}": expected a bus such as 2 or can1, or such as can1=2,can0=1`,
      );
    }
    if (/^\d+$/.test(bus)) numbers.set(Number(bus), Number(to));
    else {
      interfaces.set(bus, Number(to));
      numbers.set(Number(to), Number(to));
    }
  }
  return { interfaces, numbers };
}

/**
 * The vehicle's buses by those of a recording.
 * @param recorded buses at its beginning
 * @param vehicle buses that the vehicle listens to
 */
export function routeOf(
  recorded: ReadonlySet<number>,
  vehicle: readonly number[],
  choice?: BusChoice,
): ReadonlyMap<number, number> {
  if (choice) return choice.numbers;
  const [first = 1, ...others] = vehicle;
  if (others.length > 0) return new Map(vehicle.map((bus) => [bus, bus]));
  // For a vehicle with one bus, the only one, or the first, that there is.
  const only = recorded.has(first) || recorded.size === 0
    ? first
    : Math.min(...recorded);
  return new Map([[only, first]]);
}
