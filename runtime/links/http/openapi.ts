/** The OpenAPI document, from the schemas that the server checks with. */
import { VERSION } from "../../version.ts";
import type { Route } from "./api/mod.ts";
import type { Schema } from "./api/route.ts";
import { jsonSchema } from "./answers/json_schema.ts";

/** A piece of the document. */
type Json = Readonly<Record<string, unknown>>;

const PROBLEM: Json = {
  description: "Refused; the detail says why",
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
    },
  },
};

/** What is not JSON, or not behind a login. */
const OTHERS: Readonly<Record<string, Json>> = {
  "/stream": {
    get: operation(
      "Changes of the metrics, once a second, as server-sent events; Last-Event-ID resumes",
      {
        200: media("text/event-stream", { type: "string" }),
      },
    ),
  },
  "/login": {
    post: {
      ...operation(
        "Logs in with the token or the module password; answers with a cookie",
        {
          200: media("application/json", {
            type: "object",
            required: ["caller"],
            properties: { caller: { enum: ["owner", "password"] } },
          }),
        },
      ),
      requestBody: {
        required: true,
        ...media("application/json", {
          type: "object",
          required: ["secret"],
          properties: { secret: { type: "string" } },
        }),
      },
    },
  },
  "/logout": {
    post: operation("Ends the session", { 204: { description: "Done" } }),
  },
  "/openapi.json": {
    get: operation("This document", {
      200: media("application/json", { type: "object" }),
    }),
  },
};

/** The description of the interface. */
export interface Description extends Json {
  /** By path and method. */
  readonly paths: Readonly<Record<string, Json>>;
}

/** Methods that a path takes, as HTTP writes them; none for a path that is not described. */
export function methodsOf({ paths }: Description, path: string): string[] {
  const found = Object.entries(paths).filter(([template]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path)
  );
  return found.flatMap(([, taken]) =>
    Object.keys(taken).map((method) => method.toUpperCase())
  );
}

/** Describes the routes. */
export function openApi(routes: readonly Route[]): Description {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method] = described(route);
  }
  return {
    openapi: "3.1.0",
    info: { title: "OVMS Edge", version: VERSION },
    servers: [{ url: "/api/v1" }],
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "detail"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
          },
        },
      },
    },
    security: [{}, { token: [] }],
    paths: { ...paths, ...OTHERS },
  };
}

function described(
  { summary, params, query, body, answer, also }: Route,
): Json {
  const parameters = [
    ...parametersOf(params, "path"),
    ...parametersOf(query, "query"),
  ];
  const types = Object.fromEntries(
    also.map((type) => [type, { schema: { type: "string" } }]),
  );
  return {
    ...operation(summary, {
      200: {
        description: "Done",
        content: {
          "application/json": { schema: jsonSchema(answer) },
          ...types,
        },
      },
    }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : {
      requestBody: {
        required: true,
        ...media("application/json", jsonSchema(body)),
      },
    }),
  };
}

function operation(summary: string, responses: Json): Json {
  return { summary, responses: { ...responses, default: PROBLEM } };
}

function media(type: string, schema: Json): Json {
  return { description: "Done", content: { [type]: { schema } } };
}

function parametersOf(schema: Schema | undefined, where: string): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema);
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: described,
  }));
}
