/** Whether plugins go together; those from outside that do not are left out, and the others run. */
import { Registry } from "../commands/registry.ts";
import {
  checkSources,
  checkWriters,
  missingSource,
  sourcesOf,
} from "../commands/sources.ts";
import { required } from "../contract/optional.ts";
import type { Plugin } from "../contract/plugin.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { SettingClaim } from "../settings/settings.ts";
import { Host } from "./host.ts";

/** Plugins that are to run together. */
export interface Together {
  /** Those that have to be there: of every vehicle, and the vehicle's own. */
  readonly own: readonly Plugin[];
  /** Those from outside. */
  readonly extra: readonly Plugin[];
  readonly vehicle: Vehicle | undefined;
  /** Whether what plugins read and hear may come from nobody. */
  readonly alone?: boolean;
  /** Refuses settings that the core has. */
  readonly checkSettings?: (
    claims: ReadonlyMap<string, SettingClaim>,
  ) => void;
}

/** Which of them run. */
export interface Fitting {
  readonly plugins: readonly Plugin[];
  /** A sentence for each that was left out. */
  readonly leftOut: readonly string[];
}

/**
 * Leaves out those from outside that do not fit, the later of two that collide. Whether the vehicle's
 * own go together is not looked at.
 */
export function fitting(together: Together): Fitting {
  const { own, extra } = together;
  if (extra.length === 0 || fits(together, extra)) {
    return { plugins: [...own, ...extra], leftOut: [] };
  }
  const leftOut: string[] = [];
  const leave = ({ id }: Plugin, why: string) =>
    leftOut.push(`Plugin ${id} is left out: ${why}`);
  let kept: readonly Plugin[] = [];
  for (const plugin of extra) {
    try {
      checkClaims(together, [...kept, plugin]);
      kept = [...kept, plugin];
    } catch (error) {
      leave(plugin, error instanceof Error ? error.message : String(error));
    }
  }
  for (let before = -1; !together.alone && before !== kept.length;) {
    before = kept.length;
    const sources = sourcesOf([...own, ...kept]);
    kept = kept.filter((plugin) => {
      const missing = missingSource(plugin, sources);
      if (missing !== undefined) leave(plugin, missing);
      return missing === undefined;
    });
  }
  return { plugins: [...own, ...kept], leftOut };
}

/** @throws RangeError when their polls ask more control units than can be asked */
function checkUnits(plugins: readonly Plugin[]): void {
  const diagnostics = new Diagnostics({
    clock: { after: () => () => {}, monotonic: () => 0 },
    send: () => Promise.resolve(),
    listen: () => {},
  });
  for (const { polls = [] } of plugins) {
    for (const poll of polls) diagnostics.node(poll);
  }
}

function fits(together: Together, extra: readonly Plugin[]): boolean {
  try {
    checkTogether(together, extra);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param extra those from outside; default: all
 * @throws Error with a sentence that names both that collide, or the nearest name that there is
 */
export function checkTogether(
  together: Together,
  extra: readonly Plugin[] = together.extra,
): void {
  checkClaims(together, extra);
  if (together.alone) return;
  checkSources([...together.own, ...extra], together.vehicle);
}

/** Names that only one may have, metrics that all see alike, frames that can be decoded. */
function checkClaims(
  { own, vehicle, alone = false, checkSettings }: Together,
  extra: readonly Plugin[],
): void {
  const plugins = [...own, ...extra];
  const { settings } = new Registry(plugins, vehicle);
  checkSettings?.(settings);
  checkUnits(plugins);
  if (!alone) checkWriters(plugins);
  // Nothing of the plugins runs: they are wired without what they remember.
  const host = new Host(
    plugins.map(({ state: _, ...rest }) => rest),
    () => {},
  );
  host.wire(({ id, metrics, reads }) => {
    for (const ref of Object.values({ ...metrics, ...reads })) {
      host.metrics.claim(required(ref), id);
    }
    return {};
  });
}
