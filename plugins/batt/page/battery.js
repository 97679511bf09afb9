// @ts-check
/** The battery's cells and modules: how far each is off, and how they drift. */
import {
  fixed,
  html,
  NumberTile,
  signed,
  Tile,
  useLive,
  useLoaded,
} from "ovms-edge/page";
import { Drift } from "./drift.js";
import { Group } from "./group.js";
import { PackDay } from "./pack_day.js";
import { sourcesNow } from "./sources.js";
import { t } from "./texts.js";

/** @import { Live } from "ovms-edge/page" */
/** @import { SocWindow } from "./sources.js" */

/** Full length of a bar: a little more than what is an alert, V and °C. */
const CELL = 0.04, MODULE = 4;

/** @param {number} volts */
const inMillivolts = (volts) => volts * 1000;
/** @param {number} volts */
const voltText = (volts) => `${fixed(volts, 3)} V`;
/** @param {number} volts */
const voltDifference = (volts) => `${signed(inMillivolts(volts))} mV`;
/** @param {number} degrees */
const degreeText = (degrees) => `${fixed(degrees)} °C`;
/** @param {number} degrees */
const degreeDifference = (degrees) => `${signed(degrees)} °C`;

export default function Battery() {
  const live = useLive(), { data: sources } = useLoaded(sourcesNow);
  return html`
    <dl class="tiles">
      <${Use} live=${live} window=${sources?.socWindow ?? undefined} />
      <${NumberTile} live=${live} metric="v.b.voltage" name=${t("tile.voltage")}
        decimals=${1} unit="V" />
      <${NumberTile} live=${live} metric="v.b.p.voltage.stddev" name=${t(
        "tile.cellSpread",
      )}
        unit="mV" convert=${inMillivolts} />
      <${NumberTile} live=${live} metric="v.b.temp" name=${t(
        "tile.temperature",
      )}
        unit="°C" />
      <${NumberTile} live=${live} metric="v.b.p.temp.stddev" name=${t(
        "tile.moduleSpread",
      )}
        unit="°C" />
      <${NumberTile} live=${live} metric="v.b.current" name=${t("tile.current")}
        decimals=${1} unit="A" />
      <${NumberTile} live=${live} metric="v.b.soh" name=${t(
        "tile.health",
      )} unit="%" />
    </dl>
    <div class="sides alike">
      <${Group}
        live=${live}
        title=${t("group.cells")}
        metric="v.b.c.voltage"
        average="v.b.p.voltage.avg"
        full=${CELL}
        show=${voltText}
        difference=${voltDifference}
      />
      <div class="stack">
        <${Group}
          live=${live}
          title=${t("group.modules")}
          metric="v.b.c.temp"
          average="v.b.p.temp.avg"
          full=${MODULE}
          show=${degreeText}
          difference=${degreeDifference}
        />
        <${PackDay} />
      </div>
    </div>
    <${Drift} />
  `;
}

/**
 * Lowest and highest SOC since the last charge, for those who want to keep the battery between two.
 * @param {{ live: Live, window: SocWindow | undefined }} props
 */
function Use({ live, window }) {
  if (window === undefined) return null;
  const low = live.number(window.min), high = live.number(window.max);
  return html`
    <${Tile} name=${t("tile.use")} course=${window.min}
      reading=${live.look(window.min)}
      value=${fixed(low) === fixed(high)
        ? fixed(low)
        : `${fixed(low)} – ${fixed(high)}`} unit="%"
      more=${t("tile.use.more")} />
  `;
}
