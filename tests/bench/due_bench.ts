/**
 * The same second as in decode_bench.ts with all that falls due: every ten seconds, and records and logbook
 * every minute.
 *
 * Where the switch takes 2.0 µs, that is 8.2 to 8.7 µs, 4.0 to 4.4 times as long. What is more than in
 * decode_bench.ts is some 150 µs once a minute and 5 µs every ten seconds, 3 µs a second:
 * - 40 µs for SQLite, which takes a minute's records (statistics and track, and cells where those changed) and
 *   the values that are to survive a power cut in one commit. A record is 5 µs, of which its two indexes take
 *   2; a row of values is 3 to 4 µs: one of all that are kept and change, one of the trip, one of the logbook.
 *   Beginning, counting and ending the commit are 10 µs. A store that kept them for longer would lose more
 *   with the power.
 * - 13 µs for statistics and logbook, which change each minute, as texts; 9 µs for track and trip.
 * - 8 µs for 30 rows of the battery, in both forms: that of a cell is made where its values are others.
 * - 10 µs to look through the metrics that are kept over a restart, and for the text of those that changed.
 * - 30 µs to tell whose the work is (`onBehalfOf`), so that a promise that fails later is its plugin's fault,
 *   and to keep what was promised, so that a hook that still waits has no second turn.
 * - the rest for checksums and for caches that are cold after a minute of other work: what is done once a minute
 *   takes three times as long as the same done again and again.
 */
import { compare, plainSwitch, wholeVehicle } from "./compare.ts";

/** The shortest time after which a hook that may wait has its next turn. */
const TEN_SECONDS = 10;

await compare("one bus second and what is due (155 frames)", {
  "plain switch": plainSwitch(),
  "all plugins, all their regular work": wholeVehicle((plugin) => plugin),
}, TEN_SECONDS);
