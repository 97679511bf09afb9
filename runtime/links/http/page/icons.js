// @ts-check
/** Icons: strokes on a square of 24. */
import { html } from "./lib.js";

/** @type {Readonly<Record<string, string>>} */
const PATHS = {
  car: "M4 16v-3l2-6h9l4 6v3M4 16h16M7 16a2 2 0 1 0 .1 0M17 16a2 2 0 1 0 .1 0",
  metrics: "M4 6h16M4 12h16M4 18h16M9 6v.1M15 12v.1M7 18v.1",
  charts: "M4 4v16h16M7 15l4-5 3 3 5-7",
  console: "M4 5h16v14H4zM7 10l3 2.500-3 2.500M12 15h5",
  settings:
    "M12 9a3 3 0 1 0 .1 0M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2 2M16.400 16.400l2 2M18.400 5.600l-2 2M7.600 16.400l-2 2",
  devices:
    "M7 7h10v10H7zM10 7V4M14 7V4M10 20v-3M14 20v-3M7 10H4M7 14H4M20 10h-3M20 14h-3",
  plugins: "M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3",
  setup: "M4 7l2 2 3-4M4 15l2 2 3-4M12 7h8M12 15h8",
  log: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3",
  connections: "M4 12h4l3-7 3 14 3-7h3",
  system:
    "M4 7c0-4 16-4 16 0v10c0 4-16 4-16 0zM4 7c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  sun:
    "M12 8a4 4 0 1 0 .1 0M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500l1.500 1.500M19 5l-1.500 1.500M6.500 17.500l-1.500 1.500",
  screen: "M4 5h16v11H4zM9 20h6M12 16v4",
  moon: "M19 14A8 8 0 1 1 10 4a6.500 6.500 0 0 0 9 10z",
};

/**
 * An icon of the console's own, or a path; what it means is said beside it.
 * @param {{ name: string, path?: string, class?: string }} props
 */
export function Icon({ name, path = PATHS[name], class: kind }) {
  return html`
    <svg
      class=${kind}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d=${path} />
    </svg>
  `;
}
