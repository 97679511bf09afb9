import assert from "node:assert/strict";
import { isSynchronised } from "../../../hal/linux/mod.ts";
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
