// @ts-check
/** Links and channels: their state, their last errors, and a test message. */
import {
  ask,
  Empty,
  html,
  Panel,
  shown,
  Table,
  useEffect,
  useLoaded,
  useState,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** Between two looks, ms. */
const EVERY = 5000;

/**
 * @typedef {{ name: string, state: string, problems: string[] }} Link
 * @typedef {{ id: string, exists: boolean, ready: boolean, waiting: number, last: string, error: string }} Channel
 * @typedef {{ links: Link[], channels: Channel[] }} State
 */

/** What channels are called; others have a name of their own, such as ntfy. @type {Readonly<Record<string, string>>} */
const CHANNELS = {
  ip: t("channel.ip"),
  sms: t("channel.sms"),
  webpush: t("channel.webpush"),
  webhook: t("channel.webhook"),
};
/** @param {string} id */
const nameOf = (id) => CHANNELS[id] ?? id;

/** @returns {Promise<State>} */
const load = () => ask("/plugins/ways/state");

export default function Ways() {
  const loaded = useLoaded(load);
  useEffect(() => {
    const timer = setInterval(loaded.reload, EVERY);
    return () => clearInterval(timer);
  }, []);
  return shown(loaded, ({ links, channels }) =>
    html`
      <${Panel} title=${t("ways.links")}>
        <${Links} links=${links} />
        <//>
        <${Panel} title=${t("ways.channels")}>
          <${Channels} channels=${channels} sent=${loaded.reload} />
          <//>
    `);
}

/** @param {{ links: Link[] }} props */
function Links({ links }) {
  if (links.length === 0) return html`<${Empty}>${t("ways.links.none")}<//>`;
  return html`
    <${Table}
      columns=${[{ name: t("ways.link") }, {
        name: t("ways.state"),
        long: true,
      }]}
      rows=${links.map(({ name, state, problems }) => ({
        key: name,
        cells: [
          name,
          html`${state}${
            problems.map((text) => html`<div class="small quiet">${text}</div>`)
          }`,
        ],
      }))}
    />
  `;
}

/** @param {{ channels: Channel[], sent: () => void }} props */
function Channels({ channels, sent }) {
  const [said, say] = useState("");
  /** @param {string} channel */
  const test = (channel) =>
    ask("/plugins/ways/test", "POST", { channel }).then(() => {
      say(t("ways.test.sent", { channel: nameOf(channel) }));
      sent();
    }, (error) => say(String(error instanceof Error ? error.message : error)));
  return html`
    <${Table}
      columns=${[
        { name: t("ways.channel") },
        { name: t("ways.state") },
        { name: t("ways.waiting"), num: true },
        { name: t("ways.last") },
        { name: t("ways.test"), hidden: true },
      ]}
      rows=${channels.map((channel) => ({
        key: channel.id,
        cells: [
          nameOf(channel.id),
          stateText(channel),
          channel.waiting,
          html`${channel.last || t("ways.last.none")}${
            channel.error !== "" &&
            html`<div class="small quiet">${channel.error}</div>`
          }`,
          html`
            <button type="button" class="small" disabled=${!channel.exists}
              aria-label=${t("ways.test.this", {
                channel: nameOf(channel.id),
              })}
              onClick=${() => test(channel.id)}>${t("ways.test")}</button>
          `,
        ],
      }))}
    />
    <p role="status">${said}</p>
  `;
}

/** @param {Channel} channel */
function stateText({ exists, ready }) {
  if (!exists) return t("ways.state.missing");
  return ready ? t("ways.state.ready") : t("ways.state.waits");
}
