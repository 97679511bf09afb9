/**
 * Walks through a year in each of some zones, as this process's own: deno run --allow-env=TZ zone_walk.ts
 * Europe/Berlin. Prints a line for each, how long the days are that have not 24 hours; throws where a trip
 * counts on no day, or on two.
 */
import assert from "node:assert/strict";
import {
  groupsOf,
  keyAt,
  keyOf,
  spanOf,
} from "../../../plugins/trips/page/periods.js";
import { spanText } from "../../../plugins/trips/page/pieces.js";
import { dateOf } from "../../../plugins/power/days.ts";
import {
  momentText,
  tickTexts,
} from "../../../runtime/links/http/page/chart_times.js";

const HOUR = 3_600_000, HALF = HOUR / 2;

for (const zone of Deno.args) {
  Deno.env.set("TZ", zone);
  console.log(walk());
}

/** @returns the days of another length than 24 hours */
function walk(): string {
  const odd: string[] = [];
  for (let day = "2026-01-01"; day < "2027"; day = keyAt(day, 1)) {
    const { since, until } = spanOf(day);
    assert.equal(spanOf(keyAt(day, 1)).since, until, day);
    assert.equal(keyAt(keyAt(day, 1), -1), day);
    const hours = (until - since) / HOUR;
    if (hours !== 24) odd.push(`${day}: ${hours} h`);
    // A trip each half hour, by which clocks are moved at least, from the day before to the day after
    const trips = [];
    for (let at = since - 4 * HOUR; at < until + 4 * HOUR; at += HALF) {
      trips.push({ begin: new Date(at).toISOString() });
    }
    const groups = groupsOf({ trips: trips as never, charges: [] }, "day");
    assert.deepEqual(groups.map(({ key }) => key), [
      keyAt(day, 1),
      day,
      keyAt(day, -1),
    ]);
    assert.equal(groups[1]?.trips.length, hours * 2, day);
    // The gateway's own days are the same
    for (const at of [since, until - 1]) assert.equal(dateOf(at), day);
    assert.equal(dateOf(until, 1), day);
    // A tick each day has a date of its own, and each hour its time
    const days = [since, until].map((at) => at / 1000);
    assert.equal(new Set(tickTexts(days, 86_400, false)).size, 2, day);
    assert.match(momentText(since / 1000, false), /2026/);
  }
  for (const by of ["month", "year"] as const) {
    for (let key = keyOf(spanOf("2025-06-01").since, by); key < "2028";) {
      const next = keyAt(key, 1);
      assert.equal(spanOf(key).until, spanOf(next).since);
      assert.equal(keyOf(spanOf(key).until - 1, by), key);
      key = next;
    }
  }
  // A trip over each change of the clocks says by which of them it ended
  for (let at = spanOf("2026").since; at < spanOf("2026").until; at += HOUR) {
    const [before, after] = [at, at + HOUR].map((ms) => new Date(ms));
    if (before === undefined || after === undefined) continue;
    const isChange = before.getTimezoneOffset() !== after.getTimezoneOffset();
    const told = spanText({
      begin: before.toISOString(),
      end: after.toISOString(),
    });
    assert.equal(/– \d\d:\d\d$/.test(told), !isChange, told);
  }
  return odd.join(", ");
}
