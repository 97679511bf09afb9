// @ts-check
/** Backup and profiles: what is kept, what differs from it by name, and the way back. */
import { html, Panel, useState } from "ovms-edge/page";
import { t } from "./texts.js";
import { changeText } from "./changes.js";
import { Said } from "./said.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Change } from "./changes.js" */
/** @import { Question } from "./confirm.js" */
/** @import { Told } from "./said.js" */
/** @typedef {(at: string, doing: string, task: () => Promise<string>) => Promise<void>} Work */

/**
 * @typedef {object} KeepingProps
 * @property {{ data: { kept: number, now: unknown, profiles: readonly string[] } | undefined, reload: () => void }} known
 * @property {readonly { title: string, changes: readonly Change[] }[]} differences from now to the backup
 * @property {boolean} allowed whether anything can be asked of the controller
 * @property {Told} told
 * @property {Work} work
 * @property {(text: string) => Promise<string>} cfg
 * @property {(at: string, text: string) => Promise<void>} run
 * @property {(question: Question) => void} confirm
 */

/** @param {KeepingProps} props */
export function Keeping(props) {
  return html`
    <${Backup} ...${props} />
    <${Profiles} ...${props} />
  `;
}

/** @param {KeepingProps} props */
function Backup(
  { known, differences, allowed, told, work, cfg, run, confirm },
) {
  const kept = known.data?.kept ?? 0, isRead = known.data?.now != null;
  const lines = differences.flatMap(({ title, changes }) =>
    changes.map((change) => `${title}, ${changeText(change)}`)
  );
  const backup = () =>
    work("backup", t("backup.doing"), async () => {
      const answer = await cfg("BACKUP");
      known.reload();
      return answer;
    });
  return html`
    <${Panel} title=${t("backup.title")} end=${html`
      <span class="small quiet num">${t("backup.kept", { n: kept })}</span>
    `}>
      ${isRead && kept > 0 &&
        (lines.length === 0
          ? html`<p class="small">${t("backup.same")}</p>`
          : html`
            <p class="small">${t("backup.would")}</p>
            <ul class="plain small changes">
              ${lines.map((line) => html`<li>${line}</li>`)}
            </ul>
          `)}
      <div class="buttons">
        <button disabled=${!allowed} onClick=${backup}>${t(
          "backup.make",
        )}</button>
        <button disabled=${!allowed || kept === 0} onClick=${() =>
          work(
            "backup",
            t("backup.comparing"),
            () => cfg("DIFF"),
          )}>${t("backup.compareAll")}</button>
        <button disabled=${!allowed || kept === 0} onClick=${() =>
          confirm({
            title: t("backup.ask"),
            lines: lines.length > 0 ? lines : [t("backup.all")],
            go: () => run("backup", "RESTORE"),
          })}>${t("backup.restore")}</button>
      </div>
      <${Said} told=${told} at="backup" />
    <//>
  `;
}

/** @param {KeepingProps} props */
function Profiles({ known, allowed, told, work, cfg, run, confirm }) {
  const profiles = known.data?.profiles ?? [];
  const [chosen, choose] = useState(""), [name, setName] = useState("");
  const profile = profiles.includes(chosen) ? chosen : profiles[0];
  /** @param {Event} event */
  const save = (event) => {
    event.preventDefault();
    work("profile", t("profiles.saving"), async () => {
      const answer = await cfg(`SAVE ${name}`);
      known.reload();
      setName("");
      return answer;
    });
  };
  const load = () =>
    confirm({
      title: t("profiles.ask", { name: profile ?? "" }),
      lines: [t("profiles.all", { name: profile ?? "" })],
      go: () => run("profile", `LOAD ${profile}`),
    });
  return html`
    <${Panel} title=${t("profiles.title")}>
      ${profile === undefined
        ? html`<p class="small quiet">${t("profiles.none")}</p>`
        : html`
          <div class="buttons">
            <label class="small">${t(
              "profiles.profile",
            )} <select value=${profile}
              onChange=${(/** @type {Happening} */ event) =>
                choose(event.target.value)}>
              ${profiles.map((name) =>
                html`<option value=${name}>${name}</option>`
              )}
            </select></label>
            <button disabled=${!allowed} onClick=${load}>${t(
              "profiles.load",
            )}</button>
            <button disabled=${!allowed} onClick=${() =>
              work(
                "profile",
                t("profiles.looking"),
                () => cfg(`INFO ${profile}`),
              )}>${t("profiles.info")}</button>
          </div>
        `}
      <form class="buttons" onSubmit=${save}>
        <label class="small">${t(
          "profiles.name",
        )} <input value=${name} maxlength="16"
          pattern="[A-Za-z0-9_\\-]+" required size="12"
          onInput=${(/** @type {Happening} */ event) =>
            setName(event.target.value)} /></label>
        <button disabled=${!allowed ||
          name === ""}>${t("profiles.save")}</button>
      </form>
      <${Said} told=${told} at="profile" />
    <//>
  `;
}
