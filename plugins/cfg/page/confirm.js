// @ts-check
/** Asks before anything is written: what changes, and before the first time what can happen. */
import { html, useEffect, useRef, useState } from "ovms-edge/page";

/** Where this browser remembers that the warnings were read. */
const READ = "ovms-warnings-read";

const WARNINGS = [
  "This can void the warranty, break the vehicle, and make it illegal on public roads.",
  "Only for the 80 km/h Twizy: on the Twizy 45 it can break the configuration irreversibly.",
  "A change that works on one Twizy can break another one.",
  "High recuperation slows the car without brake lights, and charges a cold battery too fast.",
  "Make a backup first, and know another way back: another login to the controller, CFG OP, switching off and on.",
];

/**
 * What is to be confirmed.
 * @typedef {{ title: string, lines: readonly string[], go: () => void }} Question
 */

/**
 * @param {{ question: Question | undefined, close: () => void }} props
 */
export function Confirm({ question, close }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [known, setKnown] = useState(() =>
    localStorage.getItem(READ) === "yes"
  );
  useEffect(() => {
    if (question !== undefined) dialog.current?.showModal();
    else dialog.current?.close();
  }, [question]);
  const agree = () => {
    localStorage.setItem(READ, "yes");
    setKnown(true);
    close();
    question?.go();
  };
  return html`
    <dialog ref=${dialog} aria-labelledby="confirm-title" onClose=${close}>
      <h2 id="confirm-title">${question?.title}</h2>
      <ul class="plain changes">
        ${question?.lines.map((line) => html`<li>${line}</li>`)}
      </ul>
      ${!known && html`
        <div class="notice warn">
          <ul>${WARNINGS.map((text) => html`<li>${text}</li>`)}</ul>
        </div>
      `}
      <div class="buttons">
        <button class="main" onClick=${agree}>${known
          ? "Write"
          : "I understand: write"}</button>
        <button onClick=${close}>Do not write</button>
      </div>
    </dialog>
  `;
}
