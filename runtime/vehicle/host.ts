import type { CanFrame, CanIds, WallTime } from "../../hal/mod.ts";
import type { AnySchedule } from "../contract/schedules.ts";
import { compileFrame, isAsync } from "../frames/frame_compiler.ts";
import {
  type Dispatch,
  dispatcher,
  type Step,
} from "../frames/frame_dispatch.ts";
import { onBehalfOf } from "./on_behalf.ts";
import type { Log } from "../log.ts";
import { MetricStore, type Slot } from "../metrics/metrics.ts";
import { GivenUp } from "../commands/given_up.ts";
import { heardEvent } from "../contract/events.ts";
import { required } from "../contract/optional.ts";
import { Events } from "./events.ts";
import type { Plugin } from "../contract/plugin.ts";
import { placeOf } from "./fault_place.ts";
import { isGateRefusal } from "./gate.ts";
import { Patience } from "./patience.ts";
import { Timetable } from "./schedules.ts";

/** Identifiers of SDO replies: 0x580 and the number of a node, 1 to 127. */
const REPLIES = Array.from({ length: 127 }, (_, k) => 0x581 + k);

/** A plugin at work. */
export interface Loaded {
  readonly plugin: Plugin;
  /** What its handlers are given. */
  ctx: object;
  faults: number;
  /** Set aside after too many faults: its commands are refused, its hooks and frames skipped. */
  aside: boolean;
  /** Its start was refused by the closed write gate: it starts when the gate opens. */
  awaitsGate: boolean;
  /** Its decoders are watched: one of them set a metric to something that is no number. */
  checked: boolean;
  readonly patience: Patience;
}

/** What the owner is told of a plugin, and what the program does about it. */
export interface PluginNews {
  readonly plugin: string;
  /** Set aside for the first time, tried again, or well again after that. */
  readonly is: "aside" | "tried" | "well";
  readonly text: string;
}

/** One plugin's decoder of one frame. */
interface PluginStep extends Step {
  readonly by: Loaded;
}

/** A receiver of raw frames besides the plugins, such as an SDO client. */
export type FrameListener = (frame: CanFrame) => void;

interface Heard {
  readonly bus: number;
  readonly id: number;
  readonly run: FrameListener;
}

type Hook = keyof NonNullable<Plugin["every"]>;
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
/** One schedule of a plugin. */
interface Scheduled {
  readonly by: Loaded;
  readonly where: string;
  readonly schedule: AnySchedule;
  readonly times: Timetable;
}
type Watcher = (value: unknown, ctx: object) => unknown;

/** The one place where erased functions are called again; what they answer is checked by the caller. */
export function call(run: unknown, ...args: readonly unknown[]): unknown {
  return (run as (...args: readonly unknown[]) => unknown)(...args);
}

/** Plugins at work: their frames, their regular work and their faults, which stay their own. */
export class Host {
  readonly metrics = new MetricStore();
  readonly events = new Events();
  readonly plugins: readonly Loaded[];
  /** Frames that nobody declared, or that were too short. */
  ignored = 0;
  /** Frames that did not meet a declared check. */
  damaged = 0;
  readonly #damaged = () => void this.damaged++;
  /** One received frame. It is made anew when plugins come or go: call it as a method. */
  frame: Dispatch = () => this.ignored++;
  #steps: readonly PluginStep[] = [];
  readonly #regular: Readonly<Record<Hook, readonly Regular[]>>;
  readonly #schedules: readonly Scheduled[];
  readonly #listeners = new Map<string, Heard>();
  /** Stands for the core where a plugin is expected. */
  readonly #core = loadedOf({ id: "core" });
  #seconds = 0;
  #context: (plugin: Plugin, state: unknown) => object = () => ({});
  #news: PluginNews[] = [];

  /** @param wall the wall's time, for what is done at a time of the day */
  constructor(
    plugins: readonly Plugin[],
    readonly log: Log,
    readonly wall: () => WallTime = () => ({ ms: 0, trusted: false }),
  ) {
    this.plugins = plugins.map(loadedOf);
    this.#schedules = this.plugins.flatMap((by) =>
      Object.entries(by.plugin.schedules ?? {}).map(([name, schedule]) => ({
        by,
        where: `schedules.${name}`,
        schedule,
        times: new Timetable(),
      }))
    );
    this.#regular = {
      second: regular(this.plugins, "second"),
      tenSeconds: regular(this.plugins, "tenSeconds"),
      minute: regular(this.plugins, "minute"),
      tenMinutes: regular(this.plugins, "tenMinutes"),
    };
  }

  /**
   * Gives each plugin its context, subscribes its watchers and compiles its frames.
   * @throws Error when plugins disagree about a metric or watch one that they do not declare
   */
  wire(context: (plugin: Plugin, state: unknown) => object): void {
    this.#context = context;
    for (const loaded of this.plugins) this.#begin(loaded);
    for (const loaded of this.plugins) this.#subscribe(loaded);
    this.#compile();
  }

  #begin(loaded: Loaded): void {
    loaded.ctx = this.#context(loaded.plugin, this.#state(loaded));
  }

  /** What a plugin remembers; one that cannot even begin is set aside at once. */
  #state(loaded: Loaded): unknown {
    const { state } = loaded.plugin;
    try {
      return state && call(state);
    } catch (error) {
      this.fault(loaded, "state", error);
      this.#setAside(loaded, "state");
      return undefined;
    }
  }

  #subscribe(loaded: Loaded): void {
    const { plugin } = loaded;
    for (const [alias, watcher] of Object.entries(plugin.on ?? {})) {
      if (!watcher) continue;
      const run = watcher as Watcher, where = `on.${alias}`;
      const leaves = isAsync(run);
      const handle = (value: unknown) => {
        if (loaded.aside) return;
        try {
          const result = leaves
            ? onBehalfOf(plugin.id, () => run(value, loaded.ctx))
            : run(value, loaded.ctx);
          if (result instanceof Promise) this.#follow(loaded, where, result);
        } catch (error) {
          this.fault(loaded, where, error);
        }
      };
      const heard = plugin.hears?.[alias];
      if (heard !== undefined) {
        if (alias in { ...plugin.metrics, ...plugin.reads }) {
          throw new Error(
            `plugin ${plugin.id} has ${alias} both as a metric and as an event: rename one of them`,
          );
        }
        const { event, payload } = heardEvent(alias, heard);
        this.events.hear(event, {
          schema: payload,
          run: handle,
          refused: (error) => this.fault(loaded, where, error),
        });
        continue;
      }
      const slot = this.#slot(plugin, alias);
      if (slot.spec.is === "list") {
        throw new Error(
          `plugin ${plugin.id} watches the list ${slot.spec.name}: watch a number`,
        );
      }
      this.metrics.watch(slot, handle);
    }
  }

  #slot(plugin: Plugin, alias: string): Slot {
    const ref = plugin.metrics?.[alias] ?? plugin.reads?.[alias];
    if (ref === undefined) {
      throw new Error(
        `plugin ${plugin.id} names the metric ${alias}, which it does not declare`,
      );
    }
    return this.metrics.claim(required(ref), plugin.id);
  }

  /** Puts the decoders of all plugins that are not set aside, and the listeners, to work. */
  #compile(): void {
    const listening = [...this.#listeners.values()].map((heard) => ({
      ...heard,
      bytes: 0,
      put: {},
      ctx: this.#core.ctx,
      by: this.#core,
    }));
    const working = this.plugins.filter(({ aside }) => !aside);
    this.#steps = [
      ...listening,
      ...working.flatMap((by) => this.#decoders(by)),
    ];
    this.frame = dispatcher(this.#steps, this);
  }

  #decoders(by: Loaded): readonly PluginStep[] {
    const { plugin, ctx, checked } = by;
    const put = this.metrics.put(plugin.metrics ?? {}, plugin.id, checked);
    const target = (alias: string) =>
      this.metrics.target(this.#slot(plugin, alias), checked);
    const buses = { 1: plugin.frames, ...plugin.framesOn };
    return Object.entries(buses).flatMap(([bus, frames]) =>
      Object.entries(frames ?? {}).map(([key, def]) => ({
        bus: Number(bus),
        id: Number(key),
        ...compileFrame(def, target, this.#damaged),
        put,
        ctx,
        by,
      }))
    );
  }

  /**
   * Identifiers that somebody decodes, by bus, for the drivers' filters. Whoever may speak SDO gets the
   * replies of all nodes: which ones it asks is known only when it does. A bus on which nobody decodes
   * anything but answers to polls is heard whole: only its other frames tell that the car is awake.
   */
  frameIds(): CanIds {
    const speaksSdo = this.plugins.some(({ plugin: { needs } }) =>
      needs?.includes("can.sdo")
    );
    const all = new Map([[1, new Set(speaksSdo ? REPLIES : [])]]);
    for (const { bus = 1, id } of this.#steps) {
      const ids = all.get(bus) ?? new Set();
      all.set(bus, ids.add(id));
    }
    return new Map(
      [...all].map(([bus, ids]) => [
        bus,
        this.#isDecoded(bus) ? [...ids].sort((a, b) => a - b) : [],
      ]),
    );
  }

  #isDecoded(bus: number): boolean {
    return this.#steps.some((step) =>
      step.bus === bus && step.by !== this.#core
    ) || !this.#listeners.values().some((heard) => heard.bus === bus);
  }

  /** Hands frames of one id and bus to a listener as well. */
  listen(id: number, run: FrameListener, bus = 1): void {
    this.#listeners.set(`${bus} ${id}`, { bus, id, run });
    this.#compile();
  }

  /**
   * A decoder set a metric to something that is no number. From now on its plugin's decoders are watched
   * at each value, so that the next such fault tells frame, file and line.
   */
  #wrong({ spec: { name } }: Slot): void {
    const by = this.plugins.find(({ plugin: { metrics = {} } }) =>
      Object.values(metrics).some((ref) =>
        (typeof ref === "string" ? ref : ref.name) === name
      )
    );
    if (!by) return;
    const error = new RangeError(
      `metric ${name} cannot be NaN: expected a number`,
    );
    // It was set somewhere else.
    delete error.stack;
    this.fault(by, "frames", error);
    by.checked = true;
    this.#compile();
  }

  /** A decoder that throws is its plugin's fault. */
  failed({ id, by }: PluginStep, error: unknown): void {
    this.fault(by, `frame 0x${id.toString(16)}`, error);
  }

  /**
   * One second of the vehicle's clock.
   * @param missed seconds before it that were no second of anybody, but by which all values are older
   */
  second(missed = 0): void {
    this.#seconds++;
    for (const slot of this.metrics.sweep(this.#seconds, missed)) {
      this.#wrong(slot);
    }
    this.#every("second");
    if (this.#seconds % 10 === 0) this.#every("tenSeconds");
    if (this.#seconds % 60 === 0) this.#every("minute");
    if (this.#seconds % 600 === 0) this.#every("tenMinutes");
    if (this.#schedules.length > 0) this.#runSchedules();
    this.#tryAgain();
  }

  #runSchedules(): void {
    const wall = this.wall();
    for (const { by, where, schedule, times } of this.#schedules) {
      const { at, every, run } = schedule;
      this.guard(by, where, () => {
        const time = typeof at === "function" ? call(at, by.ctx) : at;
        const isDue = every === undefined
          ? typeof time === "string" && times.isTime(time, wall)
          : Timetable.isDue(every, this.#seconds);
        return isDue ? call(run, by.ctx) : undefined;
      });
    }
  }

  /** Plugins that were set aside get another try after a while. */
  #tryAgain(): void {
    for (const loaded of this.plugins) {
      const { patience, plugin: { id } } = loaded;
      if (!loaded.aside) {
        if (patience.isWell(this.#seconds)) {
          this.#tell(loaded, "well", `Plugin ${id} runs again without faults`);
        }
      } else if (patience.isOver(this.#seconds)) {
        this.#end(loaded);
        loaded.aside = false;
        this.#begin(loaded);
        if (loaded.aside) continue;
        this.#tell(loaded, "tried", `Plugin ${id} is tried again`);
        this.#compile();
        this.#start(loaded);
      }
    }
  }

  /** Ends what a plugin left going, before it begins anew. */
  #end({ plugin: { id, stop }, ctx }: Loaded): void {
    if (!stop) return;
    const failed = (error: unknown) =>
      this.log("debug", "plugin not ended", {
        plugin: id,
        error: textOf(error),
      });
    try {
      const result = onBehalfOf(id, () => call(stop, ctx));
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** What became of plugins since the last call. */
  takeNews(): readonly PluginNews[] {
    if (this.#news.length === 0) return this.#news;
    const news = this.#news;
    this.#news = [];
    return news;
  }

  #tell({ plugin: { id } }: Loaded, is: PluginNews["is"], text: string): void {
    if (is !== "aside") this.log("info", `plugin ${is}`, { plugin: id });
    this.#news.push({ plugin: id, is, text });
  }

  /** Seconds since the start. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Written out instead of with `guard`: this runs every second for every plugin. */
  #every(hook: Hook): void {
    for (const { run, by, leaves } of this.#regular[hook]) {
      if (by.aside) continue;
      try {
        const result = leaves
          ? onBehalfOf(by.plugin.id, () => run(by.ctx))
          : run(by.ctx);
        if (result instanceof Promise) {
          this.#follow(by, `every.${hook}`, result);
        }
      } catch (error) {
        this.fault(by, `every.${hook}`, error);
      }
    }
  }

  start(): void {
    for (const loaded of this.plugins) this.#start(loaded);
  }

  #start(loaded: Loaded): void {
    const { start } = loaded.plugin;
    if (start) this.guard(loaded, "start", () => call(start, loaded.ctx));
  }

  /** The write gate opened: plugins whose start it refused come to life. */
  gateOpened(): void {
    for (const loaded of this.plugins) {
      if (!loaded.awaitsGate) continue;
      loaded.awaitsGate = false;
      this.#start(loaded);
    }
  }

  stop(): void {
    for (const loaded of this.plugins) {
      const { stop } = loaded.plugin;
      if (stop) this.guard(loaded, "stop", () => call(stop, loaded.ctx));
    }
  }

  /** Plugins leave the car as it has to be left, also those set aside; undefined when it is already. */
  settle(): Promise<void> | undefined {
    const works = this.plugins.map((loaded) => this.#settle(loaded))
      .filter((work) => work !== undefined);
    return works.length === 0
      ? undefined
      : Promise.all(works).then(() => undefined);
  }

  #settle(loaded: Loaded): Promise<unknown> | undefined {
    const { plugin: { id, settle }, ctx } = loaded;
    if (!settle) return undefined;
    const failed = (error: unknown) => this.fault(loaded, "settle", error);
    try {
      const result = onBehalfOf(id, () => call(settle, ctx));
      return result instanceof Promise ? result.catch(failed) : undefined;
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  find(id: string): Loaded | undefined {
    return this.plugins.find((loaded) => loaded.plugin.id === id);
  }

  /** Runs a plugin's hook; what it throws stays here. */
  guard(loaded: Loaded, where: string, work: () => unknown): void {
    if (loaded.aside) return;
    try {
      this.#follow(loaded, where, onBehalfOf(loaded.plugin.id, work));
    } catch (error) {
      this.fault(loaded, where, error);
    }
  }

  /** A hook that goes on by itself may still fail. */
  #follow(loaded: Loaded, where: string, result: unknown): void {
    if (result instanceof Promise) {
      result.catch((error) => this.fault(loaded, where, error));
    }
  }

  /**
   * Counts and reports a fault; after too many within a while the plugin is set aside. What the closed
   * write gate refuses is no fault.
   */
  fault(loaded: Loaded, where: string, error: unknown): void {
    if (error instanceof GivenUp) return;
    const { plugin: { id }, patience } = loaded;
    if (isGateRefusal(error)) {
      loaded.awaitsGate ||= where === "start";
      this.log("debug", "write gate closed", { plugin: id, where });
      return;
    }
    loaded.faults++;
    const at = placeOf(error);
    this.log("error", "plugin fault", {
      plugin: id,
      where,
      ...at !== undefined && { at },
      error: textOf(error),
    });
    if (patience.fault(this.#seconds)) this.#setAside(loaded, where);
  }

  #setAside(loaded: Loaded, where: string): void {
    if (loaded.aside) return;
    const { plugin: { id }, faults, patience } = loaded;
    loaded.aside = true;
    loaded.awaitsGate = false;
    this.log("error", "plugin set aside", { plugin: id, faults });
    const rest = patience.begin(this.#seconds);
    if (rest !== undefined) {
      const minutes = Math.round(rest / 60);
      this.#tell(
        loaded,
        "aside",
        `Plugin ${id} is set aside after ${faults} faults, the last in ${where}. It is tried again in ${minutes} minutes`,
      );
    }
    this.#compile();
  }
}

function loadedOf(plugin: Plugin): Loaded {
  return {
    plugin,
    ctx: {},
    faults: 0,
    aside: false,
    awaitsGate: false,
    checked: false,
    patience: new Patience(),
  };
}

function regular(plugins: readonly Loaded[], hook: Hook): readonly Regular[] {
  return plugins.flatMap((by) => {
    const run = by.plugin.every?.[hook];
    const leaves = hook !== "second" || isAsync(run);
    return run ? [{ run: run as Regular["run"], by, leaves }] : [];
  });
}

/** What was thrown, as text; a plugin may throw anything, also what cannot be made a text. */
function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "something without a text";
  }
}
