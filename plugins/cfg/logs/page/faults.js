// @ts-check
/** What the motor controller noted about itself, in words: active faults, fault log, system log, counters. */
import {
  ask,
  command,
  Empty,
  Failed,
  html,
  Panel,
  reason,
  Table,
  useLive,
  useState,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @typedef {{ code: string | null, text: string, class: string | null, time: string | null, first: string | null, times: number | null, data: string | null, spans: Readonly<Record<string, readonly [low: string, high: string]>> | null }} Entry */
/** @typedef {{ count: number, next: number, entries: Entry[] }} Read */
/** @typedef {Readonly<Record<string, Read>>} Logs by name, those that were read */

const LOGS = [
  { log: "alerts", title: t("log.alerts") },
  { log: "faults", title: t("log.faults"), clears: true },
  { log: "system", title: t("log.system"), clears: true },
  { log: "counts", title: t("log.counts"), clears: true },
  { log: "minmax", title: t("log.minmax"), clears: true },
];
/**
 * How a class of faults is marked.
 * @type {Readonly<Record<string, string>>}
 */
const CLASSES = {
  "warning": "watch",
  "drive inhibited": "watch",
  "severe": "alert",
  "very severe": "alert",
  "return to base": "alert",
};
/** Lowest and highest values, in their order. */
const SPANS = [
  { of: "battery", name: t("span.battery"), unit: "V" },
  { of: "capacitor", name: t("span.capacitor"), unit: "V" },
  { of: "motor", name: t("span.motor"), unit: "A" },
  { of: "speed", name: t("span.speed"), unit: "rpm" },
  { of: "heat", name: t("span.heat"), unit: "°C" },
];
/** Entries that are read at once. */
const PAGE = 10;

export default function Faults() {
  const live = useLive();
  const [read, setRead] = useState(/** @returns {Logs} */ () => ({}));
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(
    /** @type {string | undefined} */ (undefined),
  );

  /**
   * Does one thing at a time.
   * @param {string} what
   * @param {() => Promise<void>} task
   */
  const work = async (what, task) => {
    setBusy(what);
    setError(undefined);
    try {
      await task();
    } catch (problem) {
      setError(reason(problem));
    }
    setBusy("");
  };
  /** @param {string} log */
  const load = async (log, first = 0) => {
    /** @type {{ count: number, entries: Entry[] }} */
    const answer = await ask("/plugins/logs/entries", "POST", { log, first });
    setRead((before) => ({
      ...before,
      [log]: {
        count: answer.count,
        next: first + PAGE,
        entries: [
          ...(first === 0 ? [] : before[log]?.entries ?? []),
          ...answer.entries,
        ],
      },
    }));
  };
  /** @param {string} log */
  const clear = async (log) => {
    const { status, messages } = await command(`LOGS CLEAR ${log}`);
    if (status !== "ok") throw new Error(messages.join("\n"));
    await load(log);
  };
  const { value: key, freshness } = live.look("xrt.e.key");
  const isOn = key === true && freshness === "fresh";
  return html`
    <${Failed} error=${error} />
    ${!isOn &&
      html`
        <p
          class="notice">${t("read.when")}</p>
      `}
    <div class="columns loose">
      <${Panel} title=${t("read.title")}>
      <p class="small quiet">${t("read.about")}</p>
      <div class="buttons">
      <button class="main" disabled=${busy !== ""}
        onClick=${() =>
          work("all", async () => {
            for (const { log } of LOGS) await load(log);
          })}>${t("read.all")}</button>
      <span role="status" class="small quiet">${busy !== ""
        ? t("read.busy")
        : ""}</span>
      </div>
    <//>
    ${LOGS.map(({ log, title, clears }) =>
      html`
        <${Log} key=${log} title=${title} known=${read[log]}
          busy=${busy !== ""}
          load=${(/** @type {number} */ first) =>
            work(log, () => load(log, first))}
          clear=${clears ? () => work(log, () => clear(log)) : undefined} />
      `
    )}</div>
  `;
}

/** @param {{ title: string, known: Read | undefined, busy: boolean, load: (first: number) => void, clear: (() => void) | undefined }} props */
function Log({ title, known, busy, load, clear }) {
  const more = known !== undefined && known.next < known.count;
  const [sure, setSure] = useState(false);
  return html`
    <${Panel} title=${title} end=${html`
      <span class="buttons">
        <button class="small" disabled=${busy}
          onClick=${() => load(0)}>${t("read.one")}</button>
        ${clear !== undefined && (known?.entries.length ?? 0) > 0 && html`
          <button class="small" disabled=${busy}
            onClick=${() => {
              if (sure) clear();
              setSure(!sure);
            }}>${sure ? t("clear.sure") : t("clear.first")}</button>
        `}
      </span>
    `}>
      ${known === undefined
        ? html`<${Empty}>${t("log.unread")}<//>`
        : known.entries.length === 0
        ? html`<${Empty}>${t("log.empty")}<//>`
        : html`<${Entries} entries=${known.entries} />`}
      ${more && html`
        <button disabled=${busy}
          onClick=${() => load(known.next)}>${t("log.older", {
            n: known.count - known.next,
          })}</button>
      `}
    <//>
  `;
}

/** @param {{ entries: readonly Entry[] }} props */
function Entries({ entries }) {
  return html`
    <ul class="plain">
      ${entries.map((entry) =>
        entry.spans === null
          ? html`
            <li data-code=${entry.code}>
              <div><b>${entry.text}</b> <${Kind} of=${entry.class} /></div>
              <div class="small quiet"><code>${entry.code}</code> ${details(
                entry,
              )}</div>
            </li>
          `
          : html`
            <li>
              <${Spans} spans=${entry.spans} />
            </li>
          `
      )}
    </ul>
  `;
}

/** @param {{ spans: NonNullable<Entry["spans"]> }} props */
function Spans({ spans }) {
  return html`
    <${Table} pairs
      columns=${[{ name: t("span.of") }, { name: t("span.range") }]}
      rows=${SPANS.map(({ of, name, unit }) => ({
        key: of,
        cells: [name, `${spans[of]?.join(" … ")} ${unit}`],
      }))}
    />
  `;
}

/** @param {{ of: string | null }} props */
function Kind({ of }) {
  if (of === null) return null;
  return html`
    <span class="mark ${CLASSES[of]}">${of}</span>
  `;
}

/** When it was, how often, and the controller's own data. @param {Entry} entry */
function details({ time, first, times, data }) {
  return [
    ...(times === null ? [] : [t("entry.times", { n: times })]),
    ...(first === null ? [] : [t("entry.first", { time: first })]),
    ...(time === null
      ? []
      : [first === null ? t("entry.at", { time }) : t("entry.last", { time })]),
    ...(data === null ? [] : [t("entry.data", { data })]),
  ].join(", ");
}
