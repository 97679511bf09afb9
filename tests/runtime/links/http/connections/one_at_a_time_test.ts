import { deepEqual } from "node:assert/strict";
import { Hono } from "hono";
import { oneAtATime } from "../../../../../runtime/links/http/connections/one_at_a_time.ts";

Deno.test("one large body is read at a time, also after one that failed", async () => {
  const app = new Hono();
  app.onError((error, c) => c.text(error.message, 503));
  app.post("/", oneAtATime(), async (c) => c.text(await c.req.text()));
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const post = (body: ReadableStream | string) =>
    app.request(new Request("http://x/", { method: "POST", body }));
  const first = post(readable);
  const second = await post("second");
  await writer.abort(new Error("gone"));
  const failed = await first;
  const third = await post("third");
  deepEqual([second.status, failed.status, third.status], [503, 503, 200]);
  deepEqual(await third.text(), "third");
});
