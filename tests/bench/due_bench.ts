/** The same second as in decode_bench.ts with all that falls due: every ten seconds, and records and logbook every minute. */
import { compare, plainSwitch, wholeVehicle } from "./compare.ts";

await compare("one bus second and what is due (155 frames)", {
  "plain switch": plainSwitch(),
  "all plugins, all their regular work": wholeVehicle((plugin) => plugin),
});
