/** What happens, as plugins tell each other: events, with a payload that a schema describes. */
import type * as v from "valibot";
import { type Optional, required } from "./optional.ts";

/** A schema over an event's payload; `v.undefined()` for none. */
export type EventSchema = v.GenericSchema<unknown, unknown>;
/** Events that a plugin emits, by its own names for them; others hear `<plugin>.<name>`. */
export type EventDecls = Readonly<Record<string, EventSchema>>;

/** An event that a plugin hears, under a name of its own. */
export interface Heard<S extends EventSchema = EventSchema> {
  /** Full name: the emitting plugin and its name for it. */
  readonly event: string;
  /** Schema of what comes with it. */
  readonly payload: S;
}
/** The same where the plugin's name for it is the full one: the schema alone. */
export type EventRef = EventSchema | Heard | Optional<EventSchema | Heard>;
/** Events that a plugin hears. */
export type EventRefs = Readonly<Record<string, EventRef>>;

/** The type of an event's payload. */
export type PayloadOf<R> = R extends Optional<infer I> ? PayloadOf<I>
  : R extends { readonly payload: infer S extends EventSchema }
    ? v.InferOutput<S>
  : R extends EventSchema ? v.InferOutput<R>
  : never;

/** Emits an event; one without payload takes none. */
export type Emit<S> = S extends EventSchema
  ? undefined extends v.InferOutput<S> ? (payload?: v.InferOutput<S>) => void
  : (payload: v.InferOutput<S>) => void
  : never;

/** An event that a plugin hears, in full. */
export function heardEvent(alias: string, ref: EventRef): Heard {
  const heard = required<EventSchema | Heard>(ref);
  return "payload" in heard ? heard : { event: alias, payload: heard };
}
