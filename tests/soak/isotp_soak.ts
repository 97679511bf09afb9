/**
 * Random frame sequences into the transport of diagnostics: no exception, no message that was never
 * sent, nothing kept.
 *
 * `deno run --v8-flags=--expose-gc tests/soak/isotp_soak.ts [sequences] [seed]`
 */
import assert from "node:assert/strict";
import { SystemClock } from "../../hal/clock.ts";
import { confused } from "../runtime/diagnostics/confused.ts";
import { heap } from "./heap.ts";
import { random } from "./random.ts";

/** Growth that a run may show, MB. */
const MOST = 8;
const [sequences = "1000000", seed = "1"] = Deno.args;
const clock = new SystemClock(), next = random(Number(seed));
/** Sequences between two turns of the event loop, in which promises settle. */
const TURN = 500;

async function run(count: number): Promise<void> {
  for (let left = count; left > 0; left -= TURN) {
    confused(Math.min(TURN, left), next);
    await new Promise((turn) => setTimeout(turn));
  }
}

const tenth = Math.ceil(Number(sequences) / 10);
await run(tenth);
const before = heap(), start = clock.monotonic();
await run(9 * tenth);
const grown = heap() - before;
console.log(
  `ISO-TP: ${sequences} random sequences (seed ${seed}), nine tenths in ${
    ((clock.monotonic() - start) / 1000).toFixed(1)
  } s, heap ${grown.toFixed(1)} MB more, no exception`,
);
assert.ok(grown < MOST, `the heap grew by ${grown.toFixed(1)} MB`);
