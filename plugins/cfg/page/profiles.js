// @ts-check
/** Profiles as cards: drive modes, what differs, names, texts to keep or to give away; lock and valet mode. */
import {
  ask,
  command,
  copied,
  Empty,
  html,
  Panel,
  shown,
  Table,
  useLoaded,
  useRef,
  useState,
} from "ovms-edge/page";
import { Confirm } from "./confirm.js";
import { Lock } from "./lock.js";
import { differencesOf, settingsOf } from "./profile_values.js";
import { Said, useWork } from "./said.js";
import { t } from "./texts.js";

/** @import { Happening } from "ovms-edge/page" */
/** @import { Question } from "./confirm.js" */
/** @import { Card, Field } from "./profile_values.js" */
/** @import { Told } from "./said.js" */
/** @typedef {{ fields: Field[], cards: Card[], live: string | null, unsaved: boolean, partly: boolean, modes: boolean, lock: number | null, valet: number | null, locks: boolean }} Profiles */
/** @typedef {(at: string, doing: string, text: string) => Promise<void>} Send */

/** @returns {Promise<Profiles>} */
async function profilesNow() {
  const known = /** @type {Profiles} */ (await ask("/plugins/cfg/profiles"));
  // What is set now is no profile, which has a name of its owner's.
  const cards = known.cards.map((card) =>
    card.id === "" ? { ...card, name: t("maps.now") } : card
  );
  return { ...known, cards };
}

export default function ProfilesPage() {
  const known = useLoaded(profilesNow);
  const { told, busy, work } = useWork();
  const [question, setQuestion] = useState(
    /** @type {Question | undefined} */ (undefined),
  );
  /** @type {Send} */
  const send = (at, doing, text) =>
    work(at, doing, async () => {
      const { status, messages } = await command(text);
      known.reload();
      const answer = messages.join("\n");
      if (status !== "ok") throw new Error(answer);
      return answer;
    });
  /** @param {Card} card @param {string} at */
  const load = ({ id, name }, at) =>
    setQuestion({
      title: t("mode.ask", { name }),
      lines: [
        t("mode.all"),
        t("mode.driving"),
      ],
      go: () => send(at, t("mode.loading", { name }), `CFG LOAD ${id}`),
    });
  return html`
    ${shown(known, (profiles) =>
      html`
        ${profiles.modes && html`
          <${Modes} ...${profiles} busy=${busy} told=${told}
            load=${load} />
        `}
        ${profiles.locks && html`
          <${Lock} lock=${profiles.lock} valet=${profiles.valet} busy=${busy}
            told=${told} send=${send} />
        `}
        <div class=${profiles.cards.length > 1 ? "flow" : "columns loose"}>
          ${profiles.cards.map((card) =>
            html`
              <${ProfileCard} key=${card.id} card=${card} profiles=${profiles}
                busy=${busy} told=${told} send=${send} load=${load}
                work=${work} reload=${known.reload} />
            `
          )}
          ${profiles.cards.length > 1 &&
            html`<${Compare} fields=${profiles.fields} cards=${profiles.cards} />`}
          <${Take} cards=${profiles.cards} modes=${profiles.modes} busy=${busy}
            told=${told} send=${send} />
        </div>
      `)}
    <${Confirm} question=${question} close=${() => setQuestion(undefined)} />
  `;
}

/**
 * A button for each profile with a number; the one that is in the car is pressed.
 * @param {Profiles & { busy: boolean, told: Told, load: (card: Card, at: string) => void }} props
 */
function Modes({ cards, live, unsaved, partly, busy, told, load }) {
  return html`
    <${Panel} title=${t("mode.title")}>
      <div class="buttons" role="group" aria-label=${t("mode.title")}>
        ${cards.filter(({ id }) => id !== "").map((card) =>
          html`
            <button class=${card.id === live ? "main" : ""}
              aria-pressed=${card.id === live && !unsaved && !partly}
              disabled=${busy}
              onClick=${() => load(card, "mode")}>${card.id === live && unsaved
                ? t("mode.changed", { name: card.name })
                : card.name}</button>
          `
        )}
      </div>
      ${partly && html`
        <p
          class="small">${t("mode.partly")}</p>
      `}
      <${Said} told=${told} at="mode" />
      <//>
  `;
}

/**
 * @typedef {object} CardProps
 * @property {Card} card
 * @property {Profiles} profiles
 * @property {boolean} busy
 * @property {Told} told
 * @property {Send} send
 * @property {(card: Card, at: string) => void} load
 * @property {(at: string, doing: string, task: () => Promise<string>) => Promise<void>} work
 * @property {() => void} reload
 */

/** @param {CardProps} props */
function ProfileCard(
  { card, profiles, busy, told, send, load, work, reload },
) {
  const { id, name, text, lost, beyond, stored } = card, at = `card ${id}`;
  const set = settingsOf(profiles.fields, card), isLive = id === profiles.live;
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const copy = () =>
    work(at, t("profile.copying"), async () => {
      if (!await copied(text, field.current)) {
        throw new Error(t("profile.copyByHand"));
      }
      return t("profile.copied");
    });
  return html`
    <${Panel} title=${name} end=${html`
      <span class="small quiet">${id !== "" && isLive
        ? t("profile.inCar")
        : ""}</span>
    `}>
      ${set.length === 0
        ? html`<p class="small quiet">${t("profile.delivered")}</p>`
        : html`
          <ul class="plain small">
            ${set.map(({ name, text }) => html`<li>${name}: ${text}</li>`)}
          </ul>
        `}
      ${lost.length > 0 && html`
        <p class="small quiet">${t("profile.lost", {
          names: lost.join(", "),
        })}</p>
      `}
      ${beyond.length > 0 && html`
        <p class="small quiet">${t("profile.beyond", {
          names: beyond.join(", "),
        })}</p>
      `}
      <label class="line small">${t("profile.text")}
        <input readonly ref=${field} value=${text} data-profile=${id} size="24"
          onFocus=${(/** @type {Happening} */ event) => event.target.select()}
        /></label>
      <div class="buttons">
        <button onClick=${copy}>${t("profile.copy")}</button>
        ${id !== "" && html`
          <button disabled=${busy}
            onClick=${() => load(card, at)}>${t("profiles.load")}</button>
        `}
        ${stored && html`
          <button disabled=${busy}
            onClick=${() =>
              send(
                at,
                t("profile.saving", { name }),
                `CFG SAVE ${id}`,
              )}>${t("profile.saveHere")}</button>
        `}
      </div>
      ${profiles.modes && stored && html`
        <${Rename} card=${card} busy=${busy} work=${work}
          reload=${reload} />
      `}
      <${Said} told=${told} at=${at} />
    <//>
  `;
}

/** @param {Pick<CardProps, "card" | "busy" | "work" | "reload">} props */
function Rename({ card: { id, name }, busy, work, reload }) {
  const [wanted, setWanted] = useState(name);
  /** @param {Event} event */
  const rename = (event) => {
    event.preventDefault();
    work(`card ${id}`, t("profile.renaming"), async () => {
      await ask("/plugins/cfg/name", "POST", { id, name: wanted });
      reload();
      return t("profile.renamed", {
        name: wanted.trim() || t("profile.numbered", { id }),
      });
    });
  };
  return html`
    <form class="buttons" onSubmit=${rename}>
      <label
        class="small">${t(
          "profiles.name",
        )} <input value=${wanted} maxlength="24" size="14"
        onInput=${(/** @type {Happening} */ event) =>
          setWanted(event.target.value)} /></label>
      <button disabled=${busy || wanted === name}>${t(
        "profile.rename",
      )}</button>
    </form>
  `;
}

/** @param {{ fields: Field[], cards: Card[] }} props */
function Compare({ fields, cards }) {
  const [ids, setIds] = useState(
    () => /** @type {[string, string]} */ (["", cards[1]?.id ?? ""]),
  );
  const [one, other] = ids.map((id) => cards.find((card) => card.id === id));
  /** @param {0 | 1} at */
  const choice = (at) =>
    html`
      <select aria-label=${at === 0 ? t("compare.first") : t("compare.second")}
        value=${ids[at]} onChange=${(/** @type {Happening} */ event) =>
          setIds(
            at === 0
              ? [event.target.value, ids[1]]
              : [ids[0], event.target.value],
          )}>
        ${cards.map(({ id, name }) =>
          html`<option value=${id}>${name}</option>`
        )}
      </select>
    `;
  const differences = one && other ? differencesOf(fields, one, other) : [];
  return html`
    <${Panel} title=${t("compare.title")}>
      <div class="buttons">${choice(0)} <span>${t(
        "compare.with",
      )}</span> ${choice(1)}</div>
      ${differences.length === 0
        ? html`<${Empty}>${t("compare.same")}<//>`
        : html`
          <${Table}
            columns=${[
              { name: t("compare.value") },
              { name: one?.name ?? "" },
              { name: other?.name ?? "" },
            ]}
            rows=${differences.map(({ name, one, other }) => ({
              key: name,
              cells: [name, one, other],
            }))}
          />
        `}
    <//>
  `;
}

/**
 * A text that somebody gave.
 * @param {{ cards: Card[], modes: boolean, busy: boolean, told: Told, send: Send }} props
 */
function Take({ cards, modes, busy, told, send }) {
  const numbered = cards.filter(({ stored }) => stored);
  const [to, setTo] = useState(modes ? numbered[0]?.id ?? "" : "");
  const [text, setText] = useState("");
  /** @param {Event} event */
  const take = (event) => {
    event.preventDefault();
    send("take", t("take.doing"), `CFG SET ${to} ${text.trim()}`);
  };
  return html`
    <${Panel} title=${t("take.title")}>
      <p
        class="small quiet">${t("take.what")}</p>
      <form class="buttons" onSubmit=${take}>
        ${modes
          ? html`
            <label class="small">${t("take.into")} <select value=${to}
              onChange=${(/** @type {Happening} */ event) =>
                setTo(event.target.value)}>
              ${numbered.map(({ id, name }) =>
                html`<option value=${id}>${name}</option>`
              )}
            </select></label>
          `
          : html`
            <label class="small">${t(
              "profiles.name",
            )} <input value=${to} required size="12"
              maxlength="16" pattern="[A-Za-z0-9_\\-]+"
              onInput=${(/** @type {Happening} */ event) =>
                setTo(event.target.value)} /></label>
          `}
        <label class="small">${t(
          "take.text",
        )} <input value=${text} required size="24"
          onInput=${(/** @type {Happening} */ event) =>
            setText(event.target.value)} /></label>
        <button disabled=${busy || to === "" || text === ""}>${t(
          "take.it",
        )}</button>
      </form>
      <${Said} told=${told} at="take" />
      <//>
  `;
}
