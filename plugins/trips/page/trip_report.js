// @ts-check
/** One trip: where it went, how fast, with which power, over which heights, and what it took. */
import {
  ask,
  Chart,
  distanceUnit,
  Empty,
  fixed,
  html,
  inUnit,
  Panel,
  shade,
  shown,
  speedUnit,
  useLoaded,
  useMemo,
  useState,
  WayMap,
  whPer,
} from "ovms-edge/page";
import { courseOf, efficiencyOf, energyOf, isTold, wayOf } from "./course.js";
import {
  cutText,
  Fact,
  kmText,
  kwhText,
  lengthText,
  perText,
  socText,
  spanText,
  whPerKmOf,
  withUnit,
} from "./pieces.js";
import { keyOf } from "./periods.js";
import { Course, trackPath } from "./report.js";
import { t } from "./texts.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Point } from "./course.js" */
/** @import { Trip } from "./periods.js" */
/** @typedef {"speed" | "power" | "altitude"} Measure */

/** @param {{ id: string }} props */
export function TripReport({ id }) {
  /** @returns {Promise<Trip>} */
  const one = () => ask(`/plugins/trips/trip?id=${id}`);
  const loaded = useLoaded(one, [id]);
  return shown(loaded, (trip) =>
    html`
      <${Head} trip=${trip} />
      <${Facts} trip=${trip} />
      <${Course} of=${trip} show=${(/** @type {readonly Point[]} */ points) =>
        html`<${Charts} points=${points} />`} />
    `);
}

/** @param {{ trip: Trip }} props */
function Head({ trip }) {
  const path = trackPath(trip);
  const file = (/** @type {string} */ format) =>
    `/api/v1${path}&format=${format}`;
  return html`
    <div class="choices">
      <a class="button" href="#trips/trips:${keyOf(trip.begin, "month")}">‹ ${t(
        "word.back",
      )}</a>
      <h2>${t("word.trip")} ${spanText(trip)}</h2>
      <span class="small quiet">${cutText(trip)}</span>
      ${path !== undefined && html`
        <span class="buttons">
          <a class="button" href=${file("gpx")} download>GPX</a>
          <a class="button" href=${file("csv")} download>CSV</a>
        </span>
      `}
    </div>
  `;
}

/** @param {{ trip: Trip }} props */
function Facts({ trip }) {
  const seconds = trip.moving ?? trip.seconds;
  const mean = trip.km === null || seconds === null || seconds === 0
    ? null
    : trip.km / seconds * 3600;
  /** @param {number | null} kmh */
  const speed = (kmh) =>
    withUnit(kmh === null ? null : inUnit(kmh), speedUnit());
  return html`
    <dl class="tiles">
      <${Fact} name=${t("total.km")} value=${kmText(trip.km)} />
      <${Fact} name=${t("fact.length")} value=${lengthText(trip.seconds)} />
      <${Fact} name=${t("fact.moving")} value=${lengthText(trip.moving)} />
      <${Fact} name=${t("total.efficiency")} value=${perText(
        whPerKmOf(trip),
      )} />
      <${Fact} name=${t("total.used")} value=${kwhText(trip.usedWh)} />
      <${Fact} name=${t("total.regained")} value=${kwhText(trip.regainedWh)} />
      <${Fact} name=${t("col.soc")} value=${socText(trip)} />
      <${Fact} name=${t("fact.mean")} value=${speed(mean)} />
      <${Fact} name=${t("fact.fastest")} value=${speed(trip.maxSpeed)} />
      <${Fact} name=${t("fact.power")} value=${withUnit(
        trip.maxPower,
        "kW",
        1,
      )} />
      <${Fact} name=${t("fact.recovered")} value=${withUnit(
        trip.maxRegained,
        "kW",
        1,
      )} />
    </dl>
  `;
}

/** @param {{ points: readonly Point[] }} props */
function Charts({ points }) {
  const driving = useMemo(
    () =>
      courseOf(
        points,
        ({ speed }) => speed === null ? null : inUnit(speed),
        ({ power }) => power,
      ),
    [points],
  );
  const height = useMemo(
    () => courseOf(points, ({ altitude }) => altitude),
    [points],
  );
  const spent = useMemo(() => {
    const energy = energyOf(points);
    return courseOf(points, (_, i) => energy[i] ?? null, ({ soc }) => soc);
  }, [points]);
  const taken = useMemo(
    /** @returns {[number[], (number | null)[]]} */ () => {
      const [at, values] = efficiencyOf(points);
      return [
        at.map(inUnit),
        // Wh a km are a tenth of kWh a hundred of them
        values.map((value) => value === null ? null : whPer(value) / 10),
      ];
    },
    [points],
  );
  return html`
    <${Way} points=${points} />
    <div class="columns">
      ${(isTold(points, "speed") || isTold(points, "power")) && html`
        <${Panel} title=${t("chart.driving")}>
          <${Chart} data=${driving} label=${t("chart.driving")} series=${[
            { label: t("chart.speed"), unit: speedUnit(), colour: "accent" },
            {
              label: t("chart.power"),
              unit: "kW",
              decimals: 1,
              colour: "used-bar",
              scale: "kW",
            },
          ]} />
          <//>
      `}
      ${(isTold(points, "used") || isTold(points, "soc")) && html`
        <${Panel} title=${t("chart.spent")}>
          <${Chart} data=${spent} label=${t("chart.spent")} series=${[
            { label: t("chart.energy"), unit: "Wh", colour: "used-bar" },
            {
              label: t("chart.soc"),
              unit: "%",
              decimals: 1,
              colour: "accent",
              scale: "%",
            },
          ]} />
          <//>
      `}
      ${taken[0].length > 1 && html`
        <${Panel} title=${t("chart.efficiency")}>
          <${Chart} data=${taken} time=${false} x=${distanceUnit()}
            label=${t("chart.efficiency")} scales=${{ y: { range: [0, null] } }}
            series=${[
              {
                label: t("total.efficiency"),
                unit: `kWh/100 ${distanceUnit()}`,
                decimals: 1,
                colour: "used-bar",
                dots: true,
              },
            ]} />
          <//>
      `}
      ${isTold(points, "altitude") && html`
        <${Panel} title=${t("chart.height")}>
          <${Chart} data=${height} label=${t("chart.height")} series=${[
            { label: t("chart.altitude"), unit: "m", colour: "soft" },
          ]} />
          <//>
      `}
    </div>
  `;
}

/** @param {string} name @returns {Measure} */
const measureOf = (name) =>
  name === "power" || name === "altitude" ? name : "speed";
/** @type {Readonly<Record<Measure, string>>} */
const MEASURES = {
  speed: t("chart.speed"),
  power: t("chart.power"),
  altitude: t("chart.altitude"),
};
const UNITS = { speed: "", power: "kW", altitude: "m" };

/** @param {{ points: readonly Point[] }} props */
function Way({ points }) {
  const [name, setName] = useState(/** @type {Measure} */ ("speed"));
  const way = useMemo(() => wayOf(points), [points]);
  const { low, high, paint } = useMemo(() => {
    const values = way.placed.map((point) => point[name])
      .filter((value) => value !== null);
    const low = Math.min(...values), high = Math.max(...values);
    /** @param {number} i */
    const paint = (i) => {
      const value = way.placed[i]?.[name] ?? null;
      return !way.known[i] || value === null
        ? undefined
        : shade((value - low) / (high - low || 1));
    };
    return { low, high, paint };
  }, [way, name]);
  if (way.placed.length === 0) {
    return html`
      <${Panel} title=${t("map.title")}>
        <${Empty}>${t("map.none")}<//><//>
    `;
  }
  /** @param {number} value */
  const text = (value) => fixed(name === "speed" ? inUnit(value) : value);
  const unit = name === "speed" ? speedUnit() : UNITS[name];
  const choose = html`
    <label class="small">${t("map.by")} <select value=${name} onChange=${(
      /** @type {Happening} */ { target },
    ) => setName(measureOf(target.value))}>
      ${/** @type {const} */ (["speed", "power", "altitude"]).map((one) =>
        html`<option value=${one}>${MEASURES[one]}</option>`
      )}
    </select></label>
  `;
  return html`
    <${Panel} title=${t("map.title")} end=${choose}>
      <${WayMap} points=${way.placed} paint=${paint}
        label=${t("map.label", { n: way.placed.length })} />
      <p class="scale">
        <span>${text(low)}</span>
        ${[0, 0.25, 0.5, 0.75, 1].map((share) =>
          html`<i class="patch" style=${{ background: shade(share) }}></i>`
        )}
        <span>${text(high)} ${unit}</span>
      </p>
      <//>
  `;
}
