/** What is said while a car has told nothing yet. */
import { optional } from "./optional.ts";

/** How the questions of the vehicle fare; only a vehicle that asks has it. */
export const pollsState = optional({
  name: "x.polls.state",
  unit: "",
  is: "text",
  fresh: Infinity,
});

/**
 * The lines that say so.
 * @param polls value of `pollsState`; a car that tells only what it is asked is named as one, where it may not be asked
 */
export function noDataLines(polls?: string): readonly string[] {
  return [
    "No data from the vehicle yet",
    ...polls === "not allowed to write"
      ? ["It has to be asked, which feature 15 allows: FEATURE 15 1"]
      : [],
  ];
}
