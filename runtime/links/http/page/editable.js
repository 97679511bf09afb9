// @ts-check
/** A value that can be changed where it stands, by the schema that the gateway checks it by. */
import { ask } from "./api.js";
import { controlOf, fits, textOf } from "./form_values.js";
import { html, reason, useState } from "./lib.js";
import { t } from "./texts.js";

/** @import { Schema } from "./form_values.js" */
/** @import { Happening } from "./lib.js" */

/** What is on or off. @type {Readonly<Record<string, string>>} */
const FLAGS = { on: t("edit.on"), off: t("edit.off") };

/**
 * @typedef {object} EditableProps
 * @property {string} label
 * @property {string} shown what is shown while it is not edited
 * @property {string} value text to begin with
 * @property {Schema} schema
 * @property {Readonly<Record<string, string>>} [labels] what choices are called
 * @property {boolean} [upper] whether it is stored in upper case
 * @property {boolean} [password] whether it is typed without being shown
 * @property {boolean} owner whether it may be changed
 * @property {(text: string) => Promise<unknown>} save
 * @property {() => Promise<unknown>} [reset] gives it its default again
 */

/**
 * Shows a value with a button that makes it a form.
 * @param {EditableProps} props
 */
export function Editable(props) {
  const { label, shown, value, owner, reset } = props;
  const [edit, setEdit] = useState(
    /** @type {string | undefined} */ (undefined),
  );
  const [error, setError] = useState("");
  /** @param {() => Promise<unknown>} change */
  const change = async (change) => {
    try {
      await change();
      setEdit(undefined);
      setError("");
    } catch (error) {
      setError(reason(error));
    }
  };
  if (edit !== undefined) {
    return html`
      <${Form} ...${props} edit=${edit} setEdit=${setEdit}
        error=${error}
        setError=${setError} change=${change} />
    `;
  }
  return html`
    <span class="buttons">
      <span class="wrap">${shown}</span>
      ${owner && html`
        <button class="small" aria-label=${t("edit.changeThis", {
          name: label,
        })}
          onClick=${() => setEdit(value)}>${t("edit.change")}</button>
      `}
      ${owner && reset !== undefined && html`
        <button class="small" aria-label=${t("edit.defaultOf", { name: label })}
          onClick=${() => change(reset)}>${t("edit.default")}</button>
      `}
      ${error !== "" && html`<${Refused}>${error}<//>`}
    </span>
  `;
}

/**
 * @param {EditableProps & { edit: string, setEdit: (text: string | undefined) => void,
 *   error: string, setError: (text: string) => void,
 *   change: (change: () => Promise<unknown>) => Promise<void> }} props
 */
function Form(props) {
  const { label, schema, upper = false, password = false, save } = props;
  const { labels = schema.type === "boolean" ? FLAGS : {} } = props;
  const { edit, setEdit, error, setError, change } = props;
  const text = upper ? edit.toUpperCase() : edit;
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (fits(schema, text)) change(() => save(text));
    else {setError(t("edit.expected", {
        what: schema.description ?? t("edit.another"),
      }));}
  };
  const close = () => {
    setError("");
    setEdit(undefined);
  };
  const given = {
    "aria-label": label,
    "aria-invalid": error !== "",
    value: edit,
    ref: focused,
    /** @param {Happening} event */
    onInput: (event) => setEdit(event.target.value),
  };
  return html`
    <form class="buttons" onSubmit=${submit} noValidate>
      ${field(controlOf(schema), given, password, labels)}
      <button class="main">${t("edit.save")}</button>
      <button type="button" onClick=${close}>${t("edit.cancel")}</button>
      ${error !== "" && html`<${Refused}>${error}<//>`}
    </form>
  `;
}

/**
 * @param {import("./form_values.js").Control} control
 * @param {Record<string, unknown>} given
 * @param {boolean} password
 * @param {Readonly<Record<string, string>>} labels what choices are called
 */
function field(control, given, password, labels) {
  switch (control.kind) {
    case "choice":
      return html`
        <select ...${given}>
          ${control.options.map((option) =>
            html`<option value=${option}>${
              labels[option] ?? (option || t("edit.nothing"))
            }</option>`
          )}
        </select>
      `;
    case "number":
      return html`
        <input ...${given} type="number" min=${control.min}
          max=${control.max} step=${control.whole ? 1 : "any"} />
      `;
    default:
      return html`
        <input ...${given} type=${password ? "password" : "text"}
          maxlength=${control.max} autocomplete="off" />
      `;
  }
}

/** The keyboard goes to the field that was asked for. @param {HTMLElement | null} element */
function focused(element) {
  if (element !== null && document.activeElement !== element) element.focus();
}

/** Why a value was not taken. @param {{ children?: import("./lib.js").Part }} props */
function Refused({ children }) {
  return html`<span role="alert" class="small mark alert">${children}</span>`;
}

/**
 * A setting of a plugin, the vehicle, a link or the core, with its meaning and its value.
 * @param {{ setting: import("./answers.ts").Setting, owner: boolean, changed: () => void }} props
 */
export function SettingRow({ setting, owner, changed }) {
  const { name, summary, unit, aside, secret, set, expected } = setting;
  const value = textOf(setting.value);
  const labels = typeof setting.value === "boolean" ? FLAGS : setting.labels;
  const shown = labels[value] ?? `${value} ${unit}`;
  /** @param {{ value?: string }} body */
  const put = async (body) => {
    await ask(`/settings/${encodeURIComponent(name)}`, "PUT", body);
    changed();
  };
  return html`
    <li class="setting named">
      <span>${name}<span class="quiet small">${aside === null
        ? summary
        : t("settings.aside", { summary, why: aside })}</span></span>
      <${Editable} label=${name} owner=${owner}
        shown=${secret
          ? (set ? t("settings.hidden") : "–")
          : value === ""
          ? "–"
          : shown}
        value=${value} password=${secret} labels=${labels}
        schema=${{ ...setting.schema, description: expected }}
        save=${(/** @type {string} */ value) => put({ value })}
        reset=${set || aside !== null ? () => put({}) : undefined} />
    </li>
  `;
}
