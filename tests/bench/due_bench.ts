/**
 * The same second as in decode_bench.ts with all that falls due: every ten seconds, and records and logbook
 * every minute.
 *
 * Where the switch takes 2.0 µs, that is 10.2 µs, 5.1 to 5.5 times as long. What is more than in
 * decode_bench.ts is some 230 µs once a minute and 6 µs every ten seconds:
 * - 70 µs for SQLite, which takes a minute's records (statistics and track, and cells where those changed) and
 *   the values that are to survive a power cut in one commit. A record is 10 µs, of which its triggers, which
 *   keep count and times of each type with their checksums, take 6; a value is 3 µs. A store that kept them
 *   for longer would lose more with the power.
 * - 35 µs for 30 rows of the battery, in both forms, of which only those that changed are written.
 * - 55 µs for statistics, logbook, trip, track and profile as texts; again only what changed is written.
 * - 20 µs to look through the metrics that are kept over a restart.
 * - the rest to tell whose the work is (`onBehalfOf`), so that a promise that fails later is its plugin's
 *   fault, for checksums, and for caches that are cold after a minute of other work.
 */
import { compare, plainSwitch, wholeVehicle } from "./compare.ts";

await compare("one bus second and what is due (155 frames)", {
  "plain switch": plainSwitch(),
  "all plugins, all their regular work": wholeVehicle((plugin) => plugin),
});
