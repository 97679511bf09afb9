/** Queries: what a plugin tells programs, as typed JSON. */
import type * as v from "valibot";

/** A schema over JSON. */
export type QuerySchema = v.GenericSchema<unknown, unknown>;

/** What the handler of a query is given. */
export type QueryArgs<A> = unknown extends A ? Readonly<Record<never, never>>
  : A extends QuerySchema ? v.InferOutput<A>
  : never;
/** What it has to answer. */
export type QueryAnswer<B> = B extends QuerySchema ? v.InferInput<B> : never;

/** A query as the runtime keeps it: inner types gone. */
export interface AnyQuery {
  readonly summary: string;
  readonly args?: QuerySchema;
  readonly answer: QuerySchema;
  readonly acts?: boolean;
  readonly owner?: boolean;
  readonly sensitive?: boolean;
  readonly timeout?: number;
  readonly run: (args: never, ctx: never, call: never) => unknown;
}

/** Groups of pages, in their order: what the car does, what it did, how it is tuned, and what it all runs on. */
export const PAGE_GROUPS = ["car", "history", "tuning", "gateway"] as const;
/** One of them. */
export type PageGroup = (typeof PAGE_GROUPS)[number];

/** Where pages are: in the menu, or as panels of the car's page or of the one with all ways in and out. */
export const PAGE_PLACES = ["menu", "car", "connections"] as const;
/** One of them. */
export type PagePlace = (typeof PAGE_PLACES)[number];

/** A page that a plugin brings for the web console. */
export interface PageDecl {
  /** What the console calls it. */
  readonly name: string;
  /** The same in other languages, by their code: `{ de: "Hügel", fr: "Collines" }`. */
  readonly names?: Readonly<Record<string, string>>;
  /** What it is about, and so its group in the menu: groups come in this order; default: the car. */
  readonly about?: PageGroup;
  /** Whether it is opened often: then it is in the menu of a phone, which shows five pages beside the others. */
  readonly often?: boolean;
  /** Where it is: a page of the menu, or a panel beside others on one of the console's own; default: the menu. */
  readonly place?: PagePlace;
  /** Metrics of which one has to be written, such as `v.e.on`: a vehicle without has no such page. */
  readonly of?: readonly string[];
  /** Path of an SVG icon, strokes on a square of 24. */
  readonly icon: string;
  /**
   * The page's module, `new URL("./page/hills.js", import.meta.url)`. The console serves the static
   * files of its folder, and nothing else, under `/plugins/<id>/`.
   */
  readonly module: URL;
}

/** Pages by name. */
export type PageDecls = Readonly<Record<string, PageDecl>>;
