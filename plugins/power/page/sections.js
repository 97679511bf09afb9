// @ts-check
/** Where the energy of a trip went, by kind of driving. */
import {
  Bar,
  distanceUnit,
  Empty,
  fixed,
  html,
  inUnit,
  Panel,
  perDistance,
  whPer,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Live } from "ovms-edge/page" */

const SECTIONS = [
  { id: "cst", name: t("section.cst") },
  { id: "acc", name: t("section.acc") },
  { id: "dec", name: t("section.dec") },
  { id: "lup", name: t("section.lup"), height: true },
  { id: "ldn", name: t("section.ldn"), height: true },
];

/**
 * Where the energy of this trip went; a charge is none.
 * @param {{ live: Live, prefix: string, of: "trip" | "charge" | "nothing" }} props
 */
export function Sections({ live, prefix, of }) {
  if (of !== "trip") {
    return html`
      <${Panel} title=${t("sections.title")}>
        <${Empty}>${of === "charge"
          ? t("sections.charge")
          : t("sections.none")}<//>
      <//>
    `;
  }
  const rows = SECTIONS.map((section) => {
    /** @param {string} name */
    const value = (name) => live.number(`${prefix}.${section.id}.${name}`) ?? 0;
    return {
      ...section,
      km: value("dist"),
      used: value("used") * 1000,
      back: value("recd") * 1000,
      metres: value("hsum"),
    };
  });
  const most = Math.max(1, ...rows.map(({ used, back }) => used + back));
  return html`
    <${Panel} title=${t("sections.title")} end=${html`
      <span
        class="legend"><span><i class="used"></i>${t(
          "sections.used",
        )}</span><span><i></i>${t("sections.regained")}</span></span>
    `}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">${t("sections.section")}</th>
              <th scope="col" class="num spare">${distanceUnit()}</th>
              <th scope="col" class="num">${t("sections.whUsed")}</th>
              <th scope="col" class="num">${t("sections.regained")}</th>
              <th scope="col" class="num">${perDistance()}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(({ id, name, km, used, back, metres, height }) =>
              html`
                <tr data-section=${id}>
                  <th scope="row" style=${{ width: "46%" }}>
                    ${name}
                    ${height &&
                      html`<span class="quiet small num"> ${
                        fixed(metres)
                      } m</span>`}
                    <${Bar} parts=${[
                      { share: used / most, kind: "used" },
                      { share: back / most, kind: "" },
                    ]} />
                  </th>
                  <td class="num spare">${fixed(inUnit(km), 2)}</td>
                  <td class="num">${fixed(used)}</td>
                  <td class="num">${fixed(back)}</td>
                  <td class="num">${km > 0.01
                    ? fixed(whPer((used - back) / km))
                    : "–"}</td>
                </tr>
              `
            )}
          </tbody>
        </table>
      </div>
      <p
        class="small quiet">${t("sections.note")}</p>
      <//>
  `;
}
