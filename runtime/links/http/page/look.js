// @ts-check
/** Light or dark: as the system has it, or as this browser was told. */
import { keep, kept } from "./kept.js";

/** @typedef {"light" | "dark" | "system"} Look */

/** @type {readonly Look[]} */
export const LOOKS = ["light", "dark", "system"];

const KEPT = "look", DARK = "(prefers-color-scheme: dark)";
/** When the dark colours count. @type {Readonly<Record<Look, string>>} */
const MEDIA = { light: "not all", dark: "all", system: DARK };
/** Whoever draws by itself has to draw anew. @type {Set<() => void>} */
const drawers = new Set();

/** The look that was chosen. @returns {Look} */
export function look() {
  const found = kept(KEPT);
  return LOOKS.find((name) => name === found) ?? "system";
}

/** Puts the look on. */
export function dress() {
  const chosen = look(), root = document.documentElement;
  document.getElementById("dark")?.setAttribute("media", MEDIA[chosen]);
  root.style.colorScheme = chosen === "system" ? "light dark" : chosen;
  for (const draw of drawers) draw();
}

/** @param {Look} chosen */
export function chooseLook(chosen) {
  keep(KEPT, chosen === "system" ? undefined : chosen);
  dress();
}

/**
 * Told whenever it turns light or dark.
 * @param {() => void} draw
 * @returns {() => void} ends it
 */
export function onLook(draw) {
  const query = matchMedia(DARK);
  drawers.add(draw);
  query.addEventListener("change", draw);
  return () => {
    drawers.delete(draw);
    query.removeEventListener("change", draw);
  };
}
