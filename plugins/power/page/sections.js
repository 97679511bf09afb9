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
  Table,
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
      <${Table}
        columns=${[
          { name: t("sections.section") },
          { name: t("sections.share"), hidden: true },
          { name: t("tile.distance"), num: true },
          { name: t("tile.used"), num: true },
          { name: t("tile.regained"), num: true },
          { name: t("tile.efficiency"), num: true },
        ]}
        rows=${rows.map((
          { id, name, km, used, back, metres, height },
        ) => ({
          key: id,
          cells: [
            height
              ? html`${name} <span class="quiet small num">${
                fixed(metres)
              } m</span>`
              : name,
            html`
              <div style=${{ minWidth: "8rem" }}>
                <${Bar} parts=${[
                  { share: used / most, kind: "used" },
                  { share: back / most, kind: "" },
                ]} />
              </div>
            `,
            `${fixed(inUnit(km), 2)} ${distanceUnit()}`,
            `${fixed(used)} Wh`,
            `${fixed(back)} Wh`,
            km > 0.01
              ? `${fixed(whPer((used - back) / km))} ${perDistance()}`
              : "–",
          ],
        }))}
      />
      <p
        class="small quiet">${t("sections.note")}</p>
      <//>
  `;
}
