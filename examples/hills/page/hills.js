// @ts-check
/** A page is a Preact component; `ovms-edge/page` has what the console's own pages are made of. */
import { ask, html, shown, useLoaded } from "ovms-edge/page";

/** @returns {Promise<{ heights: number[] }>} */
const profile = () => ask("/plugins/hills/profile?minutes=30");

export default function Hills() {
  const loaded = useLoaded(profile);
  return shown(loaded, ({ heights }) =>
    html`
      <p>${heights.map((height) => `${height} m`).join(", ")}</p>
    `);
}
