import type { Hal } from "../../hal/mod.ts";
import type { MetricStore } from "../metrics/metrics.ts";
import type { CoreValues } from "../settings/core_settings.ts";
import { SeriesRecorder } from "./recorder.ts";
import { keptOf } from "./settings.ts";

/** The recorder of a gateway; undefined where its HAL keeps no courses. */
export function recorderOf(
  { series, store, clock }: Hal,
  core: CoreValues,
  metrics: () => MetricStore,
): SeriesRecorder | undefined {
  return series && new SeriesRecorder({
    series,
    metrics,
    monotonic: () => clock.monotonic(),
    offset: () => {
      const { wall, monotonic } = store.stamp();
      return wall === undefined ? undefined : wall - monotonic;
    },
    believed: () => store.believed(),
    kept: () => keptOf(core.series),
    most: () => core.series.size * 1e6,
    positions: () => core.series.positions,
  });
}
