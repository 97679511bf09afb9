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

/** @import { Live } from "ovms-edge/page" */

const SECTIONS = [
  { id: "cst", name: "Constant speed" },
  { id: "acc", name: "Acceleration" },
  { id: "dec", name: "Deceleration" },
  { id: "lup", name: "Uphill", height: true },
  { id: "ldn", name: "Downhill", height: true },
];

/**
 * Where the energy of this trip went; a charge is none.
 * @param {{ live: Live, prefix: string, of: "trip" | "charge" | "nothing" }} props
 */
export function Sections({ live, prefix, of }) {
  if (of !== "trip") {
    return html`
      <${Panel} title="This trip by section">
        <${Empty}>${of === "charge"
          ? "The car was charged since its last trip: the next one begins when the car is switched on"
          : "No trip yet since the gateway began"}<//>
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
    <${Panel} title="This trip by section" end=${html`
      <span
        class="legend"><span><i class="used"></i>used</span><span><i></i>regained</span></span>
    `}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Section</th>
              <th scope="col" class="num spare">${distanceUnit()}</th>
              <th scope="col" class="num">Wh used</th>
              <th scope="col" class="num">regained</th>
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
        class="small quiet">Uphill and downhill are part of the three sections above them.</p>
      <//>
  `;
}
