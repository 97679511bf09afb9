/**
 * The program that gets killed: opens a store, tells on stdout what it finds (one line of JSON), and
 * writes until it ends, telling `b` before and `a` after each write.
 *
 * Arguments: path of the store.
 */
import { SystemClock } from "../../../../hal/clock.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { stateOf, write } from "./operations.ts";

/** A copy of the store is made after so many writes. */
const COPY_EVERY = 100;

const [path = ""] = Deno.args;
const store = openStore({ path, clock: new SystemClock() });
const found = stateOf(store);
const encoder = new TextEncoder();

function say(line: string): void {
  let rest = encoder.encode(`${line}\n`);
  while (rest.length) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

say(JSON.stringify({ found, problems: store.problems }));
for (let n = found.last + 1;; n++) {
  say(`b ${n}`);
  write(store, n);
  say(`a ${n}`);
  if (n % COPY_EVERY === 0) store.snapshot();
}
