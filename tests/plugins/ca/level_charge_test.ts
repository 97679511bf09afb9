import { deepEqual } from "node:assert/strict";
import type { LevelInput } from "../../../plugins/ca/charge.ts";
import { LevelCharge } from "../../../plugins/ca/level_charge.ts";

const input = (level: number, more: Partial<LevelInput> = {}): LevelInput => ({
  charging: true,
  soc: 60,
  full: false,
  told: undefined,
  toppingOffFrom: Infinity,
  ideal: 50,
  socLimit: 0,
  rangeLimit: 0,
  level,
  stops: false,
  phases: false,
  ...more,
});

/** States and alerts of a row of seconds, from a charge that is history. */
function play(inputs: readonly LevelInput[], from = "done") {
  const charge = new LevelCharge();
  let state = from;
  return inputs.map((each) => {
    const step = charge.step(state, each);
    state = step.state;
    return step.alert ? `${state}!` : state;
  });
}

const OFF = { charging: false };

Deno.test("a charge tops off when the battery asks for less, and is done when it asks for nothing", () => {
  deepEqual(
    play([input(7), input(7), input(6), input(3), input(0), input(0, OFF)]),
    ["charging", "charging", "topoff", "topoff", "topoff", "done!"],
  );
});

Deno.test("a charge that is cut is stopped, and its going on is told", () => {
  deepEqual(
    play([input(7), input(7, OFF), input(7, OFF), input(7)]),
    ["charging", "stopped!", "stopped", "charging!"],
  );
});

Deno.test("one that begins with less than the whole level tops off from the beginning", () => {
  deepEqual(play([input(4), input(4)]), ["topoff", "topoff"]);
});

Deno.test("who wants the phases is told of the beginning and of topping off", () => {
  const phases = { phases: true };
  deepEqual(
    play([input(7, phases), input(6, phases), input(5, phases)]),
    ["charging!", "topoff!", "topoff"],
  );
});

Deno.test("a sufficient SOC is told once, unless it ends the charge", () => {
  const at = (soc: number, stops = false) =>
    input(7, { soc, socLimit: 80, stops });
  deepEqual(
    play([at(79), at(79.9), at(80), at(80.5)]),
    ["charging", "charging", "charging!", "charging"],
  );
  deepEqual(
    play([at(79, true), at(80, true)]),
    ["charging", "charging"],
  );
});
