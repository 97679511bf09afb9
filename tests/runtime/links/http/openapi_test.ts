import assert from "node:assert/strict";
import * as v from "valibot";
import { apiRoutes } from "../../../../runtime/links/http/api/mod.ts";
import { openConsole } from "./console.ts";

interface Operation {
  summary: string;
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

Deno.test("the document describes every route from its own schemas", async () => {
  using car = openConsole();
  const { openapi, paths } = await car.api("/openapi.json") as Document;
  assert.equal(openapi, "3.1.0");
  for (const { path, method, body } of apiRoutes()) {
    const operation = paths[path]?.[method];
    assert.ok(operation, path);
    assert.equal(operation.requestBody !== undefined, body !== undefined);
    const names = operation.parameters?.filter((one) =>
      one.in === "path"
    ).map(({ name }) => name) ?? [];
    assert.deepEqual(
      names,
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
        name
      ),
    );
  }
  assert.deepEqual(
    paths["/commands"]?.["post"]?.requestBody?.content["application/json"]
      ?.schema,
    {
      type: "object",
      properties: { text: { type: "string", minLength: 1, maxLength: 1000 } },
      required: ["text"],
      additionalProperties: false,
    },
  );
  assert.ok(
    paths["/history/{type}"]?.["get"]?.responses["200"]?.content?.["text/csv"],
  );
});

Deno.test("its schemas are of the dialect that OpenAPI 3.1 has", async () => {
  using car = openConsole();
  const text = JSON.stringify(await car.api("/openapi.json"));
  assert.match(text, /"prefixItems":\[/);
  assert.doesNotMatch(text, /"items":\[/, "a row of different items");
});

Deno.test("another method is answered with those that the path takes", async () => {
  using car = openConsole();
  const cases = [
    ["POST", "/metrics", "GET"],
    ["OPTIONS", "/metrics/v.b.soc", "GET"],
    ["GET", "/commands", "POST"],
    ["PATCH", "/settings/sms.budget", "PUT"],
    ["PUT", "/tokens", "GET, POST"],
    ["GET", "/login", "POST"],
    ["POST", "/stream", "GET"],
    ["POST", "/plugins/batt/drift", "GET"],
  ] as const;
  for (const [method, path, allowed] of cases) {
    const answer = await car.ask(`/api/v1${path}`, { method });
    assert.equal(answer.status, 405, path);
    assert.equal(answer.headers.get("allow"), allowed);
    const { title, detail } = await answer.json();
    assert.equal(title, "Method not allowed");
    assert.equal(detail, `/api/v1${path} takes ${allowed} only`);
  }
  for (const path of ["/none", "/metrics/v.b.soc/more", "/plugins/batt/none"]) {
    assert.equal((await car.ask(`/api/v1${path}`)).status, 404, path);
  }
});

const samples: Readonly<Record<string, string>> = {
  "/metrics/{name}": "/metrics/v.b.c.voltage",
  "/trail": "/trail?names=v.b.soc",
  "/history/{type}": "/history/RT-GPS-Log",
  "/series/track": "/series/track?since=0",
  "/series/ways": "/series/ways?spans=0-9999999999999",
  "/series/points": "/series/points?names=v.b.soc&since=0",
};

Deno.test("what is answered is what the document promises", async () => {
  using car = openConsole();
  car.hal.store.enqueue({ channel: "ip", kind: "info:test", text: "Hello" });
  car.runtime.features.set(9, "20", "test");
  car.car.key(true);
  await car.clock.run(130_000);
  const gets = apiRoutes().filter(({ method }) => method === "get");
  assert.ok(gets.length > 10);
  for (const { path, answer } of gets) {
    const asked = samples[path] ?? path;
    const parsed = v.safeParse(answer, await car.api(asked));
    assert.ok(
      parsed.success,
      `${asked}: ${JSON.stringify(parsed.issues?.[0]?.message)}`,
    );
  }
});
