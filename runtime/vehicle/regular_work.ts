import type { WallTime } from "../../hal/mod.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { AnySchedule } from "../contract/schedules.ts";
import { isAsync } from "../frames/frame_compiler.ts";
import type { Faults } from "./faults.ts";
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

/** A plugin's regular work; its type is erased, as that of watchers is. */
interface Regular {
  readonly run: (ctx: object) => unknown;
  readonly by: Loaded;
  /**
   * May leave something going that is to be known as the plugin's. Telling so takes longer than most of
   * what plugins do each second, or at each change: there it is for async functions only.
   */
  readonly leaves: boolean;
}

/** All that is done in one hook. */
interface Work {
  readonly where: string;
  readonly period: number;
  readonly all: readonly Regular[];
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
      where: `every.${hook}`,
      period: PERIODS[hook],
      all: regular(plugins, hook),
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
      if (now % work.period === 0) this.#every(work);
    }
    if (this.#schedules.length > 0) this.#runSchedules(now);
  }

  /** Written out instead of with `guard`: this runs every second for every plugin. */
  #every({ where, all }: Work): void {
    for (const { run, by, leaves } of all) {
      if (by.aside) continue;
      try {
        const result = leaves
          ? onBehalfOf(by.plugin.id, () => run(by.ctx))
          : run(by.ctx);
        if (result instanceof Promise) this.#faults.follow(by, where, result);
      } catch (error) {
        this.#faults.fault(by, where, error);
      }
    }
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

function regular(plugins: readonly Loaded[], hook: Hook): readonly Regular[] {
  return plugins.flatMap((by) => {
    const run = by.plugin.every?.[hook];
    const leaves = hook !== "second" || isAsync(run);
    return run ? [{ run: run as Regular["run"], by, leaves }] : [];
  });
}
