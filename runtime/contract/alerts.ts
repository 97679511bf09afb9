/** What is not well with the car, told on top of every page: by plugins in their query `alerts`, by the core itself. */
import * as v from "valibot";
import { told } from "./texts.ts";

/** One thing that is not well. */
const alert = v.object({
  /** `alert`: act now; `watch`: have an eye on it; `note`: something is missing. */
  level: v.picklist(["alert", "watch", "note"]),
  /** What it is, as a sentence without a full stop. */
  text: told,
  /** What to do about it; empty where the text says it. */
  todo: told,
  /** Page that has more, such as `cfg/tuning`; empty for none. */
  page: v.string(),
});

/** One thing that is not well. */
export type Alert = v.InferOutput<typeof alert>;

/** The answer of a plugin's query `alerts`, which the console asks each minute; empty when all is well. */
export const alerts = v.array(alert);
