import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

/** What a client has to send: the input side, or what becomes of it; transformations have no schema. */
export function jsonSchema(
  schema: v.GenericSchema<unknown, unknown>,
  typeMode: "input" | "output" = "input",
): Omit<JsonSchema, "$schema"> {
  const { $schema: _, ...described } = toJsonSchema(schema, {
    // The dialect of OpenAPI 3.1: older drafts write a row of different items in another way
    target: "draft-2020-12",
    typeMode,
    errorMode: "ignore",
  });
  return described;
}
