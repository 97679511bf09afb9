/** What the tuning page is told: forms, values and curves, from the tables that CFG works with. */
import { told as said, v } from "ovms-edge";
import type { Command } from "./command.ts";
import { curves, drawn, speeds } from "./curves.ts";
import { ParameterFailure } from "./failure.ts";
import { forms, numbersOf, type Objects, told, written } from "./forms.ts";
import { readAll } from "./keeping.ts";
import type { Ledger } from "./ledger.ts";
import type { ObjectId } from "./objects.ts";

const numbers = v.array(v.nullable(v.number()));
const form = v.object({
  /** What CFG is given in front of the numbers. */
  command: v.string(),
  summary: said,
  /** The car has to stand. */
  stands: v.boolean(),
  fields: v.array(v.object({
    name: said,
    unit: v.string(),
    min: v.number(),
    max: v.number(),
    standard: v.number(),
  })),
});

/** The answer of `forms`. */
export const formsAnswer = v.object({ forms: v.array(form) });

/** What `values` is asked: commands that are not sent yet, such as `POWER 80;RECUP 20 20`. */
export const valuesArgs = v.object({ planned: v.optional(v.string(), "") });
const curve = v.object({
  title: said,
  unit: v.string(),
  backup: v.nullable(numbers),
  now: numbers,
  planned: numbers,
});
/** The answer of `values`; numbers are in the order of the forms and their fields. */
export const valuesAnswer = v.object({
  /** Objects of which an old value is kept. */
  kept: v.number(),
  /** Null before the controller was read. */
  now: v.nullable(v.array(numbers)),
  backup: v.array(numbers),
  /** km/h at which the curves have their values. */
  speeds: v.array(v.number()),
  curves: v.array(curve),
  /** Names of the profiles. */
  profiles: v.array(v.string()),
});

/** Units that the names in the usage lines end with. */
const UNITS: readonly (readonly [end: RegExp, unit: string])[] = [
  [/ ?%$/, "%"],
  [/_kph$/, "km/h"],
  [/_lev$/, ""],
];

/** `max_kph` is `max` in `km/h`. */
export function labelOf(name: string): { name: string; unit: string } {
  const [end, unit] = UNITS.find(([end]) => end.test(name)) ?? [/$^/, ""];
  return { name: name.replace(end, ""), unit };
}

/** What there is to set. */
export function offered(): v.InferInput<typeof formsAnswer> {
  return {
    forms: forms().map(({ command, summary, fields, macro }) => ({
      command,
      summary,
      stands: macro.preOp,
      fields: fields.map(({ name, range: [min, max], standard }) => ({
        ...labelOf(name),
        min,
        max,
        standard,
      })),
    })),
  };
}

/** Objects that the page needs. */
function shown(): ReadonlySet<ObjectId> {
  return new Set([...told(), ...drawn]);
}

/** Reads what the page shows; for `take`. */
export function reading(take: (objects: Objects) => void): Command {
  return {
    name: "READ",
    usage: "",
    summary: "read what the page shows",
    bus: "keeps state",
    needs: () => "on",
    async run(session) {
      const found = await readAll(session, shown());
      take(new Map([...found].map(([id, { value }]) => [id, value])));
      return `OK ${found.size} objects`;
    },
  };
}

/** What is known of the controller, and what commands would make of it. */
export function valuesOf(
  ledger: Ledger,
  now: Objects | undefined,
  planned: string,
): v.InferInput<typeof valuesAnswer> {
  const kept = new Map(
    [...ledger.backup()].map(([id, { value }]) => [id, value] as const),
  );
  const after = now && plannedFrom(now, planned);
  return {
    kept: kept.size,
    now: now ? forms().map((form) => [...numbersOf(form, now)]) : null,
    backup: forms().map((form) => [...numbersOf(form, kept)]),
    speeds: [...speeds],
    curves: now && after
      ? curves.map(({ title, unit, of }) => ({
        title,
        unit,
        // Only a backup of these objects is a picture of how they were
        backup: kept.size === 0 ? null : [...of(new Map([...now, ...kept]))],
        now: [...of(now)],
        planned: [...of(after)],
      }))
      : [],
    profiles: [...ledger.profiles()],
  };
}

/** The objects as they would be after commands; those that are not taken change nothing. */
function plannedFrom(now: Objects, commands: string): Objects {
  const after = new Map(now);
  for (const text of commands.split(";")) {
    const form = forms().find(({ command }) => text.startsWith(`${command} `));
    if (!form) continue;
    const numbers = text.slice(form.command.length + 1).split(" ").map(Number);
    try {
      const changed = written(form.macro, form.command, numbers, after);
      for (const [id, value] of changed) after.set(id, value);
    } catch (error) {
      if (!(error instanceof ParameterFailure)) throw error;
    }
  }
  return after;
}
