// @ts-check
/** Asks before anything is written: what changes, and before the first time what can happen. */
import { html, useEffect, useRef, useState } from "ovms-edge/page";
import { t } from "./texts.js";

/** Where this browser remembers that the warnings were read. */
const READ = "ovms-warnings-read";

const WARNINGS = [
  t("warn.warranty"),
  t("warn.twizy45"),
  t("warn.another"),
  t("warn.recuperation"),
  t("warn.wayBack"),
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
          ? t("card.write")
          : t("confirm.understood")}</button>
        <button onClick=${close}>${t("confirm.not")}</button>
      </div>
    </dialog>
  `;
}
