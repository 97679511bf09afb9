/** Days on which clocks change, in zones east and west, and in one that changes by half an hour. */
import { equal } from "node:assert/strict";

/** What a walk through 2026 finds: days that have not 24 hours. */
const ZONES = {
  "Europe/Berlin": "2026-03-29: 23 h, 2026-10-25: 25 h",
  "America/New_York": "2026-03-08: 23 h, 2026-11-01: 25 h",
  "Australia/Lord_Howe": "2026-04-05: 24.5 h, 2026-10-04: 23.5 h",
  // Where midnight itself is left out
  "America/Santiago": "2026-04-04: 25 h, 2026-09-06: 23 h",
};

/** A line for each zone, of one process that walks through all. */
async function walk(): Promise<readonly string[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--no-prompt",
      "--allow-env=TZ",
      new URL("zone_walk.ts", import.meta.url).href,
      ...Object.keys(ZONES),
    ],
  }).output();
  const [lines, why] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  return [...`${lines}`.trim().split("\n"), `${why}`];
}
let walked: Promise<readonly string[]> | undefined;

for (const [n, [zone, found]] of Object.entries(ZONES).entries()) {
  Deno.test(`each trip counts on one day, and each day has its length, in ${zone}`, async () => {
    const lines = await (walked ??= walk());
    equal(lines[n], found, lines.join("\n"));
  });
}
