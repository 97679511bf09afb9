/** What decides how often the broker is told what changed. */
export interface Occasion {
  readonly on: boolean;
  readonly charging: boolean;
  readonly awake: boolean;
  /** Clients that said they are there. */
  readonly clients: number;
}

/** Seconds between two looks for changed metrics: the first row that holds. */
const INTERVALS: readonly (readonly [
  seconds: number,
  holds: (occasion: Occasion) => boolean,
])[] = [
  [5, ({ on }) => on],
  [10, ({ charging }) => charging],
  [10, ({ clients }) => clients > 0],
  [60, ({ awake }) => awake],
];
const OTHERWISE = 600;

/** Whether nothing is going on, and nobody looks on. */
export function isQuiet(occasion: Occasion): boolean {
  return INTERVALS.every(([, holds]) => !holds(occasion));
}

/** Metrics whose change is told at once. */
export const URGENT: ReadonlySet<string> = new Set([
  "v.e.on",
  "v.e.awake",
  "v.e.locked",
  "v.e.valet",
  "v.c.charging",
]);

/** Metrics that go before all others. */
const FIRST: ReadonlySet<string> = new Set([
  "v.p.latitude",
  "v.p.longitude",
  "v.p.altitude",
  "v.p.speed",
  "v.p.gpsspeed",
  "m.time.utc",
]);

/** Seconds from one look for changed metrics to the next. */
export function interval(occasion: Occasion): number {
  return INTERVALS.find(([, holds]) => holds(occasion))?.[0] ?? OTHERWISE;
}

/** Names in the order in which they are published. */
export function inOrder(names: Iterable<string>): readonly string[] {
  const all = [...names];
  return [
    ...all.filter((name) => FIRST.has(name)),
    ...all.filter((name) => !FIRST.has(name)),
  ];
}
