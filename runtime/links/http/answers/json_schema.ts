import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

/** What a client has to send: the input side, or what becomes of it; transformations have no schema. */
export function jsonSchema(
  schema: v.GenericSchema<unknown, unknown>,
  typeMode: "input" | "output" = "input",
): Omit<JsonSchema, "$schema"> {
  const { $schema: _, ...described } = toJsonSchema(schema, {
    typeMode,
    errorMode: "ignore",
  });
  return described;
}
