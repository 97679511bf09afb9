/**
 * Schemas as data: what a plugin in a process of its own says of its settings, events and queries, made
 * into schemas again on this side. Functions and regular expressions stay where they are: they would be
 * foreign code here. Whoever owns the schema checks with it whole.
 */
import * as v from "valibot";
import { TOLD, toldPart } from "../contract/texts.ts";

/** A schema as data. */
export interface Described {
  readonly type: string;
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, Described>>;
  readonly items?: readonly Described[];
  readonly item?: Described;
  readonly value?: unknown;
  readonly checks?: readonly Check[];
}

/** A check of a pipe: its type, and what it requires. */
type Check = readonly [type: string, requirement: unknown];

/** A description, and what of the schema it could not say. */
export interface Description {
  readonly schema: Described;
  /** Types of checks and schemas that are left out; empty where the description is the whole schema. */
  readonly lost: readonly string[];
}

type Schema = v.GenericSchema<unknown, unknown>;
/** What the parts of schemas have in common. */
interface Part {
  readonly kind?: string;
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Checks that are told by their type and one number or text. */
const REQUIRE: Readonly<Record<string, (requirement: never) => unknown>> = {
  min_value: (limit: number) => v.minValue(limit),
  max_value: (limit: number) => v.maxValue(limit),
  gt_value: (limit: number) => v.gtValue(limit),
  lt_value: (limit: number) => v.ltValue(limit),
  min_length: (length: number) => v.minLength(length),
  max_length: (length: number) => v.maxLength(length),
  length: (length: number) => v.length(length),
  multiple_of: (step: number) => v.multipleOf(step),
  starts_with: (text: string) => v.startsWith(text),
  ends_with: (text: string) => v.endsWith(text),
};
/** Checks that are told by their type alone. */
const PLAIN: Readonly<Record<string, () => unknown>> = {
  integer: () => v.integer(),
  safe_integer: () => v.safeInteger(),
  finite: () => v.finite(),
  non_empty: () => v.nonEmpty(),
  url: () => v.url(),
  email: () => v.email(),
  ip: () => v.ip(),
  iso_date: () => v.isoDate(),
  iso_time: () => v.isoTime(),
  iso_date_time: () => v.isoDateTime(),
  digits: () => v.digits(),
  hexadecimal: () => v.hexadecimal(),
  told: () => toldPart("text"),
};
/** Parts of a pipe that check nothing. */
const SILENT = new Set(["title", "description", "metadata", "readonly"]);
const SCALARS: Readonly<Record<string, () => Schema>> = {
  string: v.string,
  number: v.number,
  boolean: v.boolean,
  undefined: v.undefined,
  void: v.undefined,
  null: v.null,
  unknown: v.unknown,
  any: v.unknown,
};
/** Schemas around another one. */
const WRAPPERS: Readonly<Record<string, (inner: Schema) => Schema>> = {
  optional: (inner) => v.optional(inner),
  exact_optional: (inner) => v.optional(inner),
  nullable: (inner) => v.nullable(inner),
  nullish: (inner) => v.nullish(inner),
};
const OBJECTS = new Set(["object", "loose_object", "strict_object"]);
const TUPLES = new Set(["tuple", "loose_tuple", "strict_tuple"]);
/** Schemas within schemas, at most. */
const DEEPEST = 12;

/** Describes a schema: what it takes in. */
export function describe(schema: unknown): Description {
  const lost: string[] = [];
  return { schema: described(schema as Part, lost, 0), lost };
}

function described(part: Part, lost: string[], depth: number): Described {
  const { type } = part;
  const inner = (one: unknown) => described(one as Part, lost, depth + 1);
  const leftOut = (): Described => {
    lost.push(type);
    return { type: "unknown" };
  };
  if (depth > DEEPEST) return leftOut();
  const checks = checksOf(part, lost);
  const and = <T extends Described>(made: T): Described =>
    checks.length > 0 ? { ...made, checks } : made;
  if (Object.hasOwn(SCALARS, type)) return and({ type });
  if (Object.hasOwn(WRAPPERS, type)) {
    return and({ type, item: inner(part.wrapped) });
  }
  if (OBJECTS.has(type)) {
    const entries = Object.entries(part.entries as object);
    return and({
      type,
      entries: Object.fromEntries(
        entries.map(([name, entry]) => [name, inner(entry)]),
      ),
    });
  }
  if (TUPLES.has(type)) {
    return and({ type, items: (part.items as unknown[]).map(inner) });
  }
  switch (type) {
    case "picklist":
      return and({ type, options: part.options as readonly unknown[] });
    case "literal":
      return and({ type, value: part.literal });
    case "array":
      return and({ type, item: inner(part.item) });
    case "record":
      return and({ type, item: inner(part.value) });
    case "union":
    case "variant":
      return and({
        type: "union",
        items: (part.options as unknown[]).map(inner),
      });
    default:
      return leftOut();
  }
}

/** The checks of a pipe up to the first transformation, behind which it is about other values. */
function checksOf({ pipe = [] }: Part, lost: string[]): readonly Check[] {
  const checks: Check[] = [];
  for (const part of (pipe as readonly Part[]).slice(1)) {
    const { type, kind, requirement } = part;
    if (kind === "transformation" && !SILENT.has(type)) break;
    if (Object.hasOwn(PLAIN, type)) checks.push([type, null]);
    else if (Object.hasOwn(REQUIRE, type) && isPlain(requirement)) {
      checks.push([type, requirement]);
    } else if (type === "metadata" && isTold(part)) checks.push(["told", null]);
    else if (!SILENT.has(type)) lost.push(type);
  }
  return checks;
}

/** Whether it is the mark of a text that is told in the reader's language. */
function isTold({ metadata }: Part): boolean {
  return typeof metadata === "object" && metadata !== null &&
    TOLD in metadata && metadata[TOLD] === "text";
}

function isPlain(value: unknown): value is number | string {
  return typeof value === "number" || typeof value === "string";
}

/**
 * Makes a schema of what was said of it.
 * @throws TypeError when it is no description
 */
export function rebuilt(described: unknown): Schema {
  return made(described, 0);
}

function made(told: unknown, depth: number): Schema {
  if (depth > DEEPEST + 1 || !isDescribed(told)) {
    throw new TypeError("its schema is described wrongly");
  }
  const schema = base(told, (inner) => made(inner, depth + 1));
  const checks = (told.checks ?? []).map(checkOf);
  // The pipe's parts were made from data: their types are known only here.
  return checks.length === 0
    ? schema
    : v.pipe(schema, ...checks as v.PipeItem<unknown, unknown, never>[]);
}

function isDescribed(value: unknown): value is Described {
  return typeof value === "object" && value !== null && "type" in value &&
    typeof value.type === "string" &&
    (!("checks" in value) || Array.isArray(value.checks));
}

function base(
  { type, entries, items, item, options, value }: Described,
  inner: (one: unknown) => Schema,
): Schema {
  const scalar = Object.hasOwn(SCALARS, type) ? SCALARS[type] : undefined;
  if (scalar) return scalar();
  const wrap = Object.hasOwn(WRAPPERS, type) ? WRAPPERS[type] : undefined;
  if (wrap) return wrap(inner(item));
  if (OBJECTS.has(type)) {
    const fields = Object.fromEntries(
      Object.entries(entries ?? {}).map(([name, one]) => [name, inner(one)]),
    );
    return type === "strict_object"
      ? v.strictObject(fields)
      : type === "loose_object"
      ? v.looseObject(fields)
      : v.object(fields);
  }
  if (TUPLES.has(type)) {
    const parts = (items ?? []).map(inner);
    return type === "strict_tuple" ? v.strictTuple(parts) : v.tuple(parts);
  }
  switch (type) {
    case "picklist":
      return v.picklist((options ?? []).filter(isPlain));
    case "literal":
      return isPlain(value) || typeof value === "boolean"
        ? v.literal(value)
        : v.null();
    case "array":
      return v.array(inner(item));
    case "record":
      return v.record(v.string(), inner(item));
    case "union":
      return v.union((items ?? []).map(inner));
    default:
      throw new TypeError(`its schema is described wrongly: ${type}`);
  }
}

function checkOf(told: unknown): unknown {
  const [type, requirement] = Array.isArray(told) ? told : [];
  const plain = Object.hasOwn(PLAIN, String(type)) ? PLAIN[type] : undefined;
  if (plain) return plain();
  const require = Object.hasOwn(REQUIRE, String(type))
    ? REQUIRE[type]
    : undefined;
  if (require && isPlain(requirement)) return require(requirement as never);
  throw new TypeError(`its schema is described wrongly: ${String(type)}`);
}
