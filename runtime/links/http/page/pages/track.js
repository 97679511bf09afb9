/** Where the car was, on a plain canvas: coloured by speed, altitude or reception, two tracks side by side. */
import { history, useLive, useLoaded } from "../api.js";
import { MEASURES, project, roundLength, shade, tracksOf } from "../geo.js";
import {
  colour,
  fixed,
  html,
  speedUnit,
  timeText,
  useEffect,
  useMemo,
  useRef,
  useScheme,
  useState,
} from "../lib.js";
import { Empty, Failed, Panel } from "../widgets.js";

const TYPE = "RT-GPS-Log";
const HOUR = 3600_000;
const MARGIN = 28, HEIGHT = 380;

export function Track() {
  const live = useLive();
  const minute = Math.floor((live.time ?? 0) / 60_000);
  const [hours, setHours] = useState(24);
  const [measure, setMeasure] = useState("speed");
  const [first, setFirst] = useState(0), [second, setSecond] = useState(-1);
  const { data, error } = useLoaded(
    () => history(TYPE, Date.now() - hours * HOUR),
    [hours, minute],
  );
  const tracks = useMemo(() => tracksOf(data ?? []).reverse(), [data]);
  const shown = [tracks[Math.min(first, tracks.length - 1)], tracks[second]]
    .filter((track) => track !== undefined);
  const ends = endsOf(measure, shown);
  const link = (format) =>
    `/api/v1/history/${TYPE}?format=${format}&since=${
      Date.now() - hours * HOUR
    }`;
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
      <${Choice} name="Track" tracks=${tracks} value=${first}
        change=${setFirst} />
      <${Choice} name="Compare with" tracks=${tracks} value=${second}
        change=${setSecond} none="none" />
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
            html`<${Map} points=${points} measure=${measure} ends=${ends} />`
          )}
        </div>
        <${Scale} measure=${measure} ends=${ends} />
      `}
  `;
}

function Choice({ name, tracks, value, change, none }) {
  return html`
    <label>${name}<select value=${value} onChange=${(event) =>
      change(Number(event.target.value))}>
      ${none !== undefined && html`<option value="-1">${none}</option>`}
      ${tracks.map((points, i) =>
        html`<option value=${i}>${timeText(points[0].time)}</option>`
      )}
    </select></label>
  `;
}

/** Both ends of the colours, the same for both tracks so that they can be compared. */
function endsOf(measure, tracks) {
  const { of, low, high } = MEASURES[measure];
  const values = tracks.flat().map(of).filter(Number.isFinite);
  return [low ?? Math.min(...values), high ?? Math.max(...values)];
}

function Map({ points, measure, ends }) {
  const canvas = useRef(null), scheme = useScheme();
  useEffect(() => {
    const element = canvas.current;
    const again = () => draw(element, points, measure, ends);
    const observer = new ResizeObserver(again);
    observer.observe(element);
    again();
    return () => observer.disconnect();
  }, [points, measure, ends.join(), scheme]);
  const facts = factsOf(points);
  return html`
    <${Panel} title=${timeText(
      points[0].time,
    )} end=${html`<span class="small quiet">until ${
      timeText(points.at(-1).time)
    }</span>`}>
      <canvas class="track" ref=${canvas} role="img"
        aria-label="Track of ${points.length} points"></canvas>
      <p class="small quiet num">
        ${points.length} points · GSM ${fixed(
          facts.gsm,
          1,
        )} of 31 on average, lost at ${facts.network} ·
        GPS lost at ${facts.gps}
      </p>
      <//>
  `;
}

const isNetworkLost = ({ signal }) => signal === 0;
const isGpsLost = ({ fix }) => fix === 0;

function factsOf(points) {
  return {
    gsm: points.reduce((sum, { signal }) => sum + signal, 0) / points.length,
    network: points.filter(isNetworkLost).length,
    gps: points.filter(isGpsLost).length,
  };
}

function draw(canvas, points, measure, [low, high]) {
  const { clientWidth: width } = canvas, ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const { scale, points: places } = project(points, width, HEIGHT, MARGIN);
  const { of, quality } = MEASURES[measure];
  pen.lineWidth = 4;
  pen.lineCap = "round";
  points.forEach((point, i) => {
    if (i === 0) return;
    pen.strokeStyle = shade((of(point) - low) / (high - low || 1), quality);
    pen.beginPath();
    pen.moveTo(...places[i - 1]);
    pen.lineTo(...places[i]);
    pen.stroke();
  });
  points.forEach((point, i) => {
    if (isNetworkLost(point)) cross(pen, places[i], colour("alert"));
    else if (isGpsLost(point)) ring(pen, places[i], colour("alert"), 5);
  });
  ring(pen, places[0], colour("ink"), 7);
  dot(pen, places.at(-1), colour("ink"));
  legend(pen, width, scale);
}

function ring(pen, [x, y], paint, radius) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.stroke();
}

function dot(pen, [x, y], paint) {
  pen.fillStyle = paint;
  pen.beginPath();
  pen.arc(x, y, 6, 0, 7);
  pen.fill();
}

function cross(pen, [x, y], paint) {
  pen.strokeStyle = paint;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x - 5, y - 5);
  pen.lineTo(x + 5, y + 5);
  pen.moveTo(x - 5, y + 5);
  pen.lineTo(x + 5, y - 5);
  pen.stroke();
}

/** Scale bar and north. */
function legend(pen, width, scale) {
  const paint = colour("ink"), y = HEIGHT - 16;
  const length = roundLength(120 / scale), bar = length * scale;
  pen.strokeStyle = pen.fillStyle = paint;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(14, y - 5);
  pen.lineTo(14, y);
  pen.lineTo(14 + bar, y);
  pen.lineTo(14 + bar, y - 5);
  pen.stroke();
  pen.font = "12px system-ui";
  pen.fillText(
    length < 1000 ? `${length} m` : `${length / 1000} km`,
    20 + bar,
    y + 2,
  );
  pen.beginPath();
  pen.moveTo(width - 20, 14);
  pen.lineTo(width - 26, 34);
  pen.lineTo(width - 20, 29);
  pen.lineTo(width - 14, 34);
  pen.closePath();
  pen.fill();
  pen.fillText("N", width - 24, 48);
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
      <span>○ begin · ● end · red ✕ no GSM network · red ○ no GPS fix</span>
    </p>
  `;
}
