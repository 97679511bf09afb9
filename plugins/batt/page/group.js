// @ts-check
/** Cells or modules: how far each is off the average. */
import { CentreBar, Empty, html, Panel } from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Live } from "ovms-edge/page" */

const FINE = { kind: "", mark: "", text: t("level.fine") };
/** Marks as BATT has them, with the numbers of the metrics. */
const LEVELS = [
  FINE,
  { kind: "watch", mark: "?", text: t("level.watch") },
  { kind: "alert", mark: "!", text: t("level.alert") },
];

/**
 * Cells or modules.
 * @param {{ live: Live, title: string, metric: string, average: string, full: number,
 *   show: (value: number) => string, difference: (value: number) => string }} props
 */
export function Group(
  { live, title, metric, average, full, show, difference },
) {
  const values = live.look(metric);
  const worst = live.list(`${metric}.dev.max`) ?? [];
  const alerts = live.list(`${metric}.alert`) ?? [];
  const all = live.list(metric);
  if (all === undefined) {
    return html`
      <${Panel} title=${title}>
        <${Empty}>${t("group.none")}<//><//>
    `;
  }
  const measured = all.filter((value) => value !== null);
  const mean = live.number(average) ??
    measured.reduce((a, b) => a + b, 0) / measured.length;
  return html`
    <${Panel} title=${title} end=${html`<span class="small quiet num">${
      t("group.average", { value: show(mean) })
    }</span>`}>
      <table class=${values.freshness}>
        <thead>
          <tr>
            <th scope="col"><span class="hidden">${t(
              "group.number",
            )}</span></th>
            <th scope="col" class="num">${t("group.now")}</th>
            <th scope="col">${t("group.off")}</th>
            <th scope="col" class="num spare">${t("group.now")}</th>
            <th scope="col" class="num">${t("group.largest")}</th>
          </tr>
        </thead>
        <tbody>
          ${all.map((value, i) => {
            const level = LEVELS[alerts[i] ?? 0] ?? FINE;
            const most = worst[i] ?? undefined;
            return html`
              <tr data-number=${i + 1}>
                <th scope="row" class="num">${i + 1}</th>
                <td class="num">${value === null ? "–" : show(value)}</td>
                <td style=${{ width: "40%" }}>
                  ${value !== null && html`
                    <${CentreBar} share=${(value - mean) / full}
                      kind=${level.kind} />
                  `}
                  ${level.mark !== "" && html`
                    <span class="mark small ${level.kind}">${level.mark} ${level
                      .text}</span>
                  `}
                </td>
                <td class="num spare">${value === null
                  ? "–"
                  : difference(value - mean)}</td>
                <td class="num">${most === undefined
                  ? "–"
                  : difference(most)}</td>
              </tr>
            `;
          })}
        </tbody>
      </table>
      <//>
  `;
}
