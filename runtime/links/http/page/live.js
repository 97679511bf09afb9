// @ts-check
/** The latest values as the stream brings them, and how old they are now. */

/** @import { Metric } from "./answers.ts" */
/** @typedef {NonNullable<Metric["value"]>} Value */
/** @typedef {"unknown" | "fresh" | "stale"} Freshness */
/** @typedef {{ value: Value | undefined, freshness: Freshness, age: number | undefined }} Reading */
/**
 * What an event of the stream carries.
 * @typedef {object} Told
 * @property {number} seconds the gateway's seconds since it began
 * @property {number | null} time its wall time, ms; null while it does not know it
 * @property {number} notification number of the newest message to the owner
 * @property {readonly (Metric | Pick<Metric, "name" | "age">)[]} metrics what changed; of a value that came again its age alone
 */

/** Without an event for so long, the connection counts as lost, ms. The gateway sends one at least each 5 s. */
const SILENCE = 12_000;

/** @type {Reading} */
const UNKNOWN = { value: undefined, freshness: "unknown", age: undefined };

/** Metrics, connection and time as the gateway told them last. */
export class Live {
  /** @type {Map<string, Metric & { seconds: number }>} */
  metrics = new Map();
  /** @type {"starting" | "live" | "lost" | "login"} */
  state = "starting";
  /** Number of the newest message to the owner. */
  notification = 0;
  /** Called when everything was told anew: at the begin, after a break, with another vehicle. */
  onSnapshot = () => {};
  /** Called when nothing was heard for long, though nobody said that it ended. */
  onSilence = () => {};
  /** How often the stream came up. */
  connections = 0;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #now;
  #lastEvent = 0;
  /** The gateway's seconds at the last event: what values age by. */
  #seconds = 0;
  /** @type {number | null} */
  #time = null;

  /** @param {() => number} now ms that only go forward */
  constructor(now) {
    this.#now = now;
  }

  /**
   * Takes an event of the stream.
   * @param {"snapshot" | "metrics"} kind a snapshot has everything
   * @param {Told} told
   */
  take(kind, { seconds, metrics, notification, time }) {
    if (kind === "snapshot") this.metrics.clear();
    for (const metric of metrics) {
      const before = this.metrics.get(metric.name);
      if ("value" in metric) {
        this.metrics.set(metric.name, { ...metric, seconds });
      } else if (before !== undefined) {
        this.metrics.set(metric.name, { ...before, ...metric, seconds });
      }
    }
    this.#lastEvent = this.#now();
    this.#seconds = seconds;
    this.notification = notification;
    this.#time = time;
    if (this.state !== "live") this.connections++;
    this.state = "live";
    if (kind === "snapshot") this.onSnapshot();
    this.#tell();
  }

  /** Nothing more comes without a login. */
  needLogin() {
    this.state = "login";
    this.#tell();
  }

  /** The stream ended: what was told is no longer live. */
  interrupted() {
    if (this.state !== "live") return;
    this.state = "lost";
    this.#tell();
  }

  /** Nothing is heard on purpose, as nobody looks. */
  rest() {
    if (this.state === "live") this.state = "starting";
    this.#tell();
  }

  /** A second went by, with or without the gateway. */
  tick() {
    if (this.#silence > SILENCE && this.state === "live") {
      this.state = "lost";
      this.onSilence();
    }
    this.#tell();
  }

  get #silence() {
    return this.#now() - this.#lastEvent;
  }

  /** The gateway's wall time now, ms, or null where it does not know it. */
  get time() {
    if (this.#time === null) return null;
    return this.state === "live" ? this.#time + this.#silence : this.#time;
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether the vehicle has a metric that somebody writes. @param {string} name */
  has(name) {
    return this.metrics.has(name);
  }

  /**
   * A metric with its age as it is now; nothing is fresh without a connection.
   * @param {string} name
   * @returns {Reading}
   */
  look(name) {
    const metric = this.metrics.get(name);
    if (metric === undefined || metric.value === null) return UNKNOWN;
    const age = metric.age === null
      ? undefined
      : metric.age + this.#seconds - metric.seconds + this.#silence / 1000;
    const cut = this.state !== "live" && metric.freshness === "fresh";
    return {
      value: metric.value,
      freshness: cut ? "stale" : metric.freshness,
      age,
    };
  }

  /**
   * A number, whatever its age; undefined while it is unknown.
   * @param {string} name
   */
  number(name) {
    const { value } = this.look(name);
    return typeof value === "number" ? value : undefined;
  }

  /**
   * A text, whatever its age; empty while it is unknown.
   * @param {string} name
   */
  text(name) {
    const { value } = this.look(name);
    return typeof value === "string" ? value : "";
  }

  /**
   * Whether a flag is known to be set, whatever its age.
   * @param {string} name
   */
  flag(name) {
    return this.look(name).value === true;
  }

  /**
   * A list of numbers, null for what was not measured, whatever its age; undefined while it is unknown.
   * @param {string} name
   * @returns {readonly (number | null)[] | undefined}
   */
  list(name) {
    const { value } = this.look(name);
    return typeof value === "object" ? value : undefined;
  }
}
