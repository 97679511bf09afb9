// @ts-check
/** A backup to keep, and one that is put back after a look at what it changes. */
import { ask, Empty, html, Panel, Table, useState } from "ovms-edge/page";
import { Said, useWork } from "./parts.js";
import { t } from "./texts.js";

/** @import { BackupPreview } from "../../page/answers.ts" */
/** @typedef {{ name: string, backup: unknown, preview: BackupPreview }} Chosen */

/** @type {Readonly<Record<BackupPreview["changes"][number]["kind"], string>>} */
const KINDS = {
  parameter: t("backup.parameter"),
  feature: t("backup.feature"),
  setting: t("backup.setting"),
  memory: t("backup.memory"),
};

/** @param {{ owner: boolean, changed: () => void }} props */
export function Backup({ owner, changed }) {
  return html`
    <${Panel} title=${t("backup.title")}>
      ${owner
        ? html`
          <h3>${t("backup.take.title")}</h3>
          <p class="small quiet">${t("backup.take.about")}</p>
          <p class="buttons">
            <a class="button main" href="/api/v1/backup" download>${t(
              "backup.take",
            )}</a>
          </p>
          <${Restore} changed=${changed} />
        `
        : html`<p class="notice">${t("owner.only")}</p>`}
    <//>
  `;
}

/** @param {{ changed: () => void }} props */
function Restore({ changed }) {
  const work = useWork();
  const [chosen, choose] = useState(
    /** @type {Chosen | undefined} */ (undefined),
  );
  /** @param {File | undefined} file */
  const read = (file) =>
    work.run(async () => {
      choose(undefined);
      if (file === undefined) return;
      const backup = parsed(await file.text());
      if (backup === undefined) throw new Error(t("backup.noJson"));
      const preview = await ask("/backup/preview", "POST", { backup });
      choose({
        name: file.name,
        backup,
        preview: /** @type {BackupPreview} */ (preview),
      });
    });
  /** @param {Chosen} chosen */
  const restore = ({ backup, preview: { seen } }) =>
    work.run(async () => {
      const answer = await ask("/backup/restore", "POST", { backup, seen });
      choose(undefined);
      changed();
      return /** @type {{ said: string }} */ (answer).said;
    });
  return html`
    <h3>${t("backup.restore.title")}</h3>
    <p class="small quiet">${t("backup.restore.about")}</p>
    <div class="choices">
      <label>${t("backup.file")}<input type="file"
        accept=".json,application/json" disabled=${work.busy}
        onChange=${(event) => read(event.target.files?.[0])} /></label>
    </div>
    <${Said} work=${work} />
    ${chosen !== undefined && html`
      <${Changes} chosen=${chosen} busy=${work.busy}
        restore=${() => restore(chosen)} drop=${() => choose(undefined)} />
    `}
  `;
}

/** @param {{ chosen: Chosen, busy: boolean, restore: () => void, drop: () => void }} props */
function Changes({ chosen: { name, preview }, busy, restore, drop }) {
  const { changes, made, program } = preview;
  return html`
    <h3>${t("backup.changes", { n: changes.length })}</h3>
    <p class="small quiet">${t("backup.from", {
      name,
      made: made || "–",
      program,
    })}</p>
    ${changes.length === 0 ? html`<${Empty}>${t("backup.same")}<//>` : html`
      <${Table}
        columns=${[
          { name: t("backup.what") },
          { name: t("backup.now") },
          { name: t("backup.then") },
        ]}
        rows=${changes.map(({ kind, key, old, new: then }) => ({
          key: `${kind} ${key}`,
          cells: [`${KINDS[kind]} ${key}`, old || "–", then || "–"],
        }))}
      />
      ${changes.some(({ kind, key }) => kind === "feature" && key === "15") &&
        html`<p class="notice warn">${t("backup.gate")}</p>`}
      <div class="buttons">
        <button class="main" disabled=${busy}
          onClick=${restore}>${t(
            "backup.restore",
            { n: changes.length },
          )}</button>
        <button disabled=${busy} onClick=${drop}>${t("backup.cancel")}</button>
      </div>
    `}
  `;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
