// @ts-check
/** What this browser keeps for itself: looks and choices, nothing of the car. */

/**
 * What was kept under a name; undefined where nothing was, or where the browser keeps nothing.
 * @param {string} name
 * @returns {string | undefined}
 */
export function kept(name) {
  try {
    return localStorage.getItem(`ovms-edge.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a text under a name, or forgets it; a browser that keeps nothing begins anew each time.
 * @param {string} name
 * @param {string | undefined} text
 */
export function keep(name, text) {
  try {
    if (text === undefined) localStorage.removeItem(`ovms-edge.${name}`);
    else localStorage.setItem(`ovms-edge.${name}`, text);
  } catch {
    // Said above
  }
}
