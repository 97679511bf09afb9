// @ts-check
/** What all pages build on: preact with htm, numbers and times for people. */
import { html as plain, render } from "htm/preact";
import { locale } from "./languages.js";
import { onLook } from "./look.js";
import { t } from "./texts.js";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

/**
 * What an event's handler is given: events of inputs, forms and keys.
 * @typedef {Event & { readonly target: HTMLInputElement, readonly key: string }} Happening
 */
/**
 * What may stand in a template.
 * @typedef {{} | null | undefined | ((event: Happening) => unknown)} Part
 */
/** @import { VNode as Node } from "preact" */

/** @type {(strings: TemplateStringsArray, ...parts: Part[]) => Node} */
export const html = plain;
export { render, useEffect, useMemo, useRef, useState };

/**
 * Counts; each step renders the component again.
 * @returns {[count: number, next: () => void]}
 */
export function useCount() {
  const [count, set] = useState(0);
  return [count, () => set((n) => n + 1)];
}

/**
 * What went wrong, as a sentence.
 * @param {unknown} error
 */
export const reason = (error) =>
  error instanceof Error ? error.message : String(error);

const KM_PER_MILE = 1.609344;

/**
 * What the owner wants: distances (`K` until the gateway has told), and a tile server behind maps.
 * @type {{ units: "K" | "M", map: { tiles: string, attribution: string } }}
 */
export const user = { units: "K", map: { tiles: "", attribution: "" } };

/**
 * Kilometres in the owner's unit.
 * @param {number} km
 */
export const inUnit = (km) => user.units === "M" ? km / KM_PER_MILE : km;
export const distanceUnit = () => user.units === "M" ? "mi" : "km";
export const speedUnit = () => user.units === "M" ? "mph" : "km/h";
export const perDistance = () => `Wh/${distanceUnit()}`;
/**
 * Wh per km in the owner's unit.
 * @param {number} whPerKm
 */
export const whPer = (whPerKm) =>
  user.units === "M" ? whPerKm * KM_PER_MILE : whPerKm;

/** @type {Map<number, Intl.NumberFormat>} */
const formats = new Map();

/** Writes numbers with so many decimals. @param {number} decimals */
function numbers(decimals) {
  const known = formats.get(decimals);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  });
  formats.set(decimals, made);
  return made;
}

/**
 * A number with so many decimals, or a dash for what is not known.
 * @param {unknown} value
 */
export function fixed(value, decimals = 0) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  const text = numbers(decimals).format(value);
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}

/**
 * The same with a sign in front, unless nothing is left of it.
 * @param {number} value
 */
export function signed(value, decimals = 0) {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/**
 * Seconds as people say them.
 * @param {number} seconds
 */
export function span(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? `${hours} h`
    : t("span.days", { n: Math.round(hours / 24) });
}

/**
 * Minutes of a charge as people say them.
 * @param {number} minutes
 */
export function duration(minutes) {
  const whole = Math.round(minutes);
  return whole < 60
    ? `${whole} min`
    : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}

const when = new Intl.DateTimeFormat(locale, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/**
 * A time in the browser's own zone; a dash where it is not known.
 * @param {string | number | null | undefined} time ISO text or ms
 */
export const timeText = (time) =>
  time === "" || time == null ? "–" : when.format(new Date(time));

const clock = new Intl.DateTimeFormat(locale, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/**
 * A time of day in the browser's own zone.
 * @param {number} time ms
 */
export const clockText = (time) => clock.format(new Date(time));

/**
 * The value of a CSS colour variable, for canvases.
 * @param {string} name
 */
export const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)
    .trim();

/** Runs again whenever the page changes between light and dark; counts the changes. */
export function useScheme() {
  const [count, changed] = useCount();
  useEffect(() => onLook(changed), []);
  return count;
}

/**
 * Puts a text into the clipboard. Browsers give one to pages of HTTPS and of this machine; of others they
 * take what is selected.
 * @param {string} text
 * @param {HTMLInputElement | null} field that shows it
 * @returns {Promise<boolean>} whether it is there
 */
export async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return document.execCommand("copy");
  }
}
