/** Icons: strokes on a square of 24. */
import { html } from "./lib.js";

const PATHS = {
  car: "M4 16v-3l2-6h9l4 6v3M4 16h16M7 16a2 2 0 1 0 .1 0M17 16a2 2 0 1 0 .1 0",
  battery: "M3 8h15v9H3zM18 11h3v3h-3M7 11v3M10.500 11v3M14 11v3",
  energy: "M13 3 6 13h5l-1 8 8-11h-5z",
  charge: "M9 3v5M15 3v5M7 8h10v3a5 5 0 0 1-10 0zM12 16v5",
  track:
    "M6 19c6 0 1-8 6-8s1-6 6-6M6 19a1.500 1.500 0 1 0 .1 0M18 5a1.500 1.500 0 1 0 .1 0",
  tuning: "M5 4v16M12 4v16M19 4v16M3 9h4M10 15h4M17 8h4",
  console: "M4 5h16v14H4zM7 10l3 2.500-3 2.500M12 15h5",
  settings:
    "M12 9a3 3 0 1 0 .1 0M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2 2M16.400 16.400l2 2M18.400 5.600l-2 2M7.600 16.400l-2 2",
  moon: "M19 14A8 8 0 1 1 10 4a6.500 6.500 0 0 0 9 10z",
};

/** An icon; what it means is said beside it. */
export function Icon({ name, class: kind }) {
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
      <path d=${PATHS[name]} />
    </svg>
  `;
}
