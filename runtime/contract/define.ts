/** Declares a plugin: all types follow from the literal, whatever the order of its properties. */
import type { EventDecls, EventRefs } from "./events.ts";
import type { FeatureDecl } from "./features.ts";
import type { Need } from "./handles.ts";
import type { None, Plugin, PluginLiteral } from "./literal.ts";
import type { MetricRefs, ReadRefs } from "./metric_types.ts";
import type { NoticeDecl } from "./notices.ts";
import type { RecordDecl } from "./records.ts";
import type { SettingDecl, SettingSchema } from "./settings.ts";

/** The declaring half of a literal; each part is inferred on its own. */
export interface Parts<
  N,
  M,
  R,
  F,
  H,
  A,
  T,
  G extends Readonly<Record<string, SettingSchema>> = None,
  E = None,
  L = None,
> {
  /** Handles that the plugin uses; they appear in `ctx.hal`. */
  readonly needs?: N;
  /** Metrics that the plugin writes. */
  readonly metrics?: M;
  /** Metrics that the plugin only reads. */
  readonly reads?: R;
  /** Feature slots that it uses, by its names for them. */
  readonly features?: F;
  /** Kinds of history records that it writes. */
  readonly records?: H;
  /** Notices to the owner. */
  readonly notices?: A;
  /** What the owner can set; `ctx.settings` has the values. */
  readonly settings?: { readonly [K in keyof G]: SettingDecl<G[K]> };
  /** What the plugin tells others of, by schemas of the payloads: `ctx.emit`. */
  readonly events?: E;
  /** What it hears of others; `on` has the handlers. */
  readonly hears?: L;
  /** Makes what the plugin remembers; called at each load, given as `ctx.state`. */
  readonly state?: () => T;
}

/**
 * Declares a plugin. All types of `run`, `decode`, `on` and `every` follow from the literal,
 * whatever the order of its properties.
 *
 * ```ts
 * import { definePlugin, type Plugin } from "ovms-edge";
 *
 * const plugin: Plugin = definePlugin({
 *   id: "hello",
 *   reads: { soc: "v.b.soc" },
 *   sms: { "HELLO": { usage: "HELLO", run: (_, ctx) => `Hello, ${ctx.metrics.soc.or(0)} %` } },
 * });
 * export default plugin;
 * ```
 */
export function definePlugin<
  const N extends readonly Need[] = readonly [],
  const M extends MetricRefs = None,
  const R extends ReadRefs = None,
  const F extends Readonly<Record<string, FeatureDecl>> = None,
  const H extends Readonly<Record<string, RecordDecl>> = None,
  const A extends Readonly<Record<string, NoticeDecl>> = None,
  T = undefined,
  G extends Readonly<Record<string, SettingSchema>> = None,
  const E extends EventDecls = None,
  const L extends EventRefs = None,
  S = None,
  C = None,
  QA = None,
  QB = None,
>(
  literal:
    & Parts<N, M, R, F, H, A, T, G, E, L>
    & PluginLiteral<Parts<N, M, R, F, H, A, T, G, E, L>, S, C, QA, QB>,
): Plugin {
  return literal as Plugin;
}

/**
 * Names the declaring half apart, for functions that take the context.
 *
 * ```ts
 * import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
 *
 * const own = declare({ reads: { soc: "v.b.soc" } });
 * const text = ({ metrics }: Ctx<typeof own>) => `${metrics.soc.or(0)} %`;
 *
 * export const plugin: Plugin = definePlugin({
 *   ...own,
 *   id: "soc",
 *   sms: { "SOC": { usage: "SOC", run: (_, ctx) => text(ctx) } },
 * });
 * ```
 */
export function declare<
  const N extends readonly Need[] = readonly [],
  const M extends MetricRefs = None,
  const R extends ReadRefs = None,
  const F extends Readonly<Record<string, FeatureDecl>> = None,
  const H extends Readonly<Record<string, RecordDecl>> = None,
  const A extends Readonly<Record<string, NoticeDecl>> = None,
  T = undefined,
  G extends Readonly<Record<string, SettingSchema>> = None,
  const E extends EventDecls = None,
  const L extends EventRefs = None,
>(
  parts: Parts<N, M, R, F, H, A, T, G, E, L>,
): Parts<N, M, R, F, H, A, T, G, E, L> {
  return parts;
}
