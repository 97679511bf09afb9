/** What all pages build on: preact with htm, numbers and times for people. */
import { h, render } from "preact";
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import htm from "htm";

export const html = htm.bind(h);
export { render, useEffect, useMemo, useReducer, useRef, useState };

const KM_PER_MILE = 1.609344;

/** How the owner wants distances; `K` until the gateway has told. */
export const user = { units: "K" };

/** Kilometres in the owner's unit. */
export const inUnit = (km) => user.units === "M" ? km / KM_PER_MILE : km;
/** The owner's unit as kilometres. */
export const toKm = (x) => user.units === "M" ? x * KM_PER_MILE : x;
export const distanceUnit = () => user.units === "M" ? "mi" : "km";
export const speedUnit = () => user.units === "M" ? "mph" : "km/h";
export const perDistance = () => `Wh/${distanceUnit()}`;
/** Wh per km in the owner's unit. */
export const whPer = (whPerKm) =>
  user.units === "M" ? whPerKm * KM_PER_MILE : whPerKm;

/** A number with so many decimals, or a dash for what is not known. */
export function fixed(value, decimals = 0) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}

/** The same with a sign in front, unless nothing is left of it. */
export function signed(value, decimals = 0) {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Seconds as people say them. */
export function span(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Minutes of a charge as people say them. */
export const duration = (minutes) =>
  minutes < 60
    ? `${Math.round(minutes)} min`
    : `${Math.floor(minutes / 60)} h ${Math.round(minutes % 60)} min`;

const when = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** A time in the browser's own zone; a dash where it is not known. */
export const timeText = (time) =>
  time === "" || time == null ? "–" : when.format(new Date(time));

/** The value of a CSS colour variable, for canvases. */
export const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)
    .trim();

/** Runs again whenever the system changes between light and dark; counts the changes. */
export function useScheme() {
  const [count, changed] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return count;
}
