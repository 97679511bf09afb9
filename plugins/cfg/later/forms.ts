/** What the tuning page offers: each macro as a form, with the values of the delivered car. */
import { type Cards, fields as named } from "../cards.ts";
import { told, v } from "ovms-edge";
import { GREATEST, type ProfileField } from "../profile.ts";
import { type Base, BASES } from "./base.ts";
import { type LaterMacro, macros } from "./macros.ts";
import { LETTERS, NOMINAL } from "./tsmap.ts";
import { MEANING } from "../tsmap.ts";
import { mapPoint } from "../profile.ts";

const field = v.object({
  /** As in the cards of profiles. */
  key: v.string(),
  name: told,
  unit: v.string(),
  min: v.number(),
  max: v.number(),
  /** Of the delivered car; null where that is no number. */
  standard: v.nullable(v.number()),
});

/** The answer of `forms`. */
export const macroForms = v.object({
  forms: v.array(v.object({
    /** What CFG is given in front of the numbers. */
    command: v.string(),
    summary: told,
    /** The car has to stand in N. */
    stands: v.boolean(),
    fields: v.array(field),
    /** How the fields are written behind the command: with blanks, or speeds behind an @. */
    joined: v.picklist(["blanks", "points"]),
  })),
});
type Forms = v.InferInput<typeof macroForms>;
type Form = Forms["forms"][number];

/** Values of the delivered car that depend on it, or are no zero. */
const STANDARD: Partial<Record<ProfileField, (base: Base) => number>> = {
  speedMax: ({ kph }) => kph,
  speedWarn: ({ warnKph }) => warnKph,
  torque: () => 100,
  powerLow: () => 100,
  powerHigh: () => 100,
  drive: () => 100,
  driveMin: () => 0,
  recupNeutral: ({ recup: [, percent] }) => percent,
  recupBrake: ({ recup: [, percent] }) => percent,
  recupMin: () => 0,
  rampStart: ({ rampStart: [, perMille] }) => perMille,
  rampAccel: ({ rampAccel: [, percent] }) => percent,
  rampDecel: () => 20,
  rampNeutral: () => 40,
  rampBrake: () => 40,
  rampLimitAccel: () => 30,
  rampLimitDecel: () => 30,
  smooth: () => 70,
};

/** What a slider goes to where a profile could have more: beyond what any car is made for. */
const OFFERED: Partial<Record<ProfileField, number>> = {
  speedMax: 120,
  speedWarn: 120,
};
const ORDER: readonly LaterMacro[] = [
  macros.speed,
  macros.power,
  macros.drive,
  macros.recup,
  macros.ramps,
  macros.rampl,
  macros.smooth,
];

function labelled(key: ProfileField): Pick<
  Cards["fields"][number],
  "key" | "name" | "unit"
> {
  return named.find((field) => field.key === key) ??
    { key, name: key, unit: "" };
}

function formOf(
  { name, summary, preOp, fields }: LaterMacro,
  base: Base,
): Form {
  return {
    command: name,
    summary,
    stands: preOp,
    joined: "blanks",
    fields: fields.map(({ field, range: [min, max] }) => ({
      ...labelled(field),
      min,
      max: OFFERED[field] ?? max,
      standard: STANDARD[field]?.(base) ?? null,
    })),
  };
}

function mapForm(letter: typeof LETTERS[number]): Form {
  return {
    command: `TSMAP ${letter}`,
    summary: `power by speed: ${MEANING[letter]}`,
    stands: true,
    joined: "points",
    fields: NOMINAL.flatMap((kph, at) => {
      const { level, speed } = mapPoint(letter, at + 1);
      return [
        {
          ...labelled(level),
          min: 0,
          max: 100,
          standard: letter === "D" ? 100 : [100, 80, 50, 20][at] ?? 0,
        },
        { ...labelled(speed), min: 0, max: GREATEST, standard: kph },
      ];
    }),
  };
}

/** All forms for a controller; the Twizy 80 until it is known. */
export function formsFor(base: Base = BASES.SC80GB80): Forms {
  return {
    forms: [
      ...ORDER.map((macro) => formOf(macro, base)),
      ...LETTERS.map(mapForm),
    ],
  };
}
