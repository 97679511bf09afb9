import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { catchEarlyStrays, catchStrays } from "../../../app/log/stray.ts";
import { settled } from "../../../hal/sim/mod.ts";
import { onBehalfOf } from "../../../runtime/vehicle/plugin_code.ts";

/** Whose code a test starts in is what the test before it left; here it is nobody's. */
const onOwnBehalf = AsyncLocalStorage.snapshot();

Deno.test("forgotten promises and timers end nothing: they are counted to their plugin, or logged with their stack", () =>
  onOwnBehalf(straysAreCaught));

async function straysAreCaught(): Promise<void> {
  const faults: string[] = [], logged: string[] = [];
  const stop = catchStrays({
    log: (_level, event, details) =>
      void logged.push(`${event}: ${details?.["error"]}`),
    fault: (plugin, error) => void faults.push(`${plugin}: ${error}`),
  });
  try {
    onBehalfOf("mine", () => void Promise.reject(new Error("at once")));
    onBehalfOf("mine", async () => {
      await settled();
      throw new Error("later");
    });
    onBehalfOf("other", () => void Promise.reject(new Error("of another")));
    const timer = Promise.withResolvers<void>();
    setTimeout(() => {
      timer.resolve();
      throw new Error("in a timer");
    }, 0);
    Promise.reject({ toString: () => fail() });
    await timer.promise;
    for (let k = 0; k < 5; k++) await settled();
  } finally {
    stop();
  }
  assert.deepEqual(faults.sort(), [
    "mine: Error: at once",
    "mine: Error: later",
    "other: Error: of another",
  ]);
  assert.equal(logged.length, 5);
  const all = logged.join("\n");
  assert.match(all, /stray rejection: Error: of another\n +at .*stray_test/);
  assert.match(all, /stray error: Error: in a timer\n +at .*stray_test/);
  assert.match(all, /stray rejection: something without a text/);
}

Deno.test("what a module leaves behind while it is loaded ends nothing, and is told before there is a log", () =>
  onOwnBehalf(strayOfAModule));

async function strayOfAModule(): Promise<void> {
  const told: string[] = [], logged: string[] = [], { error } = console;
  console.error = (text: string) => void told.push(text);
  try {
    catchEarlyStrays();
    onBehalfOf("mine.js", () => void Promise.reject(new Error("at load")));
    for (let k = 0; k < 5; k++) await settled();
  } finally {
    console.error = error;
    const stop = catchStrays({
      log: (_level, event) => void logged.push(event),
      fault: () => {},
    });
    Promise.reject(new Error("then"));
    for (let k = 0; k < 5; k++) await settled();
    stop();
  }
  assert.deepEqual([told, logged], [
    ["Plugin mine.js left an error behind (rejection): Error: at load"],
    ["stray rejection"],
  ]);
}

function fail(): never {
  throw new Error("no text");
}
