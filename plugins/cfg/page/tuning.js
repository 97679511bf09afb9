// @ts-check
/** The motor controller: macros as forms, values read back, maps before and after, backup, profiles and undo. */
import {
  ask,
  Chart,
  command,
  Empty,
  html,
  Panel,
  shown,
  useEffect,
  useLive,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { Card } from "./card.js";
import { changeText, differencesOf, isValid } from "./changes.js";
import { Confirm } from "./confirm.js";
import { Keeping } from "./keeping.js";
import { Said, useWork } from "./said.js";
import { t } from "./texts.js";

/** @import { Feature } from "ovms-edge/page" */
/** @import { Change, Form, Numbers } from "./changes.js" */
/** @import { Question } from "./confirm.js" */

/** @typedef {{ title: string, unit: string, backup: (number | null)[] | null, now: (number | null)[], planned: (number | null)[] }} Curve */
/** @typedef {{ kept: number, now: Numbers[] | null, backup: Numbers[], speeds: number[], curves: Curve[], profiles: string[] }} Values */
/** @typedef {Readonly<Record<string, Numbers>>} Edits */

/** Feature slot of CAN write access. */
const CAN_WRITE = 15;
/** Rest after the last move of a slider before its curve is asked for, ms. */
const REST = 200;

/** @returns {Promise<{ forms: Form[] }>} */
const formsNow = () => ask("/plugins/cfg/forms");
/** @returns {Promise<Feature[]>} */
const featuresNow = () => ask("/features");

export default function Tuning() {
  const live = useLive();
  const offered = useLoaded(formsNow), features = useLoaded(featuresNow);
  const [edits, setEdits] = useState(/** @returns {Edits} */ () => ({}));
  const forms = offered.data?.forms ?? [];
  const plan = useRested(planOf(forms, edits));
  /** @returns {Promise<Values>} */
  const values = () =>
    ask(`/plugins/cfg/values?planned=${encodeURIComponent(plan)}`);
  const known = useLoaded(values, [plan]), { data } = known;
  const [question, setQuestion] = useState(
    /** @type {Question | undefined} */ (undefined),
  );
  const { told, busy, work } = useWork();

  const slots = features.data;
  const isLocked = slots !== undefined && slots[CAN_WRITE]?.value === 0;
  const { value: on, freshness } = live.look("xrt.e.key");
  const isOn = on === true && freshness === "fresh";
  const moves = (live.number("v.p.speed") ?? 0) > 0;
  const allowed = slots !== undefined && !isLocked && isOn && !busy;
  const now = data?.now ?? undefined;

  const read = async () => {
    await ask("/plugins/cfg/read", "POST", {});
    known.reload();
  };
  const readAloud = () =>
    work("read", t("read.doing"), async () => {
      await read();
      return t("read.done");
    });
  useEffect(() => {
    if (allowed && data !== undefined && data.now === null) readAloud();
  }, [allowed && data !== undefined && data.now === null]);
  /** @param {string} text */
  const cfg = async (text) => {
    const { status, messages } = await command(`CFG ${text}`);
    const answer = messages.join("\n");
    if (status !== "ok") throw new Error(answer);
    return answer;
  };
  /**
   * Runs a command and reads the values back.
   * @param {string} at
   * @param {string} text
   */
  const run = (at, text) =>
    work(at, `CFG ${text}`, async () => {
      const answer = await cfg(text);
      await read().catch(() => known.reload());
      return answer;
    });
  /**
   * @param {Form} form
   * @param {string} text
   * @param {readonly Change[]} changes
   */
  const write = (form, text, changes) =>
    setQuestion({
      title: t("confirm.write", { command: form.command }),
      lines: changes.map(changeText),
      go: async () => {
        await run(form.command, text);
        drop(form.command);
      },
    });
  /** What was written is no edit any more; those of other cards stay. @param {string} command */
  const drop = (command) => setEdits(({ [command]: _, ...others }) => others);
  /** @param {Form} form */
  const why = ({ stands }) =>
    isLocked
      ? t("why.locked")
      : !isOn
      ? t("why.off")
      : stands && moves
      ? t("why.moves")
      : busy
      ? t("why.busy")
      : "";
  const allow = () =>
    work("allow", t("allow.doing"), async () => {
      await ask(`/features/${CAN_WRITE}`, "PUT", { value: 1 });
      features.reload();
      return t("allow.done");
    });
  const differences = now ? differencesOf(forms, now, data?.backup ?? []) : [];
  return html`
    <${Missing} isLocked=${isLocked} isOn=${isOn}
      moves=${moves}
      kept=${data?.kept} allow=${allow} />
    <${Said} told=${told} at="allow" />
    <div class="columns loose">
      <${Panel} title=${t("read.title")}>
      <div class="buttons">
        <button class="main" disabled=${!allowed}
          onClick=${readAloud}>${t("read.do")}</button>
        <button disabled=${!allowed}
          onClick=${() =>
            setQuestion({
              title: t("back.ask"),
              lines: [t("back.again")],
              go: () => run("read", "UNDO"),
            })}>${t("back.undo")}</button>
      </div>
      <${Said} told=${told} at="read" />
    <//>
    <${Keeping} known=${known} differences=${differences} allowed=${allowed}
      told=${told} work=${work} cfg=${cfg} run=${run}
      confirm=${setQuestion} />
    </div>
    ${shown(known, (values) => html`<${Drawings} values=${values} />`)}
    ${shown(offered, ({ forms }) =>
      html`
        <div class="flow">
          ${forms.map((form, i) =>
            html`
              <${Card} key=${form.command} form=${form} now=${now?.[i]}
                backup=${data?.backup[i] ?? []} edit=${edits[form.command]}
                why=${why(form)} told=${told}
                change=${/** @param {Numbers | undefined} edit */ (edit) =>
                  edit === undefined
                    ? drop(form.command)
                    : setEdits((all) => ({ ...all, [form.command]: edit }))}
                write=${/**
                 * @param {string} text
                 * @param {readonly Change[]} changes
                 */ (text, changes) => write(form, text, changes)} />
            `
          )}
        </div>
      `)}
    <${Confirm} question=${question} close=${() => setQuestion(undefined)} />
  `;
}

/**
 * The commands that the edits stand for.
 * @param {readonly Form[]} forms
 * @param {Edits} edits
 */
const planOf = (forms, edits) =>
  forms.flatMap((form) => {
    const edit = edits[form.command];
    return edit !== undefined && isValid(form, edit)
      ? [`${form.command} ${edit.join(" ")}`]
      : [];
  }).join(";");

/**
 * A value that is taken when it has not changed for a while.
 * @param {string} value
 */
function useRested(value) {
  const [rested, set] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => set(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/**
 * What is missing for changes, and what to do about it.
 * @param {{ isLocked: boolean, isOn: boolean, moves: boolean, kept: number | undefined, allow: () => void }} props
 */
function Missing({ isLocked, isOn, moves, kept, allow }) {
  const lacks = [
    ...(isOn ? [] : [t("lack.off")]),
    ...(moves ? [t("lack.moves")] : []),
    ...(kept === 0 ? [t("lack.backup")] : []),
  ];
  return (isLocked || lacks.length > 0) && html`
    <div class="notice warn">
      ${lacks.map((text) => html`<p>${text}</p>`)}
      ${isLocked && html`
        <p>${t("lack.locked")}</p>
        <div
          class="buttons"><button onClick=${allow}>${t(
            "allow.do",
          )}</button></div>
      `}
    </div>
  `;
}

/**
 * Curves; without a backup there is none of it.
 * @param {{ values: Values }} props
 */
function Drawings({ values }) {
  if (!values.now) {
    return html`
      <${Panel} title=${t("maps.title")}>
        <${Empty}>${t("maps.none")}<//><//>
    `;
  }
  /** @param {string} unit */
  const series = (unit) => [
    { label: t("backup.title"), unit, colour: "soft", dash: [3, 4] },
    { label: t("maps.now"), unit, colour: "accent", width: 2.5 },
    { label: t("maps.forms"), unit, colour: "used-bar", dash: [8, 4] },
  ];
  return html`
    <div class="columns">
      ${values.curves.map(({ title, unit, backup, now, planned }) =>
        html`
          <${Panel} key=${title} title=${title}>
            <${Chart} time=${false} x="km/h" series=${series(unit)}
              data=${[
                values.speeds,
                backup ?? values.speeds.map(() => null),
                now,
                planned,
              ]}
              label=${t("maps.label", { title })}
              scales=${{ y: { range: [0, null] } }} />
            <//>
        `
      )}
    </div>
  `;
}
