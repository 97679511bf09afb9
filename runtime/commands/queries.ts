import * as v from "valibot";
import type { AnyQuery, QuerySchema } from "../contract/queries.ts";
import { meaning } from "../settings/setting_text.ts";

/** What became of a query; `wrong` are arguments that do not fit, `denied` is who may not ask. */
export type Queried =
  | { readonly status: "ok"; readonly value: unknown }
  | { readonly status: "wrong" | "failed" | "denied"; readonly text: string };

/**
 * A query's arguments, checked.
 * @param texts whether they are texts, of which the schema says what they stand for
 */
export function queryArguments(
  { args }: AnyQuery,
  input: unknown,
  texts: boolean,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly text: string } {
  if (!args) return { ok: true, value: {} };
  const parsed = v.safeParse(args, texts ? read(args, input) : input);
  if (parsed.success) return { ok: true, value: parsed.output };
  const sentences = parsed.issues.map((issue) => {
    const at = v.getDotPath(issue);
    return at === null ? issue.message : `${at}: ${issue.message}`;
  });
  return { ok: false, text: sentences.join("; ") };
}

/** Entries of an object schema. */
interface WithEntries {
  readonly type: string;
  readonly entries?: Readonly<Record<string, QuerySchema>>;
}

/** Texts as the values that the schema of each wants. */
function read(schema: QuerySchema, input: unknown): unknown {
  const { entries = {} }: WithEntries = schema;
  if (typeof input !== "object" || input === null) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, text]) => {
      const entry = entries[name];
      return [name, entry ? meaning(String(text), entry) : text];
    }),
  );
}
