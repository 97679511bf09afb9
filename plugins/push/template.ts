/** Bodies of webhooks: JSON with places for what is told. */
import { v } from "ovms-edge";

/** What may stand in braces. */
export interface Places {
  readonly text: string;
  readonly priority: string;
  /** Plugin and notice. */
  readonly kind: string;
  readonly id: string;
  /** The channel's secret. */
  readonly secret: string;
}

type Json = v.InferOutput<typeof json>;
const json: v.GenericSchema<JsonValue> = v.lazy(() =>
  v.union([
    v.string(),
    v.number(),
    v.boolean(),
    v.null(),
    v.array(json),
    v.record(v.string(), json),
  ])
);
type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A template as it is written: JSON of an object. */
export const template = v.pipe(
  v.string(),
  v.check(
    (text) => read(text) !== undefined,
    'expected JSON of an object, such as {"text":"{text}"}',
  ),
);

function read(text: string): Readonly<Record<string, Json>> | undefined {
  const parsed = v.safeParse(
    v.pipe(
      v.string(),
      v.parseJson(),
      v.check((value) => !Array.isArray(value)),
      v.record(v.string(), json),
    ),
    text,
  );
  return parsed.success ? parsed.output : undefined;
}

/** Fills a template in: only texts in it, so that whatever is told stays a text. */
export function filled(
  text: string,
  places: Places,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(read(text) ?? {}).map((
      [key, value],
    ) => [key, fill(value, places)]),
  );
}

function fill(value: Json, places: Places): Json {
  if (typeof value === "string") {
    return value.replaceAll(
      /\{(text|priority|kind|id|secret)\}/g,
      (place, name) =>
        Object.entries(places).find(([key]) => key === name)?.[1] ?? place,
    );
  }
  if (Array.isArray(value)) return value.map((one) => fill(one, places));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, fill(one, places)]),
  );
}

/** The first level as a form's fields. */
export function asForm(body: Readonly<Record<string, Json>>): string {
  return new URLSearchParams(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ).toString();
}
