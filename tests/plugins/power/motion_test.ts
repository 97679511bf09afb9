import { equal } from "node:assert/strict";
import { meanOf, Motion } from "../../../plugins/power/motion.ts";

Deno.test("a change of the speed that was only just seen has no mean without its time", () => {
  const motion = new Motion();
  motion.look("constant", 0, 0);
  // Second by second, both looks of one second are some microseconds apart.
  motion.look("accelerating", 0, 1000);
  motion.look("accelerating", 31, 1000.004);
  equal(meanOf(motion.accelerating), 0);
  motion.look("constant", 31, 2000.004);
  // 31 km/h in a second are 3.1 km/h in a tenth of it.
  equal(meanOf(motion.accelerating).toFixed(3), "3.100");
});
