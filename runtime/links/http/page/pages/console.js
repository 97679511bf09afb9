// @ts-check
/** Text commands as by SMS, what was told to the owner, what was changed. */
import { ask, command, shown, useLive, useLoaded } from "../api.js";
import {
  html,
  reason,
  timeText,
  useCount,
  useEffect,
  useRef,
  useState,
} from "../lib.js";
import { Table } from "../table.js";
import { t } from "../texts.js";
import { Empty, Panel } from "../widgets.js";
import { offered } from "../words.js";

/** Steps through the words, or through what was typed before. @type {Readonly<Record<string, number>>} */
const MOVES = { ArrowDown: 1, ArrowUp: -1 };
/**
 * What was said; kept while the page is open, and nowhere else, as passwords may be among it.
 * @type {{ text: string, answers: readonly string[] | undefined, bad: boolean }[]}
 */
const talk = [];

/** @import { Word } from "../words.js" */

export default function Console() {
  return html`
    <div class="sides alike">
      <${Talk} />
      <div class="stack">
        <${Notifications} />
        <${Journal} />
      </div>
    </div>
  `;
}

/** @returns {Promise<import("../answers.ts").Registry>} */
const registry = () => ask("/registry");
/** @returns {Promise<import("../answers.ts").Notifications>} */
const notifications = () => ask("/notifications?limit=50");
/** @returns {Promise<import("../answers.ts").Journal>} */
const journal = () => ask("/journal?limit=50");

function Talk() {
  const [, again] = useCount();
  const [text, setText] = useState(""), [at, setAt] = useState(talk.length);
  const [chosen, choose] = useState(-1), [open, setOpen] = useState(false);
  const { data } = useLoaded(registry);
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const words = open ? offered(text, data?.commands ?? []) : [];
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  });

  /** @param {Event} event */
  const send = async (event) => {
    event.preventDefault();
    if (text.trim() === "") return;
    /** @type {(typeof talk)[number]} */
    const entry = { text, answers: undefined, bad: false };
    talk.push(entry);
    setText("");
    setOpen(false);
    setAt(talk.length);
    try {
      const { status, messages } = await command(text);
      entry.answers = messages;
      entry.bad = status !== "ok";
    } catch (error) {
      entry.answers = [reason(error)];
      entry.bad = true;
    }
    again();
  };
  /** @param {Word} word */
  const take = ({ name, usage }) => {
    setText(usage.includes(" ") ? `${name} ` : name);
    setOpen(false);
    choose(-1);
    input.current?.focus();
  };
  /** @param {number} step */
  const recall = (step) => {
    const place = Math.min(talk.length, Math.max(0, at + step));
    setAt(place);
    setText(talk[place]?.text ?? "");
    setOpen(false);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const { key } = event, some = words.length > 0, word = words[chosen];
    const move = MOVES[key];
    if (key === "Escape") setOpen(false);
    else if (move !== undefined && some && (chosen >= 0 || move > 0)) {
      choose((chosen + move + words.length) % words.length);
    } else if (move !== undefined) recall(move);
    else if (key === "Enter" && word !== undefined) take(word);
    else return;
    event.preventDefault();
  };
  return html`
    <${Panel} title=${t("talk.title")} end=${html`<span class="small quiet">${
      t("talk.help")
    }</span>`}>
      <div class="talk" role="log" aria-label=${t("talk.log")} tabindex="0">
        ${talk.length === 0 && html`
          <p
            class="quiet small">${t("talk.try")}</p>
        `}
        ${talk.map(({ text, answers, bad }) =>
          html`
            <p class="said">${text}</p>
            ${answers === undefined
              ? html`<p class="answer">…</p>`
              : answers.length === 0
              ? html`<p class="answer quiet">${t("talk.silent")}</p>`
              : answers.map((answer) =>
                html`<p class="answer ${bad ? "bad" : ""}">${answer}</p>`
              )}
          `
        )}
        <span ref=${end}></span>
      </div>
      <form class="prompt" onSubmit=${send}>
        <label class="hidden" for="command">${t("talk.command")}</label>
        <input id="command" ref=${input} value=${text} autocomplete="off"
          autocapitalize="characters" spellcheck=${false}
          role="combobox" aria-expanded=${words.length >
            0} aria-controls="words"
          aria-autocomplete="list"
          aria-activedescendant=${chosen >= 0 ? `word-${chosen}` : undefined}
          onInput=${(event) => {
            setText(event.target.value);
            setOpen(true);
            choose(-1);
          }} onKeyDown=${key} onBlur=${() =>
            setTimeout(() => setOpen(false), 150)} />
        <ul class="words" id="words" role="listbox" aria-label=${t(
          "talk.title",
        )}
          hidden=${words.length === 0}>
          ${words.map((word, i) =>
            html`
              <li id="word-${i}" role="option" aria-selected=${i === chosen}
                onMouseDown=${(event) => {
                  event.preventDefault();
                  take(word);
                }}><code>${word.usage}</code><span class="quiet">${word
                  .summary}</span></li>
            `
          )}
        </ul>
        <button class="main">${t("talk.send")}</button>
      </form>
      <//>
  `;
}

function Notifications() {
  const live = useLive();
  const loaded = useLoaded(notifications, [live.notification]);
  return html`
    <${Panel} title=${t("told.title")}>
      ${shown(
        loaded,
        (all) =>
          all.length === 0 ? html`<${Empty}>${t("state.noneYet")}<//>` : html`
            <${Table}
              columns=${[
                { name: t("table.when") },
                { name: t("told.message"), long: true },
                { name: t("table.state") },
              ]}
              rows=${all.map(({ id, time, channel, text, state, error }) => ({
                key: id,
                cells: [
                  timeText(time),
                  html`<span class="lines">${
                    text.replaceAll("\r", "\n")
                  }</span>`,
                  `${channel}, ${state}${error === "" ? "" : `: ${error}`}`,
                ],
              }))} />
          `,
      )}
    <//>
  `;
}

function Journal() {
  const loaded = useLoaded(journal);
  return html`
    <${Panel} title=${t("journal.title")}>
      ${shown(
        loaded,
        (all) =>
          all.length === 0 ? html`<${Empty}>${t("journal.none")}<//>` : html`
            <${Table}
              columns=${[
                { name: t("table.when") },
                { name: t("journal.who") },
                { name: t("journal.what") },
                { name: t("journal.old") },
                { name: t("journal.new") },
              ]}
              rows=${all.map((entry) => ({
                key: entry.id,
                cells: [
                  timeText(entry.time),
                  entry.who,
                  `${entry.what} ${entry.key}`,
                  entry.old,
                  entry.new,
                ],
              }))} />
          `,
      )}
    <//>
  `;
}
