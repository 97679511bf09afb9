import assert from "node:assert/strict";
import { Charge, type ChargeInput } from "../../../plugins/ca/charge.ts";
import { chargeMinutes } from "../../../plugins/twizy/charge_time.ts";

Deno.test("times to full are those that were decided", () => {
  const decided = [
    [0, 220],
    [50, 125],
    [69.98, 86],
    [86.12, 56],
    [90, 48],
    [94, 40],
    [97.37, 18],
    [97.38, 18],
    [99.99, 1],
    [100, 0],
  ] as const;
  for (const [soc, minutes] of decided) {
    assert.equal(chargeMinutes(soc, 100), minutes, `${soc} %`);
  }
});

Deno.test("what is reached takes no time, and full is the end", () => {
  assert.equal(chargeMinutes(80, 60), 0);
  assert.equal(chargeMinutes(50, 120), 125);
  assert.equal(chargeMinutes(50, 80), 58);
});

const input = (soc: number, more: Partial<ChargeInput> = {}): ChargeInput => ({
  charging: true,
  soc,
  full: soc >= 100,
  told: undefined,
  toppingOffFrom: 94,
  ideal: soc * 0.8,
  socLimit: 0,
  rangeLimit: 0,
  ...more,
});

/** States and alerts of a charge, second by second. */
function course(inputs: readonly ChargeInput[]): string[] {
  const charge = new Charge();
  let state = "done";
  return inputs.map((now) => {
    const step = charge.step(state, now);
    state = step.state;
    return step.alert ? `${state}!` : state;
  });
}

Deno.test("a charge begins quietly, tops off quietly at 94 % and tells when it is done", () => {
  assert.deepEqual(
    course([
      input(93.9),
      input(93.95),
      input(94),
      input(94.1),
      input(100),
      input(100, { charging: false }),
      input(100, { charging: false }),
    ]),
    ["charging", "charging", "topoff", "topoff", "topoff", "done!", "done"],
  );
});

Deno.test("an interruption and the start after it are told", () => {
  const off = input(60, { charging: false });
  assert.deepEqual(
    course([input(60), off, off, input(60), off]),
    ["charging", "stopped!", "stopped", "charging!", "stopped!"],
  );
});

Deno.test("a threshold is told when it is crossed, by SOC or by range", () => {
  const soc = { socLimit: 60 }, range = { rangeLimit: 48 };
  assert.deepEqual(
    course([
      input(59.9, soc),
      input(59.99, soc),
      input(60, soc),
      input(60.1, soc),
    ]),
    ["charging", "charging", "topoff!", "topoff"],
  );
  assert.deepEqual(
    course([input(59.9, range), input(59.99, range), input(60, range)]),
    ["charging", "charging", "topoff!"],
  );
});

Deno.test("after a restart while topping off a threshold that is reached was told already; while charging it was not", () => {
  for (const limit of [{ socLimit: 95 }, { rangeLimit: 70 }]) {
    const begin = (state: string, soc: number) =>
      new Charge().step(state, input(soc, limit));
    assert.deepEqual(begin("topoff", 96), {
      state: "topoff",
      alert: false,
      update: false,
    });
    assert.deepEqual(begin("charging", 96), {
      state: "topoff",
      alert: true,
      update: true,
    });
    const charge = new Charge();
    charge.step("topoff", input(80, limit));
    assert.equal(charge.step("topoff", input(96, limit)).alert, true);
  }
});

Deno.test("one that was reached before the charge began only tops off", () => {
  const limits = { socLimit: 60 };
  assert.deepEqual(
    course([input(70, limits), input(70.1, limits), input(70.2, limits)]),
    ["charging", "topoff", "topoff"],
  );
});
