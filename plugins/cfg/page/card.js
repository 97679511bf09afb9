// @ts-check
/** A macro as a form: blank until the controller was read. */
import { html, Panel } from "ovms-edge/page";
import { t } from "./texts.js";
import { changesOf, isValid, titled } from "./changes.js";
import { Said } from "./said.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Change, Form, Numbers } from "./changes.js" */
/** @import { Told } from "./said.js" */

/**
 * @typedef {object} CardProps
 * @property {Form} form
 * @property {Numbers | undefined} now undefined until the controller was read
 * @property {Numbers} backup
 * @property {Numbers | undefined} edit what was typed; undefined for nothing
 * @property {(edit: Numbers | undefined) => void} change
 * @property {string} why why nothing can be written; empty where it can
 * @property {Told} told
 * @property {(command: string, changes: readonly Change[]) => void} write
 */

/** @param {CardProps} props */
export function Card({ form, now, backup, edit, change, why, told, write }) {
  const { command, summary, stands, fields } = form;
  const values = fields.map((_, i) => (edit ?? now)?.[i] ?? null);
  const changes = changesOf(form, now ?? [], values);
  const valid = isValid(form, values);
  /**
   * @param {number} i
   * @param {number} value
   */
  const set = (i, value) =>
    change(
      values.map((old, k) =>
        k === i ? (Number.isFinite(value) ? value : null) : old
      ),
    );
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    write(`${command} ${values.join(" ")}`, changes);
  };
  const standard = changesOf(
    form,
    now ?? [],
    fields.map(({ standard }) => standard),
  );
  const off = why !== "" || now === undefined;
  return html`
    <${Panel} title=${titled(summary)}
      end=${html`<code class="small quiet">CFG ${command}</code>`}>
      <form class="macro" onSubmit=${submit} data-macro=${command}>
        ${stands && html`<p class="small quiet">${t("card.stands")}</p>`}
        <div>
          ${fields.map((field, i) =>
            html`
              <${Setting} key=${field.name} id="${command}-${i}" field=${field}
                value=${values[i]} now=${now?.[i] ?? null}
                backup=${backup[i] ?? null} disabled=${now === undefined}
                set=${/** @param {number} value */ (value) => set(i, value)} />
            `
          )}
        </div>
        <div class="buttons">
          <button class="main" title=${why}
            disabled=${off || !valid || changes.length === 0}>${t(
              "card.write",
            )}</button>
          <button type="button" disabled=${edit === undefined}
            onClick=${() => change(undefined)}>${t("card.discard")}</button>
          <button type="button" disabled=${off || standard.length === 0}
            onClick=${() => write(command, standard)}>${t(
              "card.reset",
            )}</button>
        </div>
        <${Said} told=${told} at=${command} />
      </form>
      <//>
  `;
}

/**
 * @param {{ id: string, field: import("./changes.js").Field, value: number | null, now: number | null,
 *   backup: number | null, disabled: boolean, set: (value: number) => void }} props
 */
function Setting({ id: raw, field, value, now, backup, disabled, set }) {
  const { name, unit, min, max, standard } = field;
  const id = raw.replaceAll(" ", "-");
  const said = [
    `${min}–${max}${unit && ` ${unit}`}`,
    t("card.standard", { value: standard }),
    ...(now === null ? [] : [t("card.now", { value: now })]),
    ...(backup === null || now === null || backup === now
      ? []
      : [t("card.backup", { value: backup })]),
  ];
  return html`
    <div class="field">
      <label for=${id}>${titled(name)}
        <span class="quiet num"> ${said.join(", ")}</span>
      </label>
      ${value === null ? html`<span class="small quiet">–</span>` : html`
        <input type="range" min=${min} max=${max} value=${value}
          tabindex="-1" aria-hidden="true" disabled=${disabled}
          onInput=${(/** @type {Happening} */ event) =>
            set(Number(event.target.value))} />
      `}
      <input id=${id} type="number" min=${min} max=${max} step="1"
        value=${value ?? ""} disabled=${disabled}
        onInput=${(/** @type {Happening} */ event) =>
          set(event.target.valueAsNumber)} />
    </div>
  `;
}
