import assert from "node:assert/strict";
import {
  alone,
  columns,
} from "../../../../../runtime/links/http/page/chart_data.js";

Deno.test("records that are close are a line, what lies far apart has a gap between", () => {
  assert.deepEqual(columns([[0, 1, 2], [60, 3, 4], [600, 5, null]], 360), [
    [0, 60, 330, 600],
    [1, 3, null, 5],
    [2, 4, null, null],
  ]);
  assert.deepEqual(columns([], 360), [[]]);
});

Deno.test("whole UTC days are drawn on their own day, east and west of UTC", async () => {
  const code = `import { utcDate } from "${
    import.meta.resolve(
      "../../../../../runtime/links/http/page/chart_data.js",
    )
  }"; const day = utcDate(Date.UTC(2026, 4, 1) / 1000); console.log([day.getFullYear(), day.getMonth() + 1, day.getDate()].join("-"));`;
  for (const zone of ["America/Los_Angeles", "UTC", "Pacific/Auckland"]) {
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", code],
      env: { TZ: zone },
      stderr: "inherit",
    }).output();
    assert.ok(success);
    assert.equal(new TextDecoder().decode(stdout), "2026-5-1\n", zone);
  }
});

Deno.test("what was measured between two gaps is a point, as no line reaches it", () => {
  assert.deepEqual(alone([1, 2, null, 3, null, 4, 5]), [3]);
  assert.deepEqual(alone([1, null, undefined, 2]), [0, 3]);
  assert.deepEqual(alone([1, undefined, 2, undefined, null]), []);
  assert.deepEqual(alone([null, undefined]), []);
});
