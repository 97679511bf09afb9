// @ts-check
/** Pieces of the pages about the gateway. */
import { html, reason, useState } from "ovms-edge/page";

/** The look of these pages; the first view does without. */
export const Look = () =>
  html`<link rel="stylesheet" href="/gateway/style.css" />`;

/**
 * Work that a button begins: what it said in the end, beside the button.
 * @typedef {{ busy: boolean, said: string, failed: string, run: (task: () => Promise<string | void>) => Promise<void> }} Work
 */

/**
 * One piece of work at a time.
 * @returns {Work}
 */
export function useWork() {
  const [state, set] = useState({ busy: false, said: "", failed: "" });
  /** @param {() => Promise<string | void>} task what it gives is said */
  const run = async (task) => {
    set({ busy: true, said: "", failed: "" });
    try {
      const said = await task();
      set({ busy: false, said: said ?? "", failed: "" });
    } catch (error) {
      set({ busy: false, said: "", failed: reason(error) });
    }
  };
  return { ...state, run };
}

/** What work said. @param {{ work: Work }} props */
export function Said({ work: { said, failed } }) {
  return html`
    <p class="small" role="status">${said}</p>
    ${failed !== "" && html`<p class="notice bad" role="alert">${failed}</p>`}
  `;
}
