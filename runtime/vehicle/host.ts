import type { CanIds, WallTime } from "../../hal/mod.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Dispatch } from "../frames/frame_dispatch.ts";
import type { Log } from "../log.ts";
import { MetricStore, type Slot } from "../metrics/metrics.ts";
import { Events } from "./events.ts";
import { Faults, type PluginNews, textOf } from "./faults.ts";
import { type FrameListener, FrameTable } from "./frame_table.ts";
import { type Loaded, loadedOf } from "./loaded.ts";
import { call, onBehalfOf } from "./plugin_code.ts";
import { RegularWork } from "./regular_work.ts";
import { subscribe } from "./watchers.ts";

/** So long after a second, ms, the next one should have come: the program was held up. */
const HELD = 2000;

/** Plugins at work: their frames, their regular work and their faults, which stay their own. */
export class Host {
  readonly metrics = new MetricStore();
  readonly events = new Events();
  readonly plugins: readonly Loaded[];
  readonly #faults: Faults;
  readonly #frames: FrameTable;
  readonly #work: RegularWork;
  /** One received frame. It is made anew when plugins come or go: call it as a method. */
  frame: Dispatch;
  /** What `frame` hands to is that of the present listeners. */
  #isCompiled = false;
  #seconds = 0;
  /** When the last second was, ms; NaN where nobody told. */
  #secondAt = NaN;
  #context: (plugin: Plugin, state: unknown) => object = () => ({});

  /** @param wall the wall's time, for what is done at a time of the day */
  constructor(
    plugins: readonly Plugin[],
    readonly log: Log,
    readonly wall: () => WallTime = () => ({ ms: 0, trusted: false }),
  ) {
    this.plugins = plugins.map(loadedOf);
    const faults = this.#faults = new Faults({
      log,
      now: () => this.#seconds,
      aside: () => this.#compile(),
    });
    const frames = this.#frames = new FrameTable(this.metrics, faults);
    this.frame = () => frames.ignored++;
    this.#work = new RegularWork(this.plugins, faults, wall);
  }

  // ---- life ------------------------------------------------------------------

  /**
   * Gives each plugin its context, subscribes its watchers and compiles its frames.
   * @param now ms of the HAL's clock, for watchers; NaN where nobody tells the seconds' time
   * @throws Error when plugins disagree about a metric or watch one that they do not declare
   */
  wire(
    context: (plugin: Plugin, state: unknown) => object,
    now: () => number = () => NaN,
  ): void {
    const { metrics, events } = this, faults = this.#faults;
    this.#context = context;
    for (const loaded of this.plugins) this.#begin(loaded);
    for (const loaded of this.plugins) {
      subscribe(loaded, {
        metrics,
        events,
        faults,
        look: () => this.look(now()),
      });
    }
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
      this.#faults.setAside(loaded, "state");
      return undefined;
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

  // ---- frames ----------------------------------------------------------------

  #compile(): void {
    this.frame = this.#frames.compile(this.plugins);
    this.#isCompiled = true;
  }

  /** Frames that nobody declared, or that were too short. */
  get ignored(): number {
    return this.#frames.ignored;
  }

  /** Frames that did not meet a declared check. */
  get damaged(): number {
    return this.#frames.damaged;
  }

  /** Identifiers that somebody decodes, by bus, for the drivers' filters. */
  frameIds(): CanIds {
    if (!this.#isCompiled) this.#compile();
    return this.#frames.ids(this.plugins);
  }

  /** Hands frames of some ids of a bus to a listener as well. */
  listen(ids: readonly number[], run: FrameListener, bus = 1): void {
    for (const id of ids) this.#frames.listen(id, run, bus);
    this.#isCompiled = false;
    // With the next frame: there may be hundreds who begin to listen one after the other
    this.frame = (frame) => {
      this.#compile();
      this.frame(frame);
    };
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

  // ---- time ------------------------------------------------------------------

  /** Seconds since the start. */
  get seconds(): number {
    return this.#seconds;
  }

  /**
   * One second of the vehicle's clock.
   * @param missed seconds before it that were no second of anybody, but by which all values are older
   * @param now ms of the HAL's clock, from which `look` goes on
   */
  second(missed = 0, now = NaN): void {
    this.#seconds++;
    this.#secondAt = now;
    for (const slot of this.metrics.sweep(this.#seconds, missed)) {
      this.#wrong(slot);
    }
    this.#work.second(this.#seconds);
    this.#tryAgain();
  }

  /**
   * Somebody is about to look at values, outside of the seconds: where the program was held up, by a slow disk or
   * suspended, the second that is late has not told yet how old they are.
   * @param now ms of the HAL's clock
   */
  look(now: number): void {
    const late = now - this.#secondAt;
    if (late > HELD) this.metrics.ahead(Math.floor(late / 1000));
  }

  /** Plugins that were set aside get another try after a while. */
  #tryAgain(): void {
    const { troubled } = this.#faults;
    if (troubled.size === 0) return;
    for (const loaded of troubled) {
      const { patience, plugin: { id } } = loaded;
      if (!loaded.aside) {
        if (patience.isWell(this.#seconds)) {
          const text = `Plugin ${id} runs again without faults`;
          this.#faults.tell(loaded, "well", text);
        }
      } else if (patience.isOver(this.#seconds)) {
        this.#end(loaded);
        loaded.aside = false;
        this.#begin(loaded);
        if (loaded.aside) continue;
        this.#faults.tell(loaded, "tried", `Plugin ${id} is tried again`);
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

  // ---- faults ----------------------------------------------------------------

  /** Runs a plugin's hook; what it throws stays here. */
  guard(loaded: Loaded, where: string, work: () => unknown): void {
    this.#faults.guard(loaded, where, work);
  }

  /** Counts and reports a fault of a plugin; after too many within a while it is set aside. */
  fault(loaded: Loaded, where: string, error: unknown): void {
    this.#faults.fault(loaded, where, error);
  }

  /** What became of plugins since the last call. */
  takeNews(): readonly PluginNews[] {
    return this.#faults.takeNews();
  }
}
