/** Where the car was, on a plain canvas: coloured by speed, altitude or reception, two tracks side by side. */
import {
  ask,
  Empty,
  Failed,
  fixed,
  history,
  html,
  Panel,
  speedUnit,
  timeText,
  useEffect,
  useLive,
  useLoaded,
  useMemo,
  useRef,
  useScheme,
  useState,
} from "ovms-edge/page";
import { lossesOf, marksOf, MEASURES, shade, tracksOf } from "./geo.js";
import { drawTrack } from "./track_drawing.js";

const EVENTS = "*-Net-Event";
/** Stands for the newest track, whichever that is. */
const NEWEST = "";
const HOUR = 3600_000;

export default function Track() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const [hours, setHours] = useState(24);
  const [measure, setMeasure] = useState("speed");
  const [first, setFirst] = useState(NEWEST),
    [second, setSecond] = useState("");
  const since = (live.time ?? Date.now()) - hours * HOUR;
  const { data, error } = useLoaded(
    async () => {
      const { track } = await ask("/plugins/gps/sources");
      return await Promise.all([
        history(track, since),
        history(EVENTS, since),
        track,
      ]);
    },
    [hours, minute],
  );
  const [records, events, type] = data ?? [[], [], ""];
  const tracks = useMemo(() => tracksOf(records).reverse(), [data]);
  const losses = useMemo(() => lossesOf(events), [data]);
  const chosen = (begin) => tracks.find(([{ time }]) => time === begin);
  const shown = [chosen(first) ?? tracks[0], chosen(second)]
    .filter((track) => track !== undefined);
  const ends = endsOf(measure, shown);
  const link = (format) =>
    `/api/v1/history/${type}?format=${format}&since=${Math.round(since)}`;
  return html`
    <div class="choices">
      <label>From the last<select value=${hours} onChange=${(event) =>
        setHours(Number(event.target.value))}>
        <option value="1">hour</option><option value="24">24 hours</option><option value="168">7 days</option>
      </select></label>
      <label>Colour by<select value=${measure} onChange=${(event) =>
        setMeasure(event.target.value)}>
        ${Object.entries(MEASURES).map(([id, { name }]) =>
          html`<option value=${id}>${name}</option>`
        )}
      </select></label>
      <${Choice} name="Track" tracks=${tracks} none="the newest"
        value=${first}
        change=${setFirst} />
      <${Choice} name="Compare with" tracks=${tracks} none="none"
        value=${second}
        change=${setSecond} />
      <span class="buttons">
        <a class="button" href=${link("gpx")} download>GPX</a>
        <a class="button" href=${link("csv")} download>CSV</a>
      </span>
    </div>
    <${Failed} error=${error} />
    ${shown.length === 0
      ? html`
        <${Panel} title="No track">
          <${Empty}>There is a position a minute while the car drives; FEATURE 8 1 makes it one in 5 seconds.<//><//>
      `
      : html`
        <div class="maps ${shown.length > 1 ? "two" : ""}">
          ${shown.map((points) =>
            html`
              <${TrackMap} points=${points} losses=${losses}
                measure=${measure} ends=${ends} />
            `
          )}
        </div>
        <${Scale} measure=${measure} ends=${ends} />
      `}
  `;
}

/** Tracks by their begin; empty for what `none` says. */
function Choice({ name, tracks, value, change, none }) {
  return html`
    <label>${name}<select value=${value} onChange=${(event) =>
      change(event.target.value)}>
      <option value="">${none}</option>
      ${tracks.map(([{ time }]) =>
        html`<option value=${time}>${timeText(time)}</option>`
      )}
    </select></label>
  `;
}

/** Both ends of the colours, the same for both tracks so that they can be compared. */
function endsOf(measure, tracks) {
  const { of, low, high } = MEASURES[measure];
  const values = tracks.flat().map(of).filter(Number.isFinite);
  return [low ?? Math.min(...values), high?.() ?? Math.max(...values)];
}

function TrackMap({ points, losses, measure, ends }) {
  const canvas = useRef(null), scheme = useScheme();
  const marks = useMemo(() => marksOf(points, losses), [points, losses]);
  useEffect(() => {
    const element = canvas.current;
    const again = () => drawTrack(element, { points, marks, measure, ends });
    const observer = new ResizeObserver(again);
    observer.observe(element);
    again();
    return () => observer.disconnect();
  }, [points, marks, measure, ends.join(), scheme]);
  const lost = (way) => marks.filter((mark) => mark.way === way).length;
  const gsm = points.reduce((sum, { signal }) => sum + signal, 0) /
    points.length;
  const first = timeText(points[0].time), last = timeText(points.at(-1).time);
  return html`
    <${Panel} title=${first}
      end=${html`<span class="small quiet">until ${last}</span>`}>
      <canvas class="track" ref=${canvas} role="img"
        aria-label="Track of ${points.length} points"></canvas>
      <p class="small quiet num">
        ${points.length} points · GSM ${fixed(gsm, 1)} of 31 on average ·
        lost: network ${lost("network")} ×, server ${lost("server")} ×,
        GPS ${lost("gps")} ×
      </p>
      <//>
  `;
}

function Scale({ measure, ends: [low, high] }) {
  const canvas = useRef(null);
  const { name, quality, unit = "" } = MEASURES[measure];
  const shownUnit = measure === "speed" ? speedUnit() : unit;
  useEffect(() => {
    const { current } = canvas;
    const pen = current.getContext("2d");
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
      <span>○ begin · ● end · lost: ✕ network, ◇ server, red ○ GPS</span>
    </p>
  `;
}
