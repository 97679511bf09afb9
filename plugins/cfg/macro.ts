import { ParameterFailure } from "./failure.ts";
import type { ObjectId } from "./objects.ts";

/**
 * A value in proportion to a default: `d` × `to` / `from`, rounded down, within `min` and `max`. The
 * default itself is taken as it is (twizy-cfg.md, section 5).
 */
export function scale(
  d: number,
  from: number,
  to: number,
  min: number,
  max: number,
): number {
  if (to === from) return d;
  return Math.min(max, Math.max(min, Math.floor(d * to / from)));
}

/** A whole number that a macro takes. */
export interface Param<K extends string = string> {
  /** Name in the usage line, such as `max_kph`. */
  readonly name: string;
  readonly range: readonly [min: number, max: number];
  /** Value when it is left out; a name stands for the value of that parameter. */
  readonly otherwise: number | K;
}

/** Parameter values by name. */
type Values<K extends string> = Readonly<Record<K, number>>;
/** Value of an object as read or last written in this command. */
export type Now = (object: ObjectId) => number;

/** A write: the object, and what it is set to; undefined leaves it alone. */
export type Write<P = void> = readonly [
  object: ObjectId,
  value: (params: P, now: Now) => number | undefined,
];

/** A part of a command that stands or falls by itself: its parameters are in. */
export interface Step {
  readonly preOp: boolean;
  /** Objects that formulas ask for besides those that are written. */
  readonly reads: readonly ObjectId[];
  /** In this order. */
  readonly writes: readonly Write[];
  /** The writes once everything is read, where order or number depend on it; `writes` names all objects. */
  readonly inOrder?: (now: Now) => readonly Write[];
  /** Objects that the controller may lack; their writes are left out then. */
  readonly lenient?: readonly ObjectId[];
  /** Objects may be written that the controller says it has none to read of. */
  readonly blind?: boolean;
  /** Where an error happened, such as ` IN MAP D`; empty when there is but one place. */
  readonly part: string;
  /** The same in front of the error, such as `MAP D`. */
  readonly before?: string;
}

/** An item of a reply, such as `fwd=7250`. */
export interface Item {
  readonly label: string;
  readonly object: ObjectId;
  /** Four hexadecimal digits instead of a decimal number. */
  readonly hex?: boolean;
}

/** A number of a form. */
export interface Field {
  /** Name in the usage line, such as `max_kph`, or where on a curve it is. */
  readonly name: string;
  readonly range: readonly [min: number, max: number];
  /** Value of a controller as delivered. */
  readonly standard: number;
}

/** A command whose words are numbers, each with a value that is offered. */
export interface Form {
  /** Words in front of the numbers, such as `TSMAP D`. */
  readonly command: string;
  readonly summary: string;
  readonly fields: readonly Field[];
}

/** A command that writes a set of objects, as the command table and HELP see it. */
export interface Macro {
  readonly name: string;
  readonly summary: string;
  /** Its parameters as the usage line names them, and a line about each. */
  readonly usage: string;
  readonly help: readonly string[];
  /** What forms offer; several where the first word chooses what is set. */
  readonly forms: readonly Form[];
  readonly preOp: boolean;
  /** Text after success, before the items. */
  readonly done: string;
  readonly shows: readonly Item[];
  /**
   * Takes the words behind the command.
   * @throws ParameterFailure
   */
  steps(words: readonly string[]): readonly Step[];
  /** What the words set, by key; what is at its default has no entry. */
  settings(words: readonly string[]): Readonly<Record<string, string>>;
  /** All keys that `settings` may have for these words. */
  keys(words: readonly string[]): readonly string[];
}

/** How a macro is declared; it reads as the tables of twizy-cfg.md, section 6. */
export interface MacroTable<K extends string> {
  readonly name: string;
  readonly summary: string;
  readonly params: Readonly<Record<K, Param<NoInfer<K>>>>;
  /** A parameter that does not fit the others: its number, or undefined. */
  readonly misfit?: (params: Values<K>) => number | undefined;
  readonly preOp: boolean;
  readonly reads?: readonly ObjectId[];
  readonly writes: readonly Write<Values<K>>[];
  readonly done: string;
  readonly shows?: readonly Item[];
}

/** Makes a macro of its table. */
export function macro<const K extends string = never>(
  table: MacroTable<K>,
): Macro {
  const { name, summary, preOp, done, shows = [], reads = [] } = table;
  const params = Object.values<Param<K>>(table.params);
  return {
    name,
    summary,
    preOp,
    done,
    shows,
    usage: params.map(({ name }) => `[${name}]`).join(" "),
    help: params.map((param) => paramHelp(param, table.params)),
    forms: [{
      command: name,
      summary,
      fields: params.map(({ name, range, otherwise }) => ({
        name,
        range,
        standard: standardOf(otherwise, table.params),
      })),
    }],
    steps(words) {
      const values = valuesOf(table.params, words);
      const misfit = table.misfit?.(values);
      if (misfit !== undefined) throw new ParameterFailure(misfit);
      const writes = table.writes.map(([object, value]): Write => [
        object,
        (_, now) => value(values, now),
      ]);
      return [{ preOp, reads, writes, part: "" }];
    },
    settings(words) {
      const given = words.slice(0, params.length)
        .map((word) => word === DEFAULT ? DEFAULT : String(Number(word)));
      while (given.at(-1) === DEFAULT) given.pop();
      return given.length === 0 ? {} : { [name]: given.join(" ") };
    },
    keys: () => [name],
  };
}

/** This word stands for a parameter left out. */
export const DEFAULT = "-1";

/** A parameter's word as a number; undefined when it is left out. */
export function numberOf(
  word: string | undefined,
  n: number,
  [min, max]: readonly [min: number, max: number],
): number | undefined {
  if (word === undefined || word === DEFAULT) return undefined;
  const value = /^\+?\d+$/.test(word) ? Number(word) : NaN;
  if (!(value >= min && value <= max)) throw new ParameterFailure(n);
  return value;
}

/** All parameters of a macro; surplus words are ignored. */
function valuesOf<K extends string>(
  params: Readonly<Record<K, Param<K>>>,
  words: readonly string[],
): Values<K> {
  const values = new Map<string, number>();
  for (
    const [at, [key, param]] of Object.entries<Param<K>>(params).entries()
  ) {
    const { range, otherwise } = param;
    const value = numberOf(words[at], at + 1, range);
    const instead = typeof otherwise === "number"
      ? otherwise
      : values.get(otherwise);
    values.set(key, value ?? instead ?? range[0]);
  }
  const found: object = Object.fromEntries(values);
  if (!hasAll(params, found)) throw new TypeError("A parameter got lost");
  return found;
}

function hasAll<K extends string>(
  params: Readonly<Record<K, unknown>>,
  values: object,
): values is Values<K> {
  return Object.keys(params).every((key) => Object.hasOwn(values, key));
}

/** A default that is the value of another parameter is that one's default. */
function standardOf<K extends string>(
  otherwise: number | K,
  params: Readonly<Record<K, Param<K>>>,
): number {
  return typeof otherwise === "number"
    ? otherwise
    : standardOf(params[otherwise].otherwise, params);
}

function paramHelp<K extends string>(
  { name, range: [min, max], otherwise }: Param<K>,
  params: Readonly<Record<K, Param<K>>>,
): string {
  const instead = typeof otherwise === "number"
    ? otherwise
    : params[otherwise].name;
  return `${name} ${min}..${max}, default ${instead}`;
}
