/** What the page of profiles is told: each profile as a card, in words that both releases share. */
import { told, v } from "ovms-edge";
import { profileOfSettings, settingsOfProfile } from "./exchange.ts";
import { fitting } from "./fitting.ts";
import type { Ledger } from "./ledger.ts";
import {
  type MapLetter,
  mapPoint,
  type Profile,
  type ProfileField,
  profileOf,
  profileText,
} from "./profile.ts";
import { macroSettings } from "./settings.ts";

const card = v.object({
  /** What CFG LOAD, SAVE, GET and SET are given; empty for what is set now. */
  id: v.string(),
  name: v.string(),
  /** For modules v2 and v3. */
  text: v.string(),
  /** What the text cannot say. */
  lost: v.array(v.string()),
  /** What of the text this release does not load. */
  beyond: v.array(v.string()),
  /** By the fields' keys; what is at its default is not there. */
  values: v.record(v.string(), v.number()),
  /** It can be overwritten. */
  stored: v.boolean(),
});

/** The answer of `profiles`. */
export const cardsAnswer = v.object({
  /** What can be set, in its order. */
  fields: v.array(
    v.object({ key: v.string(), name: told, unit: v.string() }),
  ),
  /** What is set now, then the profiles. */
  cards: v.array(card),
  /** The profile that is in the car, and whether it was changed since; null where that is not known. */
  live: v.nullable(v.string()),
  unsaved: v.boolean(),
  /** Only its part for driving is in the car: the rest waits for a stop. */
  partly: v.boolean(),
  /** Profiles have numbers, can be named, and are drive modes. */
  modes: v.boolean(),
  /** Greatest speed of the locked car, km/h, and the odometer at which it is locked, km. */
  lock: v.nullable(v.number()),
  valet: v.nullable(v.number()),
  locks: v.boolean(),
});
/** What `cardsAnswer` takes. */
export type Cards = v.InferInput<typeof cardsAnswer>;
export type Card = Cards["cards"][number];

/** Names and units of the fields that are no points of maps. */
const NAMES: readonly (readonly [ProfileField, name: string, unit: string])[] =
  [
    ["speedMax", "Speed limit", "km/h"],
    ["speedWarn", "Speed warning", "km/h"],
    ["torque", "Torque", "%"],
    ["powerLow", "Power, low speed", "%"],
    ["powerHigh", "Power, high speed", "%"],
    ["current", "Current", "%"],
    ["drive", "Drive power", "%"],
    ["driveRef", "Drive power, reference", "× 100 W"],
    ["driveMin", "Drive power, at least", "%"],
    ["recupNeutral", "Recuperation without pedal", "%"],
    ["recupBrake", "Recuperation with the brake", "%"],
    ["recupRef", "Recuperation, reference", "× 100 W"],
    ["recupMin", "Recuperation, at least", "%"],
    ["rampStart", "Ramp, start", "‰"],
    ["rampAccel", "Ramp, accelerating", "%"],
    ["rampDecel", "Ramp, slowing down", "%"],
    ["rampNeutral", "Ramp, neutral", "%"],
    ["rampBrake", "Ramp, brake", "%"],
    ["rampLimitAccel", "Ramp limit, accelerating", "%"],
    ["rampLimitDecel", "Ramp limit, slowing down", "%"],
    ["smooth", "Smoothness", "%"],
    ["brakeLightOn", "Brake light on", ""],
    ["brakeLightOff", "Brake light off", ""],
  ];
const MAPS: readonly (readonly [MapLetter, name: string])[] = [
  ["D", "Map driving"],
  ["N", "Map without pedal"],
  ["B", "Map with the brake"],
];

/** All fields, as the page shows them. */
export const fields: Cards["fields"] = [
  ...NAMES.map(([key, name, unit]) => ({ key, name, unit })),
  ...MAPS.flatMap(([letter, name]) =>
    [1, 2, 3, 4].flatMap((n) => {
      const { speed, level } = mapPoint(letter, n);
      return [
        { key: level, name: `${name}, point ${n}`, unit: "%" },
        { key: speed, name: `${name}, point ${n} at`, unit: "km/h" },
      ];
    })
  ),
];

/** A card of a profile. */
export function cardOf(
  id: string,
  name: string,
  profile: Profile,
  stored: boolean,
): Card {
  const text = profileText(profile);
  const values = { ...profile };
  return { id, name, text, lost: [], beyond: [], values, stored };
}

/** What is set now. */
export const NOW = "Now";

/** What of a profile the macros of 3.0 have no words for, or do not take. */
function beyond(profile: Profile): string[] {
  const { made, lost } = settingsOfProfile(profile);
  return [...lost, ...fitting(made).lost];
}

/** The profiles of release 3.0, which have names instead of numbers. */
export function namedCards(ledger: Ledger): Cards {
  const now = profileOfSettings(macroSettings(ledger.settings));
  const stored = ledger.profiles().map((name) => {
    const text = ledger.profileText(name);
    const kept = text === undefined ? undefined : profileOf(text);
    if (kept) {
      return { ...cardOf(name, name, kept, true), beyond: beyond(kept) };
    }
    const { made, lost } = profileOfSettings(ledger.profile(name) ?? {});
    return { ...cardOf(name, name, made, true), lost: [...lost] };
  });
  return {
    fields: [...fields],
    cards: [
      { ...cardOf("", NOW, now.made, false), lost: [...now.lost] },
      ...stored,
    ],
    live: null,
    unsaved: false,
    partly: false,
    modes: false,
    lock: null,
    valet: null,
    locks: false,
  };
}
