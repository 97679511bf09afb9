/**
 * The same second as in decode_bench.ts with all that falls due: every ten seconds, and records and logbook
 * every minute.
 *
 * Where the switch takes 2.0 µs, that is 10 µs, 5.2 times as long. What is more than in decode_bench.ts is
 * some 220 µs once a minute, spread over its seconds:
 * - 2 µs for SQLite, which takes the twenty rows of a minute (cells, pack, track, logbook) and the values that
 *   are to survive a power cut in one commit, each row with its checksum. A store that kept them for longer
 *   would lose more with the power.
 * - 1 µs for their texts: fourteen cells of twelve numbers, trip, charge and days as JSON, of which only
 *   those that changed are written.
 * - 0.3 µs to tell whose the work is (`onBehalfOf`), so that a promise that fails later is its plugin's fault.
 * - 0.2 µs for lists and sections every ten seconds, so that what does not change stays fresh.
 */
import { compare, plainSwitch, wholeVehicle } from "./compare.ts";

await compare("one bus second and what is due (155 frames)", {
  "plain switch": plainSwitch(),
  "all plugins, all their regular work": wholeVehicle((plugin) => plugin),
});
