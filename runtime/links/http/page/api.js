// @ts-check
/** The gateway: questions, answers, and the live stream of metrics. */
import { createFeed } from "./feed.js";
import { language } from "./languages.js";
import { html, reason, useCount, useEffect, useState } from "./lib.js";
import { Live } from "./live.js";
import { t } from "./texts.js";

export { Live };

const BASE = "/api/v1";
/** Until a question that failed is asked again, ms. */
const AGAIN = 5000;

/** An answer that is a refusal; its message is what the gateway said. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP; 0 when there was no answer
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Answers that pages of plugins work with, too.
 * @typedef {import("./answers.ts").Trail} Trail
 * @typedef {import("./answers.ts").Feature} Feature
 * @typedef {import("./answers.ts").SeriesPoints} SeriesPoints
 */

/** The latest values as the stream brings them. */
export const live = new Live(() => performance.now());

/**
 * Asks the gateway; the answer's JSON, of the type that the caller expects by its own.
 * @template [T=unknown]
 * @param {string} path behind `/api/v1`
 * @param {"GET" | "POST" | "PUT" | "DELETE"} [method]
 * @param {unknown} [body] sent as JSON
 * @returns {Promise<T>}
 */
export async function ask(path, method = "GET", body) {
  const had = method === "GET" ? kept.get(path) : undefined;
  const response = await fetch(BASE + path, {
    method,
    headers: {
      "accept-language": language,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(had === undefined ? {} : { "if-none-match": had.etag }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(away);
  if (response.status === 401 && path !== "/login") {
    feed.close();
    live.needLogin();
  }
  if (response.status === 304 && had !== undefined) return parsed(had.text);
  const text = await response.text().catch(away);
  const answer = parsed(text);
  const etag = response.headers.get("etag");
  if (etag !== null) keep(path, { etag, text });
  if (response.ok) return answer;
  throw new Refusal(response.status, answer?.detail ?? response.statusText);
}

/** The gateway went away, before its answer or within it. @returns {never} */
function away() {
  throw new Refusal(0, t("load.away"));
}

/**
 * Answers that need not be sent again while they stay the same; in memory, as they tell where the car was.
 * @type {Map<string, { etag: string, text: string }>}
 */
const kept = new Map();
/** So many of them. */
const KEPT = 30;

/**
 * @param {string} path
 * @param {{ etag: string, text: string }} answer
 */
function keep(path, answer) {
  kept.delete(path);
  kept.set(path, answer);
  for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
}

/** What a proxy in front says may be no JSON. @param {string} text */
function parsed(text) {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const feed = createFeed((message) => {
  if ("data" in message) live.take(message.kind, JSON.parse(message.data));
  else if (message.kind === "ended") ended();
  else live.interrupted();
}, () => live.rest());
live.onSilence = () => feed.open();

/** The browser gives up on an answer that is no stream: whether a login is missing tells any question. */
async function ended() {
  live.interrupted();
  await ask("/vehicle").catch(() => {});
  if (live.state !== "login") setTimeout(() => feed.open(), 2000);
}

/** Ends this browser's login. */
export async function logOut() {
  await ask("/logout", "POST", {});
  kept.clear();
  feed.close();
  live.needLogin();
}

/** Begins to listen to the gateway. */
export const openStream = () => feed.open();

/**
 * Runs a command as in a text message.
 * @param {string} text
 * @returns {Promise<import("./answers.ts").Said>}
 */
export const command = (text) => ask("/commands", "POST", { text });

/**
 * All records of a type since a time, page by page; the fields are those that the type declares.
 * @template [T=Record<string, string | number | null>]
 * @param {string} type
 * @param {number} [since] ms
 * @returns {Promise<({ id: number, time: string, number: number } & T)[]>}
 */
export async function history(type, since) {
  /** @type {({ id: number, time: string, number: number } & T)[]} */
  const all = [];
  const from = since === undefined ? "" : `&since=${Math.round(since)}`;
  /** @type {number | null} */
  let after = 0;
  while (after !== null) {
    /** @type {{ records: { id: number, time: string, number: number, fields: T }[], next: number | null }} */
    const page = await ask(
      `/history/${type}?limit=5000&after=${after}${from}`,
    );
    for (const { id, time, number, fields } of page.records) {
      all.push({ id, time, number, ...fields });
    }
    after = page.next;
  }
  return all;
}

/** Renders the component again with each event. */
export function useLive() {
  const [, again] = useCount();
  useEffect(() => live.listen(again), []);
  return live;
}

/**
 * What became of a question: data as soon as there is any, also beside a later failure.
 * @template T
 * @typedef {{ data: T | undefined, error: string | undefined, reload: () => void }} Loaded
 */

/**
 * Loads something when the component appears, when a dependency changes, and when the gateway is
 * back; what failed is tried again.
 * @template T
 * @param {() => Promise<T>} load
 * @param {readonly unknown[]} [dependencies]
 * @returns {Loaded<T>}
 */
export function useLoaded(load, dependencies = []) {
  /** @typedef {{ data: T | undefined, error: string | undefined }} Result */
  const [result, set] = useState(
    /** @returns {Result} */ () => ({ data: undefined, error: undefined }),
  );
  const [count, reload] = useCount();
  const failed = result.error !== undefined;
  useEffect(() => {
    let seen = live.connections;
    return live.listen(() => {
      // The first connection changes nothing for what was loaded beside it
      const back = live.connections !== seen && (failed || seen > 0);
      seen = live.connections;
      if (back) reload();
    });
  }, [failed]);
  useEffect(() => {
    if (!failed) return undefined;
    const timer = setTimeout(reload, AGAIN);
    return () => clearTimeout(timer);
  }, [result]);
  useEffect(() => {
    let current = true;
    load().then(
      (data) => current && set({ data, error: undefined }),
      (error) => current && set(({ data }) => ({ data, error: reason(error) })),
    );
    return () => void (current = false);
  }, [...dependencies, count]);
  return { ...result, reload };
}

/**
 * Shows what was loaded. Loading, failed, stale and empty look different: `show` says what is empty.
 * @template T
 * @param {Loaded<T>} loaded
 * @param {(data: T) => unknown} show
 */
export function shown({ data, error }, show) {
  if (data === undefined) {
    return error === undefined
      ? html`<p class="loading" aria-busy="true">${t("state.loading")}</p>`
      : html`<p class="notice bad" role="alert">${
        t("load.failed", { why: error })
      }</p>`;
  }
  if (error === undefined) return show(data);
  return html`
    <p class="notice warn" role="alert">${t("load.old", { why: error })}</p>
    <div class="outdated">${show(data)}</div>
  `;
}
