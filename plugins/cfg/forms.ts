/** The macros as forms: what is offered, and what the controller's objects say about each number. */
import { ParameterFailure } from "./failure.ts";
import type { Field, Form, Macro } from "./macro.ts";
import { macros } from "./macros.ts";
import type { ObjectId } from "./objects.ts";

/** Values of objects, as read or as they would be. */
export type Objects = ReadonlyMap<ObjectId, number>;

/** The object by which a number of a form is known, and its values by the number. */
interface Tell {
  readonly object: ObjectId;
  readonly values: ReadonlyMap<number, number>;
  /** Greatest step from one value to the next. */
  readonly step: number;
}

/** A form with the macro behind it. */
export interface MacroForm extends Form {
  readonly macro: Macro;
  readonly tells: readonly (Tell | undefined)[];
}

let made: readonly MacroForm[] | undefined;

/**
 * All forms, in the order of the macros. Made when first asked for: trying every number of every
 * macro takes 30 ms, which only the tuning page has a use for.
 */
export function forms(): readonly MacroForm[] {
  return made ??= macros.flatMap((macro) =>
    macro.forms.map((form) => ({
      ...form,
      macro,
      tells: form.fields.map((_, at) => tellOf(macro, form, at)),
    }))
  );
}

/** Objects by which all numbers are known. */
export function told(): readonly ObjectId[] {
  return forms().flatMap(({ tells }) =>
    tells.flatMap((tell) => tell?.object ?? [])
  );
}

/** What a form sets with these numbers; objects that are left alone are not in it. */
export function written(
  macro: Macro,
  command: string,
  numbers: readonly number[],
  objects: Objects,
): Objects {
  const words = `${command} ${numbers.join(" ")}`.split(" ").slice(1);
  const after = new Map(objects), changed = new Map<ObjectId, number>();
  for (const { writes } of macro.steps(words)) {
    for (const [object, value] of writes) {
      const set = value(undefined, (id) => after.get(id) ?? 0);
      if (set === undefined) continue;
      after.set(object, set);
      changed.set(object, set);
    }
  }
  return changed;
}

/** The numbers of a form as the controller has them; null where it has something between or beyond. */
export function numbersOf(
  { tells, fields }: MacroForm,
  objects: Objects,
): readonly (number | null)[] {
  return tells.map((tell, at) => {
    const value = tell && objects.get(tell.object), field = fields[at];
    return tell && field && value !== undefined
      ? nearest(tell, field, value)
      : null;
  });
}

function nearest(
  { values, step }: Tell,
  { standard }: Field,
  value: number,
): number | null {
  const distance = (number: number) =>
    Math.abs((values.get(number) ?? Infinity) - value);
  let best = standard;
  for (const number of values.keys()) {
    if (distance(number) < distance(best)) best = number;
  }
  return distance(best) < Math.max(step, 1) ? best : null;
}

/** The object that follows a number most closely while the others rest. */
function tellOf(macro: Macro, form: Form, at: number): Tell | undefined {
  const seen = new Map<ObjectId, Map<number, number>>();
  const [min, max] = form.fields[at]?.range ?? [0, -1];
  for (let number = min; number <= max; number++) {
    for (const [object, value] of attempt(macro, form, at, number)) {
      const values = seen.get(object) ?? new Map<number, number>();
      seen.set(object, values.set(number, value));
    }
  }
  let best: Tell | undefined, most = 1;
  for (const [object, values] of seen) {
    const different = [...new Set(values.values())].sort((a, b) => a - b);
    if (different.length <= most) continue;
    most = different.length;
    const steps = different.slice(1).map((value, i) =>
      value - (different[i] ?? value)
    );
    best = { object, values, step: Math.max(...steps) };
  }
  return best;
}

/** With the others at their standard, or at their least where these do not fit. */
function attempt(
  macro: Macro,
  { command, fields }: Form,
  at: number,
  number: number,
): Objects {
  for (const rest of ["standard", "least"] as const) {
    const numbers = fields.map(({ standard, range }, i) =>
      i === at ? number : rest === "standard" ? standard : range[0]
    );
    try {
      return written(macro, command, numbers, new Map());
    } catch (error) {
      if (!(error instanceof ParameterFailure)) throw error;
    }
  }
  return new Map();
}
