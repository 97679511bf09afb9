import assert from "node:assert/strict";
import {
  aligned,
  decimalsOf,
  endsOf,
  lastOf,
} from "../../../../../runtime/links/http/page/chart_scales.js";

/** Where zero is, as a share of the height. */
const zero = ([low, high]: readonly number[] = []) =>
  -(low ?? NaN) / ((high ?? NaN) - (low ?? NaN));

Deno.test("power that comes back and a speed have their zero at one height", () => {
  const { power = [], speed = [] } = aligned({
    power: { rows: [[-5, null, 15]], wanted: undefined },
    speed: { rows: [[20, 80, undefined]], wanted: [0, null] },
  });
  assert.ok(Math.abs(zero(power) - zero(speed)) < 1e-9);
  assert.ok(zero(power) > 0.15);
  assert.ok((power[0] ?? 0) <= -5 && (power[1] ?? 0) >= 15);
  assert.ok((speed[1] ?? 0) >= 80);
});

Deno.test("a scale that hangs below zero and one that stands on it share the line", () => {
  const { down = [], up = [] } = aligned({
    down: { rows: [[-3, -1]], wanted: undefined },
    up: { rows: [[0, 9]], wanted: undefined },
  });
  assert.ok(Math.abs(zero(down) - zero(up)) < 1e-9);
  assert.ok((down[0] ?? 0) <= -3 && (up[1] ?? 0) >= 9);
});

Deno.test("what is far from zero is left as it is, and so is what nobody measured", () => {
  const found = aligned({
    volts: { rows: [[52, 57]], wanted: undefined },
    none: { rows: [[null, undefined]], wanted: [0, null] },
    soc: { rows: [[20, 60]], wanted: [null, 100] },
  });
  assert.deepEqual(found, {});
});

Deno.test("what is 0 all the time, or unknown, has its zero where the others have theirs", () => {
  const { power = [], speed = [], none = [] } = aligned({
    power: { rows: [[-1.8, 0]], wanted: undefined },
    speed: { rows: [[0, 0]], wanted: [0, null] },
    none: { rows: [[null]], wanted: [0, null] },
  });
  assert.ok(Math.abs(zero(power) - zero(speed)) < 1e-9);
  assert.ok(Math.abs(zero(power) - zero(none)) < 1e-9);
  assert.deepEqual(
    aligned({ speed: { rows: [[0, 0]], wanted: [0, null] } }),
    {},
  );
});

Deno.test("an end that was asked for is kept where nothing has to share", () => {
  assert.deepEqual(
    aligned({ y: { rows: [[0, 40]], wanted: [0, 100] } }),
    { y: [0, 100] },
  );
});

Deno.test("ends and the last value look past gaps", () => {
  assert.deepEqual(endsOf([[null, 3], [undefined, -1, null]]), [-1, 3]);
  assert.equal(endsOf([[null], []]), undefined);
  assert.equal(lastOf([1, 2, null, undefined]), 2);
  assert.equal(lastOf([null]), undefined);
});

Deno.test("ticks have the decimals that tell them apart", () => {
  assert.deepEqual(
    [50, 1, 2.5, 0.5, 0.25, 0.1, 0.005].map(decimalsOf),
    [0, 0, 1, 1, 2, 1, 3],
  );
});
