/** The gateway: questions, answers, and the live stream of metrics. */
import { useEffect, useReducer, useState } from "./lib.js";

const BASE = "/api/v1";
/** Without an event for so long, the connection counts as lost, ms. */
const SILENCE = 5000;

/** An answer that is a refusal; its message is what the gateway said. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Asks the gateway; the answer's JSON. */
export async function ask(path, method = "GET", body) {
  const response = await fetch(BASE + path, {
    method,
    ...(body === undefined ? {} : {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  }).catch(() => {
    throw new Refusal(0, "The gateway cannot be reached");
  });
  if (response.status === 401) live.needsLogin(path !== "/login");
  const text = await response.text();
  const answer = text === "" ? undefined : JSON.parse(text);
  if (response.ok) return answer;
  throw new Refusal(response.status, answer?.detail ?? response.statusText);
}

/** Runs a command as in a text message; its messages. */
export const command = (text) => ask("/commands", "POST", { text });

/** All records of a type since a time, page by page. */
export async function history(type, since) {
  const all = [];
  const from = since === undefined ? "" : `&since=${Math.round(since)}`;
  for (let after = 0; after !== null;) {
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

/** The latest values as the stream brings them. */
class Live {
  metrics = new Map();
  /** `starting`, `live`, `lost` or `login`. */
  state = "starting";
  /** Number of the newest message to the owner. */
  notification = 0;
  /** The gateway's wall time, ms, or null. */
  time = null;
  /** Called when everything was told anew: at the begin, after a break, with another vehicle. */
  onSnapshot = () => {};
  /** How often the stream came up. */
  connections = 0;
  #listeners = new Set();
  #source;
  #lastEvent = 0;
  /** The gateway's seconds at the last event: what values age by. */
  #seconds = 0;

  open() {
    this.#source?.close();
    const source = new EventSource(`${BASE}/stream`);
    this.#source = source;
    source.addEventListener("snapshot", ({ data }) => {
      this.metrics.clear();
      this.#take(JSON.parse(data));
      this.onSnapshot();
    });
    source.addEventListener(
      "metrics",
      ({ data }) => this.#take(JSON.parse(data)),
    );
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) this.#reopen();
    });
  }

  /** The browser gives up on an answer that is no stream, such as a refused login. */
  async #reopen() {
    try {
      await ask("/vehicle");
    } catch {
      // Told by the state.
    }
    if (this.state !== "login") setTimeout(() => this.open(), 2000);
  }

  #take({ seconds, metrics, notification, time }) {
    for (const metric of metrics) {
      this.metrics.set(metric.name, { ...metric, seconds });
    }
    this.#lastEvent = performance.now();
    this.#seconds = seconds;
    this.notification = notification;
    this.time = time;
    if (this.state !== "live") this.connections++;
    this.state = "live";
    this.#tell();
  }

  needsLogin(yes) {
    if (!yes) return;
    this.state = "login";
    this.#source?.close();
    this.#tell();
  }

  /** A second went by, with or without the gateway. */
  tick() {
    const silent = performance.now() - this.#lastEvent > SILENCE;
    if (silent && this.state === "live") this.state = "lost";
    if (silent) this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A metric with its age as it is now; nothing is fresh without a connection. */
  look(name) {
    const metric = this.metrics.get(name);
    if (metric === undefined || metric.value === null) {
      return { value: undefined, freshness: "unknown", age: undefined };
    }
    const silence = (performance.now() - this.#lastEvent) / 1000;
    const age = metric.age === null
      ? undefined
      : metric.age + this.#seconds - metric.seconds + silence;
    const cut = this.state === "lost" && metric.freshness === "fresh";
    return {
      value: metric.value,
      freshness: cut ? "stale" : metric.freshness,
      age,
    };
  }

  /** Its value, whatever its age; undefined while unknown. */
  value(name) {
    return this.look(name).value;
  }
}

export const live = new Live();

/** Renders the component again with each event. */
export function useLive() {
  const [, again] = useReducer((n) => n + 1, 0);
  useEffect(() => live.listen(again), []);
  return live;
}

/**
 * Loads something when the component appears and when a dependency changes.
 * @returns what was loaded, why not, and what loads it again
 */
export function useLoaded(load, dependencies = []) {
  const [result, set] = useState({ data: undefined, error: undefined });
  const [count, reload] = useReducer((n) => n + 1, 0);
  const failed = result.error !== undefined;
  useEffect(() => {
    const { connections } = live;
    // What failed is tried again when the gateway is back
    return failed
      ? live.listen(() => live.connections > connections && reload())
      : undefined;
  }, [failed, count]);
  useEffect(() => {
    let current = true;
    load().then(
      (data) => current && set({ data, error: undefined }),
      (error) => current && set({ data: undefined, error: error.message }),
    );
    return () => current = false;
  }, [...dependencies, count]);
  return { ...result, reload };
}
