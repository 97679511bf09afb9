/** Seconds for which a value counts as valid in the stale counters. */
const VALID = 120;

/** What a stale counter is made from; readings of metrics have this form. */
interface Aged {
  /** Seconds since the value was received; undefined while unknown. */
  readonly age: number | undefined;
}

/**
 * A stale counter as the original has it: 120 at the reception, less one in every second from then
 * on, so that 119 are left when the second ends in which a value came. -1: never received.
 */
export function staleness({ age }: Aged): number {
  return age === undefined ? -1 : Math.max(0, VALID - 1 - Math.floor(age));
}

/**
 * The stale counter of the position. -1: no position yet; 0: no fix; else the seconds of validity left.
 * @param lock reading of `v.p.gpslock`
 */
export function positionStaleness(
  lock: Aged & { readonly value: unknown },
): number {
  if (lock.value === undefined) return -1;
  return lock.value === true ? Math.max(0, staleness(lock)) : 0;
}
