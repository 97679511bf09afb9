// @ts-check
/** Where the car was, on a plain canvas: coloured by speed, altitude or reception, two tracks side by side. */
import {
  ask,
  Empty,
  fixed,
  history,
  html,
  inUnit,
  Panel,
  shade,
  shown,
  speedUnit,
  timeText,
  useEffect,
  useLive,
  useLoaded,
  useMemo,
  user,
  useRef,
  useState,
  WayMap,
} from "ovms-edge/page";
import {
  endsOf,
  isMeasured,
  lossesOf,
  marksOf,
  measureOf,
  MEASURES,
  tracksOf,
  unitAt,
  unitChanges,
} from "./geo.js";
import { t } from "./texts.js";
import { signsOf } from "./track_signs.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { MeasureName, Point, TrackRecord } from "./geo.js" */
/** @typedef {{ time: string, what: string, key: string, old: string, new: string }} Change */
/** @typedef {{ event: string, time: string, way: string }} NetEvent */

/** @returns {Promise<{ track: string }>} */
const sources = () => ask("/plugins/gps/sources");
/** Newest first; a change of the unit beyond them is older than any track. @returns {Promise<Change[]>} */
const journal = () => ask("/journal?limit=1000");

const EVENTS = "*-Net-Event";
/** Stands for the newest track, whichever that is. */
const NEWEST = "";
const HOUR = 3600_000;

/**
 * Records of the track and of the network, and changes of the unit.
 * @param {number} since ms
 */
async function recordsSince(since) {
  const { track: type } = await sources();
  /** @type {Promise<TrackRecord[]>} */
  const records = history(type, since);
  /** @type {Promise<NetEvent[]>} */
  const events = history(EVENTS, since);
  const [points, lost, changes] = await Promise.all([
    records,
    events,
    journal(),
  ]);
  const units = unitChanges(changes), present = user.units;
  return {
    type,
    tracks: tracksOf(points, (at) => unitAt(units, at, present)).reverse(),
    losses: lossesOf(lost),
  };
}

export default function Track() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const [hours, setHours] = useState(24);
  const [first, setFirst] = useState(NEWEST),
    [second, setSecond] = useState("");
  const [name, setName] = useState(/** @type {MeasureName} */ ("speed"));
  const since = (live.time ?? Date.now()) - hours * HOUR;
  const loaded = useLoaded(() => recordsSince(since), [hours, minute]);
  const { tracks = [], type = "" } = loaded.data ?? {};
  /** @param {string} format */
  const link = (format) =>
    `/api/v1/history/${type}?format=${format}&since=${Math.round(since)}`;
  return html`
    <div class="choices">
      <label>${t("choice.last")}<select value=${hours} onChange=${(
        /** @type {Happening} */ event,
      ) => setHours(Number(event.target.value))}>
        <option value="1">${t("choice.hour")}</option>
        <option value="24">${t("choice.hours", { n: 24 })}</option>
        <option value="168">${t("choice.days", { n: 7 })}</option>
      </select></label>
      <label>${t("choice.colour")}<select value=${name} onChange=${(
        /** @type {Happening} */ event,
      ) => setName(measureOf(event.target.value))}>
        ${Object.entries(MEASURES).map(([id, { name }]) =>
          html`<option value=${id}>${name}</option>`
        )}
      </select></label>
      <${Choice} name=${t("choice.track")} tracks=${tracks} none=${t(
        "choice.newest",
      )}
        value=${first}
        change=${setFirst} />
      <${Choice} name=${t("choice.compare")} tracks=${tracks} none=${t(
        "choice.none",
      )}
        value=${second}
        change=${setSecond} />
      <span class="buttons">
        <a class="button" href=${link("gpx")} download>GPX</a>
        <a class="button" href=${link("csv")} download>CSV</a>
      </span>
    </div>
    ${shown(loaded, (data) =>
      html`
        <${Maps} ...${data} first=${first} second=${second}
          name=${name} />
      `)}
  `;
}

/**
 * One track, or two side by side.
 * @param {{ tracks: readonly Point[][], losses: readonly { way: string, at: number }[], first: string, second: string, name: MeasureName }} props
 */
function Maps({ tracks, losses, first, second, name }) {
  /** @param {string} begin */
  const chosen = (begin) => tracks.find(([point]) => point?.time === begin);
  const shown = [chosen(first) ?? tracks[0], chosen(second)]
    .filter((track) => track !== undefined);
  if (shown.length === 0) {
    return html`
      <${Panel} title=${t("track.none")}>
        <${Empty}>${t("track.how")}<//><//>
    `;
  }
  const ends = endsOf(MEASURES[name], shown);
  return html`
    <div class="maps ${shown.length > 1 ? "two" : ""}">
      ${shown.map((points) =>
        html`
          <${TrackMap} points=${points} losses=${losses}
            measure=${name} ends=${ends} />
        `
      )}
    </div>
    <${Scale} measure=${name} ends=${ends} />
  `;
}

/**
 * Tracks by their begin; empty for what `none` says.
 * @param {{ name: string, tracks: readonly Point[][], value: string, change: (begin: string) => void, none: string }} props
 */
function Choice({ name, tracks, value, change, none }) {
  return html`
    <label>${name}<select value=${value} onChange=${(
      /** @type {Happening} */ event,
    ) => change(event.target.value)}>
      <option value="">${none}</option>
      ${tracks.map(([point]) =>
        html`<option value=${point?.time}>${timeText(point?.time)}</option>`
      )}
    </select></label>
  `;
}

/** @param {{ points: readonly Point[], losses: readonly { way: string, at: number }[], measure: MeasureName, ends: [number, number] }} props */
function TrackMap({ points, losses, measure, ends }) {
  const marks = useMemo(() => marksOf(points, losses), [points, losses]);
  const signs = useMemo(() => signsOf(marks), [marks]);
  const [low, high] = ends, { of, quality } = MEASURES[measure];
  const paint = useMemo(() => (/** @type {number} */ i) => {
    const before = points[i - 1], point = points[i];
    if (before === undefined || point === undefined) return undefined;
    if (!isMeasured(before, point)) return undefined;
    return shade((of(point) - low) / (high - low || 1), quality);
  }, [points, measure, low, high]);
  /** @param {string} way */
  const lost = (way) => marks.filter((mark) => mark.way === way).length;
  const gsm = points.reduce((sum, { signal }) => sum + signal, 0) /
    points.length;
  const first = timeText(points[0]?.time), last = timeText(points.at(-1)?.time);
  return html`
    <${Panel} title=${first}
      end=${html`<span class="small quiet">${
        t("track.until", { when: last })
      }</span>`}>
      <${WayMap} points=${points} paint=${paint} signs=${signs}
        label=${t("track.label", { n: points.length })} />
      <p class="small quiet num">
        ${t("track.sum", {
          n: points.length,
          gsm: fixed(gsm, 1),
          network: lost("network"),
          server: lost("server"),
          gps: lost("gps"),
        })}
      </p>
      <//>
  `;
}

/** @param {{ measure: MeasureName, ends: [number, number] }} props */
function Scale({ measure, ends }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const { name, quality, unit = "" } = MEASURES[measure];
  const isSpeed = measure === "speed";
  const [low, high] = isSpeed ? ends.map(inUnit) : ends;
  const shownUnit = isSpeed ? speedUnit() : unit;
  useEffect(() => {
    const { current } = canvas;
    const pen = current?.getContext("2d");
    if (!current || !pen) return;
    for (let x = 0; x < current.width; x++) {
      pen.fillStyle = shade(x / current.width, quality);
      pen.fillRect(x, 0, 1, current.height);
    }
  }, [measure]);
  return html`
    <p class="scale">
      <span>${name} ${fixed(low)}</span>
      <canvas ref=${canvas} width="150" height="10" aria-hidden="true"></canvas>
      <span>${fixed(high)} ${shownUnit}</span>
      <span>${t("track.signs")}</span>
    </p>
  `;
}
