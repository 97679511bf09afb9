import assert from "node:assert/strict";
import {
  bootClock,
  isSynchronised,
  readSystemFile,
} from "../../../hal/linux/mod.ts";
import { libc } from "../../../hal/linux/libc.ts";

// Loaded here, outside of every test: it stays for good.
libc();

Deno.test("the kernel is asked whether its time is right; a program that sees another time is told nothing", () => {
  const before = isSynchronised(), { now } = Date;
  assert.equal(typeof before, "boolean");
  try {
    Date.now = () => now() + 60_000;
    assert.equal(isSynchronised(), false);
  } finally {
    Date.now = now;
  }
});

/** Since the start of the system this process began, ms: field 22 of its state, behind the name, in hundredths of a second. */
function begun(): number {
  const [, state = ""] = readSystemFile("/proc/self/stat").split(") ");
  return Number(state.split(" ")[19]) * 10;
}

Deno.test("time goes on as the kernel counts it since its start", () => {
  const since = bootClock();
  assert.ok(since);
  const told = [begun(), since(), since(), since()];
  assert.deepEqual(told, told.toSorted((a, b) => a - b));
});
