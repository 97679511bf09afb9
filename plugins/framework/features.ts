import { int, v } from "ovms-edge";
import { type Framework, verbs } from "./own.ts";
import { FEATURE_MAX, SLOTS } from "./settings.ts";
import { featuresText } from "./texts.ts";

/** Number and value of a feature. */
export const featureArgs = v.tuple([int(0, SLOTS - 1), int(0, FEATURE_MAX)]);

/** Values of all slots. */
export function slotValues({ hal }: Framework): readonly number[] {
  return Array.from({ length: SLOTS }, (_, slot) => hal.slots.get(slot));
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
