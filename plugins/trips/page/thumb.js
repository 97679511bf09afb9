// @ts-check
/** The ways of trips in small, as pictures of their rows. */
import { ask, html, spotOf, useMemo, viewOf } from "ovms-edge/page";
import { trackSpan } from "./course.js";

/** @import { Trip } from "./periods.js" */
/** @typedef {readonly (readonly [latitude: number, longitude: number])[]} Stretch */
/** @typedef {readonly Stretch[]} Way between two stretches nobody knows it */

/** Trips of one question. */
const AT_ONCE = 60;
/** px. */
const WIDTH = 64, HEIGHT = 40, MARGIN = 4;

/**
 * The ways of trips by their numbers; none of those of which nobody knows it.
 * @param {readonly Trip[]} trips
 * @returns {Promise<ReadonlyMap<number, Way>>}
 */
export async function waysOf(trips) {
  const dated = trips.flatMap((trip) => {
    const span = trackSpan(trip);
    return span === undefined ? [] : [{ id: trip.id, ...span }];
  });
  const parts = Array.from(
    { length: Math.ceil(dated.length / AT_ONCE) },
    (_, n) => dated.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  const found = await Promise.all(parts.map(async (part) => {
    const spans = part.map(({ since, until }) => `${since}-${until}`);
    /** @type {{ ways: Way[] }} */
    const { ways } = await ask(`/series/ways?spans=${spans.join()}`);
    return part.flatMap(({ id }, i) => {
      const way = ways[i]?.filter(({ length }) => length > 1) ?? [];
      return way.length === 0 ? [] : [/** @type {const} */ ([id, way])];
    });
  }));
  return new Map(found.flat());
}

/** @param {{ way: Way }} props */
export function Thumb({ way }) {
  const path = useMemo(() => {
    const stretches = way.map((stretch) =>
      stretch.map(([latitude, longitude]) => ({ latitude, longitude }))
    );
    const view = viewOf(stretches.flat(), WIDTH, HEIGHT, MARGIN);
    return stretches.map((stretch) =>
      `M${
        stretch.map((place) =>
          spotOf(view, place).map((px) => px.toFixed(1)).join(" ")
        ).join("L")
      }`
    ).join("");
  }, [way]);
  return html`
    <svg class="thumb" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
      <path d=${path} />
    </svg>
  `;
}
