import assert from "node:assert/strict";
import { curves, drawn, speeds } from "../../../plugins/cfg/curves.ts";
import { forms, numbersOf, told, written } from "../../../plugins/cfg/forms.ts";
import { objectAt } from "../../../plugins/cfg/objects.ts";
import { labelOf, offered } from "../../../plugins/cfg/queries.ts";
import { SEVCON_OBJECTS } from "../../../plugins/twizy/sim/sevcon.ts";

const delivered = new Map(
  SEVCON_OBJECTS.flatMap(({ index, sub, value }) =>
    typeof value === "number" ? [[objectAt(index, sub), value] as const] : []
  ),
);

Deno.test("a delivered controller reads back as the standard values", () => {
  for (const form of forms()) {
    assert.deepEqual(
      numbersOf(form, delivered),
      form.fields.map(({ standard }) => standard),
      form.command,
    );
  }
});

Deno.test("what a form writes reads back as its numbers, to one where values coincide", () => {
  for (const form of forms()) {
    for (const share of [0.2, 0.5, 0.8]) {
      const numbers = form.fields.map(({ range: [min, max] }) =>
        Math.round(min + (max - min) * share)
      );
      const after = new Map([
        ...delivered,
        ...written(form.macro, form.command, numbers, delivered),
      ]);
      const found = numbersOf(form, after);
      numbers.forEach((number, i) =>
        assert.ok(
          Math.abs((found[i] ?? NaN) - number) <= 1,
          `${form.command} ${numbers}: ${found}`,
        )
      );
    }
  }
});

Deno.test("values that no number of a form sets are shown as none of them", () => {
  const power = forms().find(({ command }) => command === "POWER");
  assert.ok(power);
  assert.deepEqual(numbersOf(power, new Map([["2920.01", 0]])), [null]);
  assert.deepEqual(numbersOf(power, new Map()), [null]);
});

Deno.test("each number of a form is known by an object of its own", () => {
  const numbers = forms().flatMap(({ fields }) => fields);
  assert.equal(new Set(told()).size, numbers.length);
});

Deno.test("units of the usage lines are told beside the names", () => {
  assert.deepEqual(labelOf("max_kph"), { name: "max", unit: "km/h" });
  assert.deepEqual(labelOf("neutral%"), { name: "neutral", unit: "%" });
  assert.deepEqual(labelOf("at 33 km/h %"), { name: "at 33 km/h", unit: "%" });
  const [speed] = offered().forms;
  assert.deepEqual(speed?.fields[1], {
    name: "warn",
    unit: "km/h",
    min: 6,
    max: 111,
    standard: 89,
  });
});

Deno.test("curves of a delivered controller, and none where an object is missing", () => {
  const [torque, neutral] = curves.map(({ of }) => of(delivered));
  assert.equal(torque?.[0], 55);
  assert.equal(torque?.[speeds.indexOf(82)], null);
  assert.ok(Math.abs((neutral?.[0] ?? 0) - 18.2) < 1e-9);
  for (const object of drawn) {
    const part = new Map(delivered);
    part.delete(object);
    const gaps = curves.filter(({ of }) =>
      of(part).every((value) => value === null)
    );
    assert.ok(gaps.length > 0, object);
  }
});
