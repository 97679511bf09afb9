/** A simulator for declared frames: each signal moves through its range. */
import type { AnyFrame, Guard, Signal } from "../contract/frames.ts";
import type { Simulator } from "../contract/simulator.ts";
import {
  type NodeTable,
  SimulatedNode,
} from "../diagnostics/simulated_node.ts";
import { place, writeField } from "./place.ts";

/** Time between two frames of an identifier, and for a way through the range and back, ms. */
const CYCLE = 100, SWEEP = 20_000;

/** What is sent. */
export interface SweepOptions {
  /** Frames of bus 1, as a plugin declares them; those with a decoder are left out. */
  readonly frames?: Readonly<Record<string, AnyFrame>> | undefined;
  /** Lowest and highest value, by the plugin's name of the metric; default: all that the field can hold. */
  readonly ranges?: Readonly<
    Record<string, readonly [low: number, high: number]>
  >;
  /** Time between two frames of an identifier, ms; default 100. */
  readonly cycle?: number;
  /** Control units of bus 1 that answer what polls ask. */
  readonly nodes?: readonly NodeTable[];
  /** 12 V supply, V; left out where it is not simulated. */
  readonly volts?: number;
}

interface Moving {
  readonly signal: Signal<unknown>;
  readonly low: number;
  readonly high: number;
  /** Raw values that have a meaning, one after the other instead of a range. */
  readonly some: readonly number[];
}

/**
 * Sends declared frames whose values move through their ranges; the pages of multiplexed ones take turns.
 *
 * ```ts
 * import { definePlugin, defineVehicle, sweeping } from "ovms-edge";
 *
 * const bus = definePlugin({
 *   id: "cart-bus",
 *   metrics: { soc: "v.b.soc" },
 *   frames: { 0x10: { signals: { soc: { at: "B0" } } } },
 * });
 * export const cart = defineVehicle({
 *   type: "CT",
 *   name: "Cart",
 *   plugins: [bus],
 *   simulator: sweeping({ frames: bus.frames, ranges: { soc: [0, 100] } }),
 * });
 * ```
 */
export function sweeping(options: SweepOptions): Simulator {
  const { frames = {}, ranges = {}, cycle = CYCLE, nodes = [] } = options;
  const { volts } = options;
  const all = Object.entries(frames).map(([id, def]) => ({
    id: Number(id),
    pages: pagesOf(def, ranges),
  }));
  return ({ emit, after }) => {
    let ms = 0, sent = 0;
    const units = nodes.map((node) =>
      new SimulatedNode({ ...node, after, emit })
    );
    return {
      volts,
      receive(id, data, bus) {
        if (bus !== 1) return;
        for (const unit of units) unit.receive(id, data);
      },
      step(passed) {
        for (ms += passed; ms >= cycle; ms -= cycle) {
          const phase = sent * cycle / SWEEP % 1,
            part = 1 - Math.abs(1 - 2 * phase);
          for (const { id, pages } of all) {
            const page = pages[sent % pages.length];
            if (page) emit(id, frameOf(page, part));
          }
          sent++;
        }
      },
    };
  };
}

/** What stands in a frame together: the page's switches and its signals. */
interface Page {
  readonly guards: readonly Guard[];
  readonly signals: readonly Moving[];
}

function pagesOf(
  def: AnyFrame,
  ranges: NonNullable<SweepOptions["ranges"]>,
): readonly Page[] {
  const always = [def.when ?? []].flat();
  const signals = Object.entries(def.signals ?? {}).flatMap(([alias, given]) =>
    (given === undefined ? [] : [given].flat()).map((signal) => ({
      guards: [signal.when ?? []].flat(),
      moving: movingOf(signal, ranges[alias]),
    }))
  );
  const pages = Map.groupBy(signals, ({ guards }) => JSON.stringify(guards));
  const common = pages.get("[]") ?? [];
  return [...pages.values()]
    .filter((page) => page !== common || pages.size === 1)
    .map((page) => ({
      guards: [...always, ...page[0]?.guards ?? []],
      signals: [...(page === common ? [] : common), ...page].map(({ moving }) =>
        moving
      ),
    }));
}

/** The range of a signal in raw values. */
function movingOf(
  signal: Signal<unknown>,
  range: readonly [number, number] | undefined,
): Moving {
  const { times = 1, per = 1, offset = 0, valid } = signal;
  const { bits, kind } = place(signal.at);
  const all = valid ??
    (kind === "float"
      ? [0, 100]
      : kind === "signed"
      ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
      : [0, 2 ** bits - 1]);
  const raw = (value: number) => (value - offset) * per / times;
  const [a, b] = range ? range.map(raw) : all;
  const [from = 0, to = 0] = [a ?? 0, b ?? 0].toSorted((x, y) => x - y);
  // Ranges are not always those of the field
  const [least, most] = kind === "float" ? [from, to] : all;
  const fits = from <= most && to >= least;
  const low = fits ? Math.max(from, least) : least;
  const high = fits ? Math.min(to, most) : most;
  const some = Object.keys(signal.values ?? {}).map(Number);
  return { signal, low, high, some };
}

function frameOf({ guards, signals }: Page, part: number): Uint8Array {
  const data = new Uint8Array(8);
  for (const { signal, low, high, some } of signals) {
    const at = place(signal.at);
    const raw = some[Math.round(part * (some.length - 1))] ??
      low + (high - low) * part;
    writeField(at, data, at.kind === "float" ? raw : Math.round(raw));
  }
  for (const guard of guards) {
    if ("not" in guard) continue;
    const [first = 0] = "is" in guard
      ? [guard.is].flat()
      : guard.within.map(([low]) => low);
    writeField(place(guard.at), data, first);
  }
  return data;
}
