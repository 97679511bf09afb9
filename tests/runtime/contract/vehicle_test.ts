import assert from "node:assert/strict";
import { busesOf } from "../../../runtime/contract/vehicle.ts";

Deno.test("a vehicle that names no buses has one", () => {
  assert.deepEqual(busesOf({}), [1]);
});

Deno.test("the buses of a vehicle are in order of their numbers", () => {
  const bus = (name: string) => ({ name, bitRate: 500_000 });
  assert.deepEqual(busesOf({ buses: { 2: bus("b"), 1: bus("a") } }), [1, 2]);
});
