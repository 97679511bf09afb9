/** Answers in the reader's language: which of their fields are texts for people, their schemas say. */
import type * as v from "valibot";
import { TOLD } from "../../../contract/texts.ts";

/** Tells an English text in the reader's language; what has no translation stays as it is. */
export type Say = (english: string) => string;

type Schema = v.GenericSchema<unknown, unknown>;
type Tell = (value: unknown, say: Say) => unknown;

/** The parts of schemas that lead to what is within. */
interface Part {
  readonly type: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly wrapped?: Part;
  readonly value?: Part;
}

/** Worked out once for each schema. */
const tellers = new WeakMap<Schema, { readonly tell: Tell | undefined }>();

/** An answer as it is told. */
export function toldAnswer(schema: Schema, value: unknown, say: Say): unknown {
  let known = tellers.get(schema);
  if (!known) tellers.set(schema, known = { tell: teller(schema) });
  return known.tell ? known.tell(value, say) : value;
}

/** What tells values of a schema; undefined where nothing in it is told. */
function teller(part: Part): Tell | undefined {
  const marked = part.pipe?.findLast(({ metadata }) => metadata?.[TOLD]);
  switch (marked?.metadata?.[TOLD]) {
    case "text":
      return tellText;
    case "keys":
      return (value, say) =>
        isRecord(value) ? mapped(value, (key, one) => [say(key), one]) : value;
    case "description":
      return (value, say) =>
        isRecord(value) && typeof value.description === "string"
          ? { ...value, description: say(value.description) }
          : value;
  }
  const { entries, item, wrapped, value } = part;
  if (entries) return entriesTeller(entries);
  const inner = item ?? wrapped ?? (part.type === "record" ? value : undefined);
  const tell = inner && teller(inner);
  if (!tell) return undefined;
  if (item) {
    return (list, say) =>
      Array.isArray(list) ? list.map((one) => tell(one, say)) : list;
  }
  if (wrapped) {
    return (one, say) =>
      one === null || one === undefined ? one : tell(one, say);
  }
  return (one, say) =>
    isRecord(one)
      ? mapped(one, (key, inside) => [key, tell(inside, say)])
      : one;
}

function entriesTeller(
  entries: Readonly<Record<string, Part>>,
): Tell | undefined {
  const parts = Object.entries(entries).flatMap(([key, entry]) => {
    const tell = teller(entry);
    return tell ? [[key, tell] as const] : [];
  });
  if (parts.length === 0) return undefined;
  return (value, say) => {
    if (!isRecord(value)) return value;
    const changed = parts.flatMap(([key, tell]) =>
      key in value ? [[key, tell(value[key], say)]] : []
    );
    return { ...value, ...Object.fromEntries(changed) };
  };
}

const tellText: Tell = (value, say) =>
  typeof value === "string" ? say(value) : value;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapped(
  value: Readonly<Record<string, unknown>>,
  change: (key: string, one: unknown) => readonly [string, unknown],
): unknown {
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => change(key, one)),
  );
}
