import type { Plugin } from "../contract/plugin.ts";
import { Patience } from "./patience.ts";

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
  /** What its hooks left going. */
  underWay: number;
  readonly patience: Patience;
}

/** A plugin that has not begun yet. */
export function loadedOf(plugin: Plugin): Loaded {
  return {
    plugin,
    ctx: {},
    faults: 0,
    aside: false,
    awaitsGate: false,
    checked: false,
    underWay: 0,
    patience: new Patience(),
  };
}
