import { heardEvent } from "../contract/events.ts";
import { required } from "../contract/optional.ts";
import type { Plugin } from "../contract/plugin.ts";
import { undeclared } from "../contract/undeclared.ts";
import { isAsync } from "../frames/frame_compiler.ts";
import type { MetricStore, Slot } from "../metrics/metrics.ts";
import type { Events } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { Loaded } from "./loaded.ts";
import { onBehalfOf } from "./plugin_code.ts";

type Watcher = (value: unknown, ctx: object) => unknown;

/** What can be watched, and who hears of faults. */
export interface Watched {
  readonly metrics: MetricStore;
  readonly events: Events;
  readonly faults: Faults;
  /** Before a watcher looks at values. */
  readonly look: () => void;
}

/**
 * Subscribes what a plugin has under `on`, to metrics and to events.
 * @throws Error when it watches what it does not declare, or a list
 */
export function subscribe(loaded: Loaded, watched: Watched): void {
  for (const [alias, watcher] of Object.entries(loaded.plugin.on ?? {})) {
    if (watcher) subscribeOne(loaded, alias, watcher as Watcher, watched);
  }
}

function subscribeOne(
  loaded: Loaded,
  alias: string,
  run: Watcher,
  watched: Watched,
): void {
  const { metrics, events, faults } = watched, { plugin } = loaded;
  const where = `on.${alias}`, handle = handler(loaded, where, run, watched);
  const heard = plugin.hears?.[alias];
  if (heard !== undefined) {
    if (alias in { ...plugin.metrics, ...plugin.reads }) {
      throw new Error(
        `plugin ${plugin.id} has ${alias} both as a metric and as an event: rename one of them`,
      );
    }
    const { event, payload } = heardEvent(alias, heard);
    events.hear(event, {
      schema: payload,
      run: handle,
      refused: (error) => faults.fault(loaded, where, error),
    });
    return;
  }
  const slot = slotOf(metrics, plugin, alias);
  if (slot.spec.is === "list") {
    throw new Error(
      `plugin ${plugin.id} watches the list ${slot.spec.name}: watch a number`,
    );
  }
  metrics.watch(slot, handle);
}

function handler(
  loaded: Loaded,
  where: string,
  run: Watcher,
  { faults, look }: Watched,
): (value: unknown) => void {
  const leaves = isAsync(run);
  return (value) => {
    if (loaded.aside) return;
    look();
    try {
      const result = leaves
        ? onBehalfOf(loaded.plugin.id, () => run(value, loaded.ctx))
        : run(value, loaded.ctx);
      if (result instanceof Promise) faults.follow(loaded, where, result);
    } catch (error) {
      faults.fault(loaded, where, error);
    }
  };
}

/**
 * The slot of a metric by the plugin's own name for it.
 * @throws Error when the plugin does not declare it
 */
export function slotOf(
  metrics: MetricStore,
  plugin: Plugin,
  alias: string,
): Slot {
  const ref = plugin.metrics?.[alias] ?? plugin.reads?.[alias];
  if (ref === undefined) {
    throw new Error(
      `plugin ${plugin.id} ${
        undeclared(alias, { ...plugin.reads, ...plugin.metrics })
      }`,
    );
  }
  return metrics.claim(required(ref), plugin.id);
}
