import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

/** What a client has to send: the input side; transformations have no schema. */
export function jsonSchema(
  schema: v.GenericSchema<unknown, unknown>,
): Omit<JsonSchema, "$schema"> {
  const { $schema: _, ...described } = toJsonSchema(schema, {
    typeMode: "input",
    errorMode: "ignore",
  });
  return described;
}
