/** Settings as people write and read them: texts. */
import * as v from "valibot";
import type { AnySetting, SettingSchema } from "../contract/settings.ts";

/** Shown in place of what is secret. */
export const MASK = "***";

const FLAGS: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  1: true,
  off: false,
  no: false,
  false: false,
  0: false,
};

/** What a text may mean; which of it is meant, the schema says. */
function meanings(text: string, schema: SettingSchema): readonly unknown[] {
  const lower = text.toLowerCase(), flag = FLAGS[lower];
  const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? [Number(text)] : [];
  return [
    ...number,
    ...(flag === undefined ? [] : [flag]),
    ...json(text),
    text,
    ...choices(schema).filter((choice) =>
      String(choice).toLowerCase() === lower
    ),
  ];
}

/** Lists and objects are written as JSON. */
function json(text: string): readonly unknown[] {
  if (!/^[[{]/.test(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** What a text stands for; the text itself where the schema takes none of what it may mean. */
export function meaning(text: string, schema: SettingSchema): unknown {
  const found = meanings(text, schema).find((value) => v.is(schema, value));
  return found === undefined ? text : found;
}

/**
 * The value that a text stands for, as the schema takes it in; a choice in any case.
 * @throws TypeError that says what is expected, without a subject
 */
export function settingFrom(text: string, decl: AnySetting): unknown {
  const found = meanings(text, decl.schema);
  for (const value of found) if (v.is(decl.schema, value)) return value;
  throw new TypeError(refusal(decl, found));
}

/**
 * A value of any kind, as JSON brings it, checked.
 * @throws TypeError that says what is expected, without a subject
 */
export function settingOf(value: unknown, decl: AnySetting): unknown {
  if (v.is(decl.schema, value)) return value;
  throw new TypeError(refusal(decl, [value]));
}

/** A check with words of its own is told in them, anything else as what the schema expects. */
function refusal(
  { schema, unit }: AnySetting,
  values: readonly unknown[],
): string {
  for (const value of values) {
    const issue = v.safeParse(schema, value).issues?.[0];
    if (issue && !/^Invalid /.test(issue.message)) return issue.message;
  }
  const words = expected(schema);
  return `expected ${words}${unit === undefined ? "" : ` (${unit})`}`;
}

/** A value as people read it. */
export function settingText(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (value === "" || value === undefined || value === null) return "(none)";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The parts of schemas and their checks that words are made of. */
interface Described {
  readonly type: string;
  readonly options?: unknown;
  readonly literal?: unknown;
  readonly wrapped?: SettingSchema;
  readonly requirement?: unknown;
  readonly description?: unknown;
  readonly pipe?: readonly Described[];
}

/** Values of a picklist; none for any other schema. */
export function choices(schema: SettingSchema): readonly unknown[] {
  const { type, options }: Described = schema;
  return type === "picklist" && Array.isArray(options) ? options : [];
}

/** Forms of a text. */
const FORMS: Readonly<Record<string, string>> = {
  iso_time: "a time, such as 07:30",
  iso_date: "a date, such as 2026-05-31",
  iso_date_time: "a date and time, such as 2026-05-31T07:30",
  url: "a web address, such as https://example.com",
  email: "an e-mail address",
  ip: "an IP address",
  digits: "digits",
  hexadecimal: "hexadecimal digits",
};

/** What a schema takes, in words such as `a whole number from 0 to 100`. */
export function expected(schema: SettingSchema): string {
  const { type, options, literal, wrapped, pipe = [] }: Described = schema;
  const checks = new Map(pipe.map((part) => [part.type, part.requirement]));
  const { description } = pipe.find((part) => part.type === "description") ??
    {};
  if (typeof description === "string") return description;
  switch (type) {
    case "number":
      return (checks.has("integer") ? "a whole number" : "a number") +
        range(checks.get("min_value"), checks.get("max_value"));
    case "boolean":
      return "on or off";
    case "string": {
      const form = pipe.find(({ type }) => Object.hasOwn(FORMS, type));
      if (form) return FORMS[form.type] ?? "a text";
      const size = range(checks.get("min_length"), checks.get("max_length"));
      return size === "" ? "a text" : `a text of${size} characters`;
    }
    case "picklist":
      return alternatives(choices(schema).map(settingText));
    case "literal":
      return settingText(literal);
    case "union":
    case "variant":
      return Array.isArray(options)
        ? alternatives(options.map((option) => expected(option)))
        : "another value";
    case "array":
      return 'a list, such as ["a","b"]';
    default:
      return wrapped === undefined ? "another value" : expected(wrapped);
  }
}

function range(min: unknown, max: unknown): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` from ${min} on`;
  return max === undefined ? "" : ` up to ${max}`;
}

function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2
    ? last
    : `${words.slice(0, -1).join(", ")} or ${last}`;
}
