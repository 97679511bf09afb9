import type { MetricSpec, Unit } from "./metric_spec.ts";
import type { Optional } from "./optional.ts";
import type { standard } from "./standard_metrics.ts";

export { type MetricSpec, type Unit, units } from "./metric_spec.ts";

/** A name of the standard table. */
export type StandardName = keyof typeof standard;
/** In a plugin: the name of a standard metric, or a declaration of one's own. */
export type MetricRef = StandardName | MetricSpec;
/** A plugin's own names for metrics. */
export type MetricRefs = Readonly<Record<string, MetricRef>>;
/** The same for metrics that are only read: some may be missing. */
export type ReadRefs = Readonly<
  Record<string, MetricRef | Optional<MetricRef>>
>;

/** Names of the standard table whose metrics are of one kind. */
type StandardOf<I> = {
  readonly [K in StandardName]: (typeof standard)[K] extends
    { readonly is: infer J } ? J extends I ? K : never
    : I extends undefined ? K
    : never;
}[StandardName];
/**
 * The metric that carries a number of a car, as an option of a plugin for many cars: the name of a
 * standard metric, or the vehicle's own declaration.
 */
export type NumberRef = StandardOf<undefined> | Omit<MetricSpec, "is">;
/** The same for a flag. */
export type FlagRef = StandardOf<"flag"> | MetricSpec & { readonly is: "flag" };
/** The same for a text. */
export type TextRef = StandardOf<"text"> | MetricSpec & { readonly is: "text" };

type SpecOf<R> = R extends Optional<infer I> ? SpecOf<I>
  : R extends StandardName ? (typeof standard)[R]
  : R;
type IsList<R> = SpecOf<R> extends { readonly is: "list" } ? true : false;
/** The type of a metric's value. */
export type ValueOf<R> = SpecOf<R> extends { readonly is: infer I }
  ? I extends "flag" ? boolean
  : I extends "text" ? string
  : I extends "list" ? readonly number[]
  : I extends readonly (infer E)[] ? E
  : never
  : number;
type UnitOf<R> = SpecOf<R> extends { readonly unit: infer U extends Unit } ? U
  : never;
type Known<R> = SpecOf<R> extends { readonly initial: unknown } ? ValueOf<R>
  : ValueOf<R> | undefined;

/** `unknown`: never received; `stale`: received, but longer ago than the metric allows. */
export type Freshness = "unknown" | "fresh" | "stale";

/** What all readings tell. */
export interface Sensed<U extends Unit = Unit> {
  /** Full name, such as `v.b.soc`. */
  readonly name: string;
  /** Unit of the value; empty for none. */
  readonly unit: U;
  /** Whether there is a value, and whether it is new enough. */
  readonly freshness: Freshness;
  /** Seconds since the value was received; undefined while unknown. */
  readonly age: number | undefined;
}

/** Reads one metric. */
export interface Reading<T, U extends Unit = Unit, K = T | undefined>
  extends Sensed<U> {
  /** Last value; undefined while unknown, unless the metric has an initial value. */
  readonly value: K;
  /** The value, or this one while it is unknown. */
  or(instead: T): T;
}

/** Reads and writes one metric. */
export interface Metric<T, U extends Unit = Unit, K = T | undefined>
  extends Reading<T, U, K> {
  /**
   * Writes a value: received now, or worked out from another metric and as old as that one.
   * @param from what it was worked out from
   */
  set(value: T, from?: Sensed): void;
}

/** Reads a metric that is a list of numbers, such as cell voltages. */
export interface ListReading<U extends Unit = Unit> extends Sensed<U> {
  /** How many values were set so far. */
  readonly length: number;
  /** One value, counted from 0; undefined while unknown. */
  at(index: number): number | undefined;
  /** One value, or `instead` while unknown, which is faster where many are read. */
  or(index: number, instead: number): number;
  /** All values; undefined while one of them, or the whole list, is unknown. */
  all(): readonly number[] | undefined;
}

/** Reads and writes a list. */
export interface ListMetric<U extends Unit = Unit> extends ListReading<U> {
  /** Sets one value; undefined is a sensor that measures nothing. */
  set(index: number, value: number | undefined): void;
}

/** The handle of a metric that a plugin declares. */
export type MetricOf<R> = IsList<R> extends true ? ListMetric<UnitOf<R>>
  : Metric<ValueOf<R>, UnitOf<R>, Known<R>>;
/** The handle of a metric that a plugin only reads. */
export type ReadingOf<R> = IsList<R> extends true ? ListReading<UnitOf<R>>
  : Reading<ValueOf<R>, UnitOf<R>, Known<R>>;
/** What a frame decoder assigns to: `put.soc = 97.38`, `put.cells.set(0, 4.1)`. */
export type Put<M> = {
  -readonly [K in keyof M]: IsList<M[K]> extends true ? Pick<ListMetric, "set">
    : ValueOf<M[K]>;
};
