/**
 * Random bytes into the SLCAN parser: no exception, nothing kept that spoils the next line.
 *
 * `deno run tests/soak/slcan_parser_soak.ts [sequences] [seed]`
 */
import { fuzzSlcan } from "../hal/linux/fuzz_slcan.ts";

const [sequences = "1000000", seed = "1"] = Deno.args;
const start = performance.now();
const counts = fuzzSlcan(Number(sequences), Number(seed));
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  `SLCAN parser: ${sequences} random sequences (seed ${seed}) in ${seconds} s: ` +
    `${counts.frames} frames, ${counts.replies} replies, ${counts.garbage} bad lines, no exception`,
);
