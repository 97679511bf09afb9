/**
 * The long campaign against the store: the program is killed with SIGKILL at random moments while it
 * writes, then database and log are cut off at random lengths.
 *
 *     deno run --allow-read --allow-write --allow-run tests/soak/store_soak.ts [kills=1000] [cuts=100] [seed=1]
 *
 * Ends with 1 if an acknowledged write was lost by a kill, a start was refused, a value was wrong, a
 * cut destroyed something and `problems` did not tell, or there was a false alarm. Kills are counted
 * that land between begin and acknowledgement of a write; those that land elsewhere come on top.
 */
import { campaign } from "../hal/store/kills/campaign.ts";
import { random } from "./random.ts";
import { argument } from "./arguments.ts";

const kills = argument("kills", 1000);
const counts = await campaign(
  kills,
  argument("cuts", 100),
  random(argument("seed", 1)),
);
console.log(`kills:                                   ${counts.kills}`);
console.log(`  between begin and acknowledgement:     ${counts.withinWrite}`);
console.log(`writes acknowledged:                     ${counts.acknowledged}`);
console.log(`cuts:                                    ${counts.cuts}`);
console.log(`  that destroyed acknowledged writes:    ${counts.destroyed}`);
console.log(
  `violations:                              ${counts.violations.length}`,
);
for (const violation of counts.violations) console.log(`  ${violation}`);
if (counts.violations.length || counts.withinWrite < kills) {
  Deno.exit(1);
}
