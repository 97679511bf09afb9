// @ts-check
/** All metrics with their age, to look up what the gateway knows. */
import { useLive } from "../api.js";
import { html, useState } from "../lib.js";
import { Table } from "../table.js";
import { t } from "../texts.js";
import { ageText, Empty, Panel } from "../widgets.js";
import { valueText } from "../words.js";

/** @import { Live } from "../live.js" */

/** Numbers and flags have a course over time. @param {{ value: unknown }} reading */
const hasCourse = ({ value }) =>
  typeof value === "number" || typeof value === "boolean";

/** Kinds of metrics by the begin of their names: `m`, `s`, `v.b`, `xrt.c`. @param {string} name */
const kindOf = (name) =>
  /^((?:v|x[a-z]+)\.[a-z]+(?=\.)|[a-z]+)/.exec(name)?.[0] ?? name;

/** What kinds are called; those of a vehicle type have the begin of their names alone. @type {Readonly<Record<string, string>>} */
const KINDS = {
  "m": t("kind.m"),
  "s": t("kind.s"),
  "v": t("kind.v"),
  "v.b": t("kind.v.b"),
  "v.c": t("kind.v.c"),
  "v.d": t("kind.v.d"),
  "v.e": t("kind.v.e"),
  "v.i": t("kind.v.i"),
  "v.m": t("kind.v.m"),
  "v.p": t("kind.v.p"),
};

export default function Metrics() {
  const live = useLive(), [wanted, setWanted] = useState("");
  const names = [...live.metrics.keys()].sort()
    .filter((name) => name.includes(wanted.trim().toLowerCase()));
  const kinds = Map.groupBy(names, kindOf);
  return html`
    <div class="choices">
      <label>${t("filter.contains")}<input type="search" value=${wanted}
        onInput=${(event) => setWanted(event.target.value)} /></label>
    </div>
    ${names.length === 0
      ? html`
        <${Panel} title=${t("metrics.all")}>
          <${Empty}>${live.connections === 0
            ? t("state.loading")
            : t("metrics.noName")}<//><//>
      `
      : html`
        <div class="flow">${[...kinds].map(([kind, names]) =>
          html`
            <${Panel} key=${kind} title=${KINDS[kind] ?? kind}
              end=${kind in KINDS
                ? html`<code class="small quiet">${kind}</code>`
                : undefined}>
              <${Values} live=${live} names=${names} />
              <//>
          `
        )}</div>
      `}
  `;
}

/** @param {{ live: Live, names: readonly string[] }} props */
const Values = ({ live, names }) =>
  html`
    <${Table} pairs
      columns=${[
        { name: t("table.name") },
        { name: t("metrics.value"), num: true },
        { name: t("metrics.age"), whole: true },
      ]}
      rows=${names.map((name) => {
        const reading = live.look(name);
        const unit = live.metrics.get(name)?.unit ?? "";
        return {
          key: name,
          class: reading.freshness,
          cells: [
            hasCourse(reading)
              ? html`<a class="plain" href="#charts:${name}">${name}</a>`
              : name,
            html`<span title=${String(reading.value ?? "")}>${
              valueText(
                reading.value,
                unit,
              )
            }</span>`,
            ageText(reading),
          ],
        };
      })}
    />
  `;
