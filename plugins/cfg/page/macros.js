// @ts-check
/** The macros of the last release as forms over the working set; backup and undo. */
import {
  ask,
  Chart,
  command,
  html,
  Panel,
  shown,
  useEffect,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { Confirm } from "./confirm.js";
import { isWhole, macroText } from "./macro_text.js";
import { Said, useWork } from "./said.js";
import { t } from "./texts.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Question } from "./confirm.js" */
/** @import { Edit, MacroForm } from "./macro_text.js" */
/** @import { Profiles } from "./profiles.js" */
/** @import { Told } from "./said.js" */

/** @returns {Promise<{ forms: MacroForm[] }>} */
const formsNow = () => ask("/plugins/cfg/forms");
/** @typedef {{ title: string, unit: string, delivered: (number | null)[], set: (number | null)[], planned: (number | null)[] }} Curve */
/** @typedef {{ speeds: number[], curves: Curve[] }} Curves */

/** Rest after the last key before a curve is asked for, ms. */
const REST = 300;

/** @returns {Promise<Profiles>} */
const profilesNow = () => ask("/plugins/cfg/profiles");

export default function Macros() {
  const offered = useLoaded(formsNow), known = useLoaded(profilesNow);
  const { told, busy, work } = useWork();
  const [question, setQuestion] = useState(
    /** @type {Question | undefined} */ (undefined),
  );
  /**
   * @param {string} at
   * @param {string} text
   */
  const run = (at, text) =>
    work(at, `CFG ${text}`, async () => {
      const { status, messages } = await command(`CFG ${text}`);
      known.reload();
      const answer = messages.join("\n");
      if (status !== "ok") throw new Error(answer);
      return answer;
    });
  /** @param {MacroForm} form @param {Edit} edit */
  const write = (form, edit) => {
    const text = macroText(form, edit);
    setQuestion({
      title: t("confirm.write", { command: form.command }),
      lines: [`CFG ${text}`],
      go: () => run(form.command, text),
    });
  };
  const values = known.data?.cards[0]?.values ?? {};
  const [edits, setEdits] = useState(
    /** @type {Readonly<Record<string, Edit | undefined>>} */ ({}),
  );
  const plan = (offered.data?.forms ?? []).flatMap((form) => {
    const edit = edits[form.command];
    return edit && isWhole(form, edit) ? [macroText(form, edit)] : [];
  }).join(";");
  return html`
    <${Panel} title=${t("back.title")}>
      <div class="buttons">
        <button disabled=${busy} onClick=${() => run("back", "BACKUP")}>${t(
          "backup.make",
        )}</button>
        <button disabled=${busy} onClick=${() => run("back", "DIFF")}>${t(
          "back.compare",
        )}</button>
        <button disabled=${busy} onClick=${() =>
          setQuestion({
            title: t("back.ask"),
            lines: [t("back.again")],
            go: () => run("back", "UNDO"),
          })}>${t("back.undo")}</button>
        <button disabled=${busy} onClick=${() =>
          setQuestion({
            title: t("back.deliveredAsk"),
            lines: [t("back.deliveredAll")],
            go: () => run("back", "RESET"),
          })}>${t("back.reset")}</button>
      </div>
      <${Said} told=${told} at="back" />
    <//>
    <${Drawings} plan=${plan} set=${JSON.stringify(values)} />
    ${shown(offered, ({ forms }) =>
      html`
        <div class="flow">
          ${forms.map((form) =>
            html`
              <${MacroCard} key=${form.command} form=${form} values=${values}
                busy=${busy} told=${told} write=${write}
                tell=${(/** @type {Edit | undefined} */ edit) =>
                  setEdits((all) => ({
                    ...all,
                    [form.command]: edit,
                  }))} />
            `
          )}
        </div>
      `)}
    <${Confirm} question=${question} close=${() => setQuestion(undefined)} />
  `;
}

/**
 * Curves of the delivered car, of what is set, and of the forms as they stand.
 * @param {{ plan: string, set: string }} props
 */
function Drawings({ plan, set }) {
  const [rested, setRested] = useState(plan);
  useEffect(() => {
    const timer = setTimeout(() => setRested(plan), REST);
    return () => clearTimeout(timer);
  }, [plan]);
  /** @returns {Promise<Curves>} */
  const curvesNow = () =>
    ask(`/plugins/cfg/curves?planned=${encodeURIComponent(rested)}`);
  const known = useLoaded(curvesNow, [rested, set]);
  /** @param {string} unit */
  const series = (unit) => [
    { label: t("maps.delivered"), unit, colour: "soft", dash: [3, 4] },
    { label: t("card.asSet"), unit, colour: "accent", width: 2.5 },
    { label: t("maps.forms"), unit, colour: "used-bar", dash: [8, 4] },
  ];
  return shown(known, ({ speeds, curves }) =>
    html`
      <div class="columns">
        ${curves.map(({ title, unit, delivered, set, planned }) =>
          html`
            <${Panel} key=${title} title=${title}>
              <${Chart} time=${false} x="km/h" series=${series(unit)}
                data=${[speeds, delivered, set, planned]}
                label=${t("maps.calculated", { title })}
                scales=${{ y: { range: [0, null] } }} />
              <p class="small quiet">${t("maps.fromSettings")}</p>
              <//>
          `
        )}
      </div>
    `);
}

/** @param {string} text */
const titled = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {{ form: MacroForm, values: Edit, busy: boolean, told: Told, write: (form: MacroForm, edit: Edit) => void, tell: (edit: Edit | undefined) => void }} props */
function MacroCard({ form, values, busy, told, write, tell }) {
  const { command, summary, stands, fields, joined } = form;
  const begin = () => /** @type {Edit} */ (Object.fromEntries(
    fields.map(({ key }) => [key, values[key]]),
  ));
  const [edit, setEdit] = useState(begin), set = JSON.stringify(begin());
  useEffect(() => setEdit(begin()), [set]);
  const isChanged = JSON.stringify(edit) !== set;
  useEffect(() => tell(isChanged ? edit : undefined), [
    JSON.stringify(edit),
    isChanged,
  ]);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (isWhole(form, edit)) write(form, edit);
  };
  return html`
    <${Panel} title=${titled(summary)} end=${html`
      <code class="small quiet">CFG ${command}</code>
    `}>
      <form class="macro" onSubmit=${submit} data-macro=${command}>
        ${stands && html`<p class="small quiet">${t("card.standsInN")}</p>`}
        ${joined === "points" && html`
          <p class="small quiet">${t("card.speedsRise")}</p>
        `}
        <div class=${joined === "points" ? "twos" : ""}>
        ${fields.map(({ key, name, unit, min, max, standard }) =>
          html`
            <div class="field">
              <label for=${`f-${key}`}>${name}
                <span class="quiet num"> ${min}–${max}${"\u00a0"}${unit}</span></label>
              <input id=${`f-${key}`} type="number" min=${min} max=${max}
                step="1" value=${edit[key] ?? ""}
                placeholder=${standard ?? t("card.none")}
                onInput=${(/** @type {Happening} */ event) =>
                  setEdit({
                    ...edit,
                    [key]: event.target.value === ""
                      ? undefined
                      : Number(event.target.value),
                  })} />
            </div>
          `
        )}
        </div>
        <div class="buttons">
          <button class="main"
            disabled=${busy || !isWhole(form, edit)}>${t("card.write")}</button>
          <button type="button" disabled=${!isChanged}
            onClick=${() => setEdit(begin())}>${t("card.asSet")}</button>
          <button type="button" disabled=${busy}
            onClick=${() => write(form, {})}>${t("card.toStandard")}</button>
        </div>
      </form>
      <${Said} told=${told} at=${command} />
      <//>
  `;
}
