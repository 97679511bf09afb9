/** The polls of all plugins and one-off requests, put to work on the vehicle's buses. */
import type { Hal } from "../../hal/mod.ts";
import { type AnyPoll, type PollState } from "../contract/polls.ts";
import {
  type AnswerBytes,
  Diagnostics,
  ShortAnswer,
} from "../diagnostics/mod.ts";
import { isAsync } from "../frames/frame_compiler.ts";
import type { DriverState } from "../metrics/drivers.ts";
import type { MetricStore } from "../metrics/metrics.ts";
import type { Loaded } from "./loaded.ts";
import { call } from "./plugin_code.ts";
import type { Host } from "./host.ts";
import { Poller, type PollSource } from "./poller.ts";

/** Frames a second that polls may cost on a bus where the vehicle says nothing else. */
export const POLL_BUDGET = 50;

/** What polls are made from. */
export interface PollingOptions {
  readonly hal: Pick<Hal, "can" | "clock">;
  /** Wired. */
  readonly host: Host;
  readonly diagnostics: Diagnostics;
  /** Whether feature 15 allows writing. */
  readonly mayWrite: () => boolean;
  /** Frames a second that polls may cost on a bus. */
  readonly budget: (bus: number) => number;
}

/** The control units of a vehicle. */
export function makeDiagnostics(
  { can, clock }: Pick<Hal, "can" | "clock">,
  host: Host,
  mayWrite: () => boolean,
): Diagnostics {
  return new Diagnostics({
    clock,
    // The gate may stay open a little longer, so that a controller's work ends safely
    send: (id, data, bus) =>
      mayWrite()
        ? can.send(id, data, bus)
        : Promise.reject(new Error("writing on the CAN bus is not allowed")),
    listen: (bus, ids, run) =>
      host.listen(ids, ({ data, id }) => run(data, id), bus),
  });
}

/**
 * Puts the polls of all plugins to work.
 * @throws TypeError when a decoder is async
 */
export function makePoller(
  { hal: { can, clock }, host, diagnostics, mayWrite, budget }: PollingOptions,
): Poller {
  const { metrics } = host;
  return new Poller({
    clock,
    diagnostics,
    sources: host.plugins.flatMap((loaded) => sourcesOf(loaded, host)),
    writable: mayWrite,
    state: () => pollState(metrics),
    heard: (bus) =>
      can.buses.find(({ number }) => number === bus)?.counters.received ?? 0,
    budget,
  });
}

function sourcesOf(loaded: Loaded, host: Host): readonly PollSource[] {
  const { plugin } = loaded;
  const put = host.metrics.put(plugin.metrics ?? {}, plugin.id);
  return (plugin.polls ?? []).map((def) => ({
    def,
    wanted: () => !loaded.aside,
    due: () => isDue(def, loaded, host),
    likely: () => isLikely(def, loaded),
    decode: decoder(def, put, loaded, host),
  }));
}

/** What throws when it is asked for its reason is a fault of its plugin and not asked. */
function isDue(def: AnyPoll, loaded: Loaded, host: Host): boolean {
  const { when } = def;
  if (when === undefined) return true;
  try {
    return call(when, loaded.ctx) === true;
  } catch (error) {
    host.fault(loaded, `${pollName(def)}, when`, error);
    return false;
  }
}

function isLikely({ when }: AnyPoll, { ctx }: Loaded): boolean {
  try {
    return when === undefined || call(when, ctx) === true;
  } catch {
    return false;
  }
}

const pollName = ({ from }: AnyPoll) => `poll of 0x${from.toString(16)}`;

function decoder(
  def: AnyPoll,
  put: object,
  loaded: Loaded,
  host: Host,
): (answer: AnswerBytes) => void {
  if (isAsync(def.decode)) {
    throw new TypeError("a poll's decoder cannot be async: take async away");
  }
  const where = pollName(def);
  return (answer) => {
    try {
      call(def.decode, answer, put, loaded.ctx);
    } catch (error) {
      if (error instanceof ShortAnswer) throw error;
      host.fault(loaded, where, error);
    }
  };
}

/** In which state the metrics say that the car is. */
function pollState(metrics: MetricStore): PollState {
  const is = (name: string) => metrics.look(name).value;
  if (is("v.c.charging") === true) return "charging";
  if (is("v.e.on") === true) {
    const moves = Number(is("v.p.speed") ?? 0) !== 0;
    return moves || Number(is("v.e.gear") ?? 0) !== 0 ? "driving" : "on";
  }
  return is("v.e.awake") === true ? "on" : "off";
}

/** The polls as a line of DIAG and as metrics; none where nobody polls. */
export function pollsAsDriver(poller: Poller): readonly DriverState[] {
  const { size, wanted, state, counters } = poller;
  if (size === 0) return [];
  return [{
    part: "polls",
    name: wanted === 1 ? "1 question" : `${wanted} questions`,
    state,
    notes: [],
    counters,
  }];
}

/** What the owner is told while polls have to wait. */
export function pollProblems(poller: Poller): readonly string[] {
  return poller.gated
    ? [
      `Some values of the car are not asked for (${poller.wanted} questions), because writing on the CAN bus is not allowed: set feature 15 to 1 to allow it`,
    ]
    : [];
}
