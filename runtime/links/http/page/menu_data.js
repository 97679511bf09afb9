// @ts-check
/** Which pages a menu shows, and where. */

/**
 * What a menu knows of a page.
 * @typedef {object} Entry
 * @property {string} id what its address ends with
 * @property {string} name
 * @property {Group} about
 * @property {boolean} [often] whether it is opened often
 * @property {string} [icon]
 */
/** @typedef {import("./answers.ts").PluginPage["about"]} Group */

/** Pages beside "More" on a phone. */
const ROOM = 5;
/** Groups in their order. @type {readonly Group[]} */
const GROUPS = ["car", "history", "tuning", "gateway"];

/**
 * Groups that have pages, in their order; pages stay in theirs.
 * @template {Entry} T
 * @param {readonly T[]} pages
 * @returns {readonly { about: Group, pages: readonly T[] }[]}
 */
export const grouped = (pages) =>
  GROUPS.map((about) => ({
    about,
    pages: pages.filter((page) => page.about === about),
  })).filter(({ pages }) => pages.length > 0);

/**
 * The pages of a phone's menu: those opened often, then the others, in the order that they have.
 * @template {Entry} T
 * @param {readonly T[]} pages
 * @returns {readonly T[]}
 */
export function inBar(pages) {
  const ranked = pages.toSorted((a, b) =>
    Number(b.often ?? false) - Number(a.often ?? false)
  );
  const shown = new Set(ranked.slice(0, ROOM));
  return pages.filter((page) => shown.has(page));
}
