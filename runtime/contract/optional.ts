/** Something that a plugin reads or hears if it is there. */
export interface Optional<R> {
  /** What may be missing. */
  readonly optional: R;
}

/**
 * Marks a metric that a plugin reads, or an event that it hears, as one that may be missing: without
 * it, a plugin is refused where nobody writes or emits it.
 *
 * ```ts
 * import { definePlugin, optional } from "ovms-edge";
 *
 * export const health = definePlugin({
 *   id: "health",
 *   reads: { soc: "v.b.soc", soh: optional("v.b.soh") },
 *   sms: { "HEALTH": { usage: "HEALTH", run: (_, { metrics }) => `${metrics.soh.or(100)} %` } },
 * });
 * ```
 */
export function optional<const R>(ref: R): Optional<R> {
  return { optional: ref };
}

/** Whether a reference may be missing. */
export function isOptional<R>(ref: R | Optional<R>): ref is Optional<R> {
  return typeof ref === "object" && ref !== null && "optional" in ref;
}

/** What is behind a reference. */
export function required<R>(ref: R | Optional<R>): R {
  return isOptional(ref) ? ref.optional : ref;
}
