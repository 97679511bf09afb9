import type { CanFrame, CanIds } from "../../hal/mod.ts";
import { compileFrame } from "../frames/frame_compiler.ts";
import {
  type Dispatch,
  dispatcher,
  type Step,
} from "../frames/frame_dispatch.ts";
import type { MetricStore } from "../metrics/metrics.ts";
import type { Faults } from "./faults.ts";
import { type Loaded, loadedOf } from "./loaded.ts";
import { slotOf } from "./watchers.ts";

/** Identifiers of SDO replies: 0x580 and the number of a node, 1 to 127. */
const REPLIES = Array.from({ length: 127 }, (_, k) => 0x581 + k);

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

/** The frames of all plugins that work, and those of the core's own listeners, compiled into one dispatch. */
export class FrameTable {
  /** Frames that nobody declared, or that were too short. */
  ignored = 0;
  /** Frames that did not meet a declared check. */
  damaged = 0;
  readonly #damaged = () => void this.damaged++;
  readonly #metrics: MetricStore;
  readonly #faults: Faults;
  #steps: readonly PluginStep[] = [];
  readonly #listeners = new Map<string, Heard>();
  /** Stands for the core where a plugin is expected. */
  readonly #core = loadedOf({ id: "core" });

  constructor(metrics: MetricStore, faults: Faults) {
    this.#metrics = metrics;
    this.#faults = faults;
  }

  /**
   * Puts the decoders of all plugins that are not set aside, and the listeners, to work.
   * @returns hands a frame to them
   */
  compile(plugins: readonly Loaded[]): Dispatch {
    const { ctx } = this.#core, by = this.#core;
    const listening = [...this.#listeners.values()].map((heard) => ({
      ...heard,
      bytes: 0,
      put: {},
      ctx,
      by,
    }));
    const working = plugins.filter(({ aside }) => !aside);
    this.#steps = [
      ...listening,
      ...working.flatMap((by) => this.#decoders(by)),
    ];
    return dispatcher(this.#steps, this);
  }

  #decoders(by: Loaded): readonly PluginStep[] {
    const { plugin, ctx, checked } = by, metrics = this.#metrics;
    const put = metrics.put(plugin.metrics ?? {}, plugin.id, checked);
    // What it only reads somebody else writes
    const own = { ...plugin, reads: {} };
    const target = (alias: string) =>
      metrics.target(slotOf(metrics, own, alias), checked);
    const buses = { 1: plugin.frames, ...plugin.framesOn };
    return Object.entries(buses).flatMap(([bus, frames]) =>
      Object.entries(frames ?? {}).map(([key, def]) => ({
        bus: Number(bus),
        id: Number(key),
        cycle: def.cycle,
        ...compileFrame(def, target, this.#damaged),
        put,
        ctx,
        by,
      }))
    );
  }

  /** A decoder that throws is its plugin's fault. */
  failed({ id, by }: PluginStep, error: unknown): void {
    this.#faults.fault(by, `frame 0x${id.toString(16)}`, error);
  }

  /** Hands frames of one id and bus to a listener as well, from the next compilation on. */
  listen(id: number, run: FrameListener, bus: number): void {
    this.#listeners.set(`${bus} ${id}`, { bus, id, run });
  }

  /**
   * Identifiers that somebody decodes, by bus, for the drivers' filters. Whoever may speak SDO gets the
   * replies of all nodes: which ones it asks is known only when it does. A bus on which nobody decodes
   * anything but answers to polls is heard whole: only its other frames tell that the car is awake.
   */
  ids(plugins: readonly Loaded[]): CanIds {
    const speaksSdo = plugins.some(({ plugin: { needs } }) =>
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
}
