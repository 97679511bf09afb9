import { int, v } from "ovms-edge";
import { type Framework, verbs } from "./own.ts";
import { FEATURE_MAX, SLOTS } from "./settings.ts";
import { featuresText } from "./texts.ts";

/** The one feature with decimals: the battery's capacity, whose parameter keeps them. */
const CAPACITY = 13, CAPACITY_PARAMETER = 29;
const DECIMALS = /^\d{1,3}\.\d{1,2}$/;

/** Number and value of a feature. */
const whole = v.tuple([int(0, SLOTS - 1), int(0, FEATURE_MAX)]);
const capacity = v.tuple([int(CAPACITY, CAPACITY), v.string()]);
export const featureArgs: v.GenericSchema<
  readonly (string | undefined)[],
  [slot: number, value: number | string]
> = v.lazy((words) => {
  const [slot, value] = Array.isArray(words) ? words : [];
  return slot === String(CAPACITY) && DECIMALS.test(value) ? capacity : whole;
});

/** Values of all slots, in whole numbers. */
export function slotValues({ hal }: Framework): readonly number[] {
  return Array.from({ length: SLOTS }, (_, slot) => {
    const text = slot === CAPACITY ? hal.params.get(CAPACITY_PARAMETER) : "";
    return DECIMALS.test(text) ? Math.round(Number(text)) : hal.slots.get(slot);
  });
}

/** Feature slots. */
export const features = verbs({
  "FEATURES?": {
    usage: "FEATURES?",
    summary: "Lists the features that are not 0",
    run: (_, ctx) => featuresText(slotValues(ctx)),
  },
  "FEATURE": {
    usage: "FEATURE <0-15> <0-255>",
    summary: "Sets a feature",
    sensitive: ([slot], slots) => slots.has(Number(slot)),
    auth: "phone",
    mute: false,
    args: featureArgs,
    run: ([slot, value], { hal }) => {
      hal.slots.set(slot, String(value));
      return "Feature has been set.";
    },
  },
});
