import assert from "node:assert/strict";
import { parse } from "@std/csv";
import { openConsole, type TestConsole } from "./console.ts";

interface Page {
  records: {
    id: number;
    time: string;
    fields: Record<string, number | string | null>;
  }[];
  next: number | null;
}

/** A car that drove for some minutes, position every 5 s. */
async function driven(): Promise<TestConsole> {
  const car = openConsole();
  car.runtime.features.set(8, "1", "test");
  car.car.key(true);
  await car.clock.run(10_000);
  car.car.speed(50);
  await car.clock.run(180_000);
  return car;
}

Deno.test("records come by name, page by page, none twice and none left out", async () => {
  using car = await driven();
  const whole = await car.api("/history/RT-GPS-Log") as Page;
  assert.ok(whole.records.length > 30 && whole.next === null);
  const fields = whole.records.at(-1)?.fields;
  assert.ok(
    Number(fields?.["latitude"]) !== 0 && Number(fields?.["speed"]) > 45,
  );
  const pages = [];
  for (let after: number | null = 0; after !== null;) {
    const page: Page = await car.api(
      `/history/RT-GPS-Log?limit=7&after=${after}`,
    ) as Page;
    assert.ok(page.records.length <= 7);
    pages.push(...page.records);
    after = page.next;
  }
  assert.deepEqual(pages, whole.records);
});

Deno.test("since and until cut a span of time out", async () => {
  using car = await driven();
  const { records } = await car.api("/history/RT-GPS-Log") as Page;
  const since = records[5]?.time, until = records[9]?.time;
  const cut = await car.api(
    `/history/RT-GPS-Log?since=${since}&until=${until}`,
  ) as Page;
  assert.deepEqual(cut.records, records.slice(5, 9));
  const ms = await car.api(
    `/history/RT-GPS-Log?since=${Date.parse(since ?? "")}`,
  ) as Page;
  assert.deepEqual(ms.records, records.slice(5));
});

Deno.test("CSV and GPX are files of all records", async () => {
  using car = await driven();
  const { records } = await car.api("/history/RT-GPS-Log") as Page;
  const csv = await car.ask("/api/v1/history/RT-GPS-Log?format=csv");
  assert.match(
    csv.headers.get("content-disposition") ?? "",
    /attachment; filename="RT-GPS-Log.csv"/,
  );
  const rows = parse(await csv.text(), { skipFirstRow: true });
  assert.equal(rows.length, records.length);
  assert.equal(Number(rows[0]?.["latitude"]), records[0]?.fields["latitude"]);
  const gpx = await (await car.ask("/api/v1/history/RT-GPS-Log?format=gpx"))
    .text();
  assert.equal(
    gpx.match(/<trkpt /g)?.length,
    records.filter(({ fields }) => fields["fix"] === 1).length,
  );
});

Deno.test("what cannot be is refused with a sentence", async () => {
  using car = openConsole();
  for (
    const [path, status] of [
      ["/history/RT-Nothing", 404],
      ["/history/RT-PWR-Trip?format=gpx", 400],
      ["/history/RT-PWR-Trip?format=xml", 400],
      ["/history/RT-PWR-Trip?limit=0", 400],
      ["/history/RT-PWR-Trip?limit=100000", 400],
      ["/history/RT-PWR-Trip?since=yesterday", 400],
      ["/history/RT-PWR-Trip?since=2026-99-99", 400],
      ["/history/RT-PWR-Trip?after=-1", 400],
      ["/notifications?limit=abc", 400],
    ] as const
  ) {
    const response = await car.ask(`/api/v1${path}`);
    assert.equal(response.status, status, path);
    await response.body?.cancel();
  }
});

Deno.test("types are listed with their count, and messages to the owner with their state", async () => {
  using car = await driven();
  const types = await car.api("/history") as { type: string; count: number }[];
  assert.ok(
    types.some(({ type, count }) => type === "RT-GPS-Log" && count > 30),
  );
  car.hal.store.enqueue({ channel: "sms", kind: "info:test", text: "Hello" });
  const [newest] = await car.api("/notifications") as Record<string, unknown>[];
  assert.deepEqual([newest?.["text"], newest?.["state"], newest?.["channel"]], [
    "Hello",
    "waiting",
    "sms",
  ]);
  // An answer to the owner that waits for the network
  car.runtime.params.set(new Map([[1, "geheim42"]]), "test");
  car.hal.store.enqueue({
    channel: "sms",
    kind: "alarm:core.answer",
    text: "Module password: geheim42",
  });
  const [answer] = await car.api("/notifications") as Record<string, unknown>[];
  assert.equal(answer?.["text"], "Module password: ***");
});
