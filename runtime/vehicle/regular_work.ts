import type { WallTime } from "../../hal/mod.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { AnySchedule } from "../contract/schedules.ts";
import { isAsync } from "../frames/frame_compiler.ts";
import type { Faults } from "./faults.ts";
import { inTurn, type Turn } from "./in_turn.ts";
import type { Loaded } from "./loaded.ts";
import { call, onBehalfOf } from "./plugin_code.ts";
import { Timetable } from "./schedules.ts";

type Hook = keyof NonNullable<Plugin["every"]>;

/** Seconds between two calls of each hook. */
const PERIODS: Readonly<Record<Hook, number>> = {
  second: 1,
  tenSeconds: 10,
  minute: 60,
  tenMinutes: 600,
};

/** Seconds that a hook may go on. */
const LONGEST = 600;

/** All that is done in one hook. */
interface Work {
  readonly period: number;
  readonly run: () => void;
}

/** One schedule of a plugin. */
interface Scheduled {
  readonly by: Loaded;
  readonly where: string;
  readonly schedule: AnySchedule;
  readonly times: Timetable;
}

/** What plugins do at regular times of the vehicle's clock, and at times of the day. */
export class RegularWork {
  readonly #faults: Faults;
  readonly #wall: () => WallTime;
  readonly #work: readonly Work[];
  readonly #schedules: readonly Scheduled[];

  /** @param wall the wall's time */
  constructor(
    plugins: readonly Loaded[],
    faults: Faults,
    wall: () => WallTime,
  ) {
    this.#faults = faults;
    this.#wall = wall;
    this.#work = HOOKS.map((hook) => ({
      period: PERIODS[hook],
      run: regular(plugins, hook, faults),
    }));
    this.#schedules = plugins.flatMap((by) =>
      Object.entries(by.plugin.schedules ?? {}).map(([name, schedule]) => ({
        by,
        where: `schedules.${name}`,
        schedule,
        times: new Timetable(),
      }))
    );
  }

  /** @param now seconds since the start */
  second(now: number): void {
    for (const work of this.#work) {
      if (now % work.period === 0) work.run();
    }
    if (this.#schedules.length > 0) this.#runSchedules(now);
  }

  #runSchedules(now: number): void {
    const wall = this.#wall();
    for (const { by, where, schedule, times } of this.#schedules) {
      const { at, every, run } = schedule;
      this.#faults.guard(by, where, () => {
        const time = typeof at === "function" ? call(at, by.ctx) : at;
        const isDue = every === undefined
          ? typeof time === "string" && times.isTime(time, wall)
          : Timetable.isDue(every, now);
        return isDue ? call(run, by.ctx) : undefined;
      });
    }
  }
}

/** In the order in which they run. */
const HOOKS: readonly Hook[] = ["second", "tenSeconds", "minute", "tenMinutes"];

/** What plugins do in one hook; their types are erased, as those of watchers are. */
function regular(
  plugins: readonly Loaded[],
  hook: Hook,
  faults: Faults,
): () => void {
  const where = `every.${hook}`;
  const turns = plugins.flatMap((by) => {
    const { id, every } = by.plugin, run = every?.[hook] as Turn["run"];
    if (!run) return [];
    return leaves(hook, run)
      ? [{ by, run: oneAtATime(id, run, PERIODS[hook]) }]
      : [{ by, run }];
  });
  return inTurn(turns, {
    left: (k, result) => {
      const by = turns[k]?.by;
      if (by) faults.follow(by, where, result);
    },
    failed: (k, error) => {
      const by = turns[k]?.by;
      if (by) faults.fault(by, where, error);
    },
  });
}

/**
 * A hook that goes on by itself has no second turn meanwhile, so that those of one that waits for ever do
 * not pile up; after a while that is its plugin's fault.
 */
function oneAtATime(id: string, run: Turn["run"], period: number): Turn["run"] {
  let underWay: object | undefined, missed = 0;
  return (ctx) => {
    // One that began anew has nothing under way
    const waits = underWay === ctx;
    if (waits && (missed += period) < LONGEST) return undefined;
    underWay = undefined;
    if (waits) throw new Error(`it has not ended after ${missed} s`);
    missed = 0;
    const result = onBehalfOf(id, () => run(ctx));
    if (!(result instanceof Promise)) return result;
    underWay = ctx;
    const ended = () => {
      if (underWay === ctx) underWay = undefined;
    };
    result.then(ended, ended);
    return result;
  };
}

/**
 * Whether it may leave something going that is to be known as the plugin's. Telling so takes longer than
 * most of what plugins do each second: there it is for async functions only.
 */
function leaves(hook: Hook, run: unknown): boolean {
  return hook !== "second" || isAsync(run);
}
