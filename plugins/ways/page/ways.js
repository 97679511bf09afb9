// @ts-check
/** Links and channels: their state, their last errors, and a test message. */
import {
  ask,
  Empty,
  Failed,
  html,
  Panel,
  useEffect,
  useLoaded,
  useState,
} from "ovms-edge/page";

/** Between two looks, ms. */
const EVERY = 5000;

/**
 * @typedef {{ name: string, state: string, problems: string[] }} Link
 * @typedef {{ id: string, exists: boolean, ready: boolean, waiting: number, last: string, error: string }} Channel
 * @typedef {{ links: Link[], channels: Channel[] }} State
 */

/** @returns {Promise<State>} */
const load = () => ask("/plugins/ways/state");

export default function Ways() {
  const { data, error, reload } = useLoaded(load);
  useEffect(() => {
    const timer = setInterval(reload, EVERY);
    return () => clearInterval(timer);
  }, []);
  if (data === undefined) {
    return error === undefined
      ? html`<${Empty}>Loading…<//>`
      : html`<${Failed} error=${error} />`;
  }
  return html`
    <${Panel} title="Links">
      <${Links} links=${data.links} />
      <//>
      <${Panel} title="Channels of notices">
        <${Channels} channels=${data.channels} sent=${reload} />
        <//>
  `;
}

/** @param {{ links: Link[] }} props */
function Links({ links }) {
  if (links.length === 0) return html`<${Empty}>No link is set up<//>`;
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col">Link</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>${links.map(({ name, state, problems }) =>
        html`
          <tr key=${name}>
            <th scope="row">${name}</th>
            <td class="wrap">${state}${problems.map((text) =>
              html`
                <div class="small quiet">${text}</div>
              `
            )}</td>
          </tr>
        `
      )}</tbody>
    </table>
  `;
}

/** @param {{ channels: Channel[], sent: () => void }} props */
function Channels({ channels, sent }) {
  const [said, say] = useState("");
  /** @param {string} channel */
  const test = (channel) =>
    ask("/plugins/ways/test", "POST", { channel }).then(() => {
      say(`A test message is on its way to ${channel}`);
      sent();
    }, (error) => say(String(error instanceof Error ? error.message : error)));
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col">Channel</th>
          <th scope="col">State</th>
          <th scope="col" class="num">Waiting</th>
          <th scope="col">Last</th>
          <th scope="col"><span class="small">Test</span></th>
        </tr>
      </thead>
      <tbody>${channels.map((channel) =>
        html`
          <tr key=${channel.id}>
            <th scope="row">${channel.id}</th>
            <td class="wrap">${stateText(channel)}</td>
            <td class="num">${channel.waiting}</td>
            <td class="wrap">${channel.last || "none yet"}${channel.error === ""
              ? ""
              : html`<div class="small quiet">${channel.error}</div>`}</td>
            <td><button type="button" disabled=${!channel.exists}
              aria-label=${`Test ${channel.id}`}
              onClick=${() => test(channel.id)}>Test</button></td>
          </tr>
        `
      )}</tbody>
    </table>
    <p role="status">${said}</p>
  `;
}

/** @param {Channel} channel */
function stateText({ exists, ready }) {
  if (!exists) return "not set up";
  return ready ? "ready" : "waits";
}
