import assert from "node:assert/strict";
import * as v from "valibot";
import { logAnswer } from "../../../../runtime/links/http/api/log.ts";
import type { LogEntry } from "../../../../runtime/log.ts";
import { openConsole } from "./console.ts";

const entry = (
  number: number,
  level: LogEntry["level"],
  category: string,
  event: string,
  details: LogEntry["details"] = {},
): LogEntry => ({ number, at: undefined, level, category, event, details });

const BOOK = {
  entries: [
    entry(5, "info", "mqtt", "mqtt connected"),
    entry(6, "warning", "web", "web logins slowed down"),
    entry(7, "error", "plugin", "plugin fault", { plugin: "hello" }),
    { ...entry(8, "info", "plugin", "tried"), at: Date.UTC(2026, 4, 1) },
  ],
};

Deno.test("the log is read by level, category, text and number, newest last", async () => {
  using car = openConsole({ gatewayOf: () => ({ log: BOOK }) });
  const log = async (query = "") =>
    v.parse(logAnswer, await car.api(`/log${query}`));
  const numbers = async (query: string) =>
    (await log(query)).entries.map(({ number }) => number);
  const all = await log();
  assert.deepEqual(Object.keys(all.categories), ["mqtt", "plugin", "web"]);
  assert.equal(all.last, 8);
  assert.deepEqual(all.entries.map(({ time }) => time), [
    "",
    "",
    "",
    "2026-05-01T00:00:00Z",
  ]);
  assert.deepEqual(await numbers("?level=warning"), [6, 7]);
  assert.deepEqual(await numbers("?category=plugin"), [7, 8]);
  assert.deepEqual(await numbers("?text=HELLO"), [7]);
  assert.deepEqual(await numbers("?after=6"), [7, 8]);
  assert.deepEqual(await numbers("?before=6"), [5]);
  const { status } = await car.ask("/api/v1/log?level=furlong");
  assert.equal(status, 400);
});

Deno.test("the log is for the owner alone, and not there where the program keeps none", async () => {
  using car = openConsole({
    token: "a-long-token",
    gatewayOf: () => ({ log: BOOK }),
  }, {
    params: { 7: "secret-one" },
  });
  const login = (secret: string) => ({
    headers: { authorization: `Bearer ${secret}` },
  });
  const { status } = await car.ask("/api/v1/log", login("a-long-token"));
  assert.equal(status, 200);
  const made = await car.api("/tokens", {
    method: "POST",
    json: { name: "kid", right: "command" },
    ...login("a-long-token"),
  }) as { token: string };
  const kid = await car.ask("/api/v1/log", login(made.token));
  assert.equal(kid.status, 403);
  using none = openConsole();
  assert.equal((await none.ask("/api/v1/log")).status, 404);
});
