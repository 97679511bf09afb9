import { cardOf, type Cards, fields, NOW } from "../cards.ts";
import { EMPTY } from "../profile.ts";
import type { Working } from "./working.ts";

/** Longest name of a profile. */
export const LONGEST = 24;

/** The profiles of the last release: the car as delivered, then the numbered ones. */
export function numberedCards(working: Working): Cards {
  const { live, base, unsaved, profile, lockKph, valetKm } = working;
  return {
    fields: [...fields],
    cards: [
      cardOf("", NOW, profile, false),
      cardOf("0", "As delivered", EMPTY, false),
      ...[1, 2, 3].map((number) =>
        cardOf(
          String(number),
          working.nameOf(number),
          working.slot(number),
          true,
        )
      ),
    ],
    live: String(live),
    unsaved,
    partly: live !== base,
    modes: true,
    lock: lockKph ?? null,
    valet: valetKm ?? null,
    locks: true,
  };
}
