// @ts-check
/** What became of a press of a button, told beside it. */
import { html, reason, useState } from "ovms-edge/page";

/**
 * What was said last, by the place of the button.
 * @typedef {Readonly<Record<string, { text: string, bad: boolean }>>} Told
 */

/**
 * Does one thing at a time.
 * @returns {{ told: Told, busy: boolean, work: (at: string, doing: string, task: () => Promise<string>) => Promise<void> }}
 */
export function useWork() {
  const [told, setTold] = useState(/** @returns {Told} */ () => ({}));
  const [running, setRunning] = useState(0);
  /**
   * @param {string} at
   * @param {string} text
   */
  const tell = (at, text, bad = false) =>
    setTold((all) => ({ ...all, [at]: { text, bad } }));
  return {
    told,
    busy: running > 0,
    async work(at, doing, task) {
      setRunning((n) => n + 1);
      tell(at, `${doing} …`);
      try {
        tell(at, await task());
      } catch (error) {
        tell(at, reason(error), true);
      }
      setRunning((n) => n - 1);
    },
  };
}

/** @param {{ told: Told, at: string }} props */
export function Said({ told, at }) {
  const said = told[at];
  return html`
    <div role="status" class="beside">${said && html`
      <p class="notice ${said.bad ? "bad" : ""}">${said.text}</p>
    `}</div>
  `;
}
