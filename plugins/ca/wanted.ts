/** What somebody wants of a charge, as CA and MSG 204 have it. */
import { v, written } from "ovms-edge";
import { MODE } from "./control.ts";
import { LEVEL_SLOT, MODE_SLOT, RANGE_SLOT, SOC_SLOT } from "./own.ts";

/** Texts for feature slots, and whether the charge is to end now. */
export interface Wanted {
  readonly slots: ReadonlyMap<number, string>;
  readonly halt: boolean;
}

/** Nothing of it. */
const NONE: readonly (readonly [slot: number, text: string])[] = [
  [MODE_SLOT, "0"],
  [LEVEL_SLOT, "0"],
  [SOC_SLOT, ""],
  [RANGE_SLOT, ""],
];

/** What a word changes. */
type Change = {
  readonly slots: readonly (readonly [slot: number, text: string])[];
  readonly halt?: true;
};

const number = (text: string, max: number) => Number(text) <= max;

/** Words of CA in any order; letters count by the first. */
const WORDS: readonly (readonly [
  form: RegExp,
  change: (digits: string) => Change | undefined,
])[] = [
  [
    /^(\d{1,3})%$/,
    (soc) => number(soc, 100) ? { slots: [[SOC_SLOT, soc]] } : undefined,
  ],
  [
    /^(\d{1,3})$/,
    (range) =>
      number(range, 255) ? { slots: [[RANGE_SLOT, range]] } : undefined,
  ],
  [/^S/i, () => ({ slots: [[MODE_SLOT, String(MODE.stop)]] })],
  [/^N/i, () => ({ slots: [[MODE_SLOT, String(MODE.notify)]] })],
  [
    /^L(\d{1,3})$/i,
    (level) =>
      number(level, 255) ? { slots: [[LEVEL_SLOT, level]] } : undefined,
  ],
  [/^H/i, () => ({ slots: [], halt: true })],
  [/^R/i, () => ({ slots: NONE })],
];

function changeOf(word: string): Change | undefined {
  for (const [form, change] of WORDS) {
    const found = form.exec(word);
    if (found) return change(found[1] ?? "");
  }
  return undefined;
}

/** `60 95% S L3`, in any order; of two words of a kind the later one counts. */
export const wantedWords = v.pipe(
  v.array(v.string()),
  v.rawTransform(({ dataset: { value: words }, addIssue, NEVER }): Wanted => {
    const slots = new Map<number, string>();
    let halt = false;
    for (const word of words) {
      const change = changeOf(word);
      if (!change) {
        addIssue({
          message:
            `expected a range, a SOC with %, S, N, L1 to L7, H or R, not ${word}`,
        });
        return NEVER;
      }
      for (const [slot, text] of change.slots) slots.set(slot, text);
      halt ||= change.halt === true;
    }
    return { slots, halt };
  }),
);

const field = (max: number) =>
  v.pipe(written(0, max), v.transform(({ text }) => text));

/** Range, SOC, level and mode by position; those that are empty stay as they are. */
export const wantedFields = v.pipe(
  v.tuple([field(255), field(100), field(255), field(1)]),
  v.transform((texts): Wanted => ({
    slots: new Map(
      [RANGE_SLOT, SOC_SLOT, LEVEL_SLOT, MODE_SLOT]
        .map((slot, n) => [slot, texts[n] ?? ""] as const)
        .filter(([, text]) => text !== ""),
    ),
    halt: false,
  })),
);
