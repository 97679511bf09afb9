/**
 * For the tests of plugins, under the specifier `ovms-edge/testing`: one line runs a plugin against
 * a simulated gateway.
 * @module
 */
import * as v from "valibot";
import { fromHex } from "../hal/can_frame.ts";
import {
  type NodeTable,
  SimulatedNode,
} from "../runtime/diagnostics/simulated_node.ts";
import { identifierOf } from "../runtime/frames/identifier.ts";
import { SimClock, type SimHal, simHal } from "../hal/sim/mod.ts";
import type { Value } from "../runtime/metrics/metrics.ts";
import { PARAM } from "../runtime/settings/params.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { Vehicle } from "../runtime/contract/vehicle.ts";
import { Runtime } from "../runtime/runtime.ts";
import { isolated } from "./isolated.ts";

export { readIn, type Reading } from "./languages.ts";
export { SimClock };
export type { Value };
// The devices of a bench
export type * from "../hal/mod.ts";
export type * from "../hal/sim/mod.ts";

/** What a plugin brings, as one comparable object. */
export interface Surface {
  /** Verbs. */
  readonly verbs: readonly string[];
  /** Codes. */
  readonly codes: readonly string[];
  /** Feature slots. */
  readonly slots: readonly number[];
  /** Record types. */
  readonly records: readonly string[];
  /** Full names of settings. */
  readonly settings: readonly string[];
}

/** What a plugin is tried with. */
export interface BenchOptions {
  /** Plugins that run beside it. */
  readonly with?: readonly Plugin[];
  /** Parameters to start with; the phone of `owner` is registered unless told otherwise. */
  readonly params?: Readonly<Record<number, string>>;
  /** Settings to start with, by full name such as `hill.reserve`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A vehicle whose plugins run as well. */
  readonly vehicle?: Vehicle;
  /**
   * Runs the plugin as one from outside runs, apart from the program: it gets copies, and what it does
   * comes a little later. Default false: as one that is trusted.
   */
  readonly isolated?: boolean;
}

/** The registered phone on the bench. */
export const owner = "+491701234567";

/** A plugin in a simulated gateway, with everything a test wants to do to it. */
export interface Bench {
  /** The core at work, for what the bench does not offer. */
  readonly runtime: Runtime;
  /** The simulated devices. */
  readonly hal: SimHal<SimClock>;
  /** Messages that went to the server, `MP-0 ` and all. */
  readonly server: readonly string[];
  /** Reports of the log: event and details. */
  readonly log: readonly string[];
  /** What the plugin brings. */
  readonly surface: Surface;
  /** Sends a text from the owner's phone (or another) and gives the answers. */
  sms(text: string, from?: string): Promise<readonly string[]>;
  /** Runs a server command, such as `204,55,80`, and gives the lines of the answer. */
  msg(line: string): Promise<readonly string[]>;
  /**
   * Asks a query of the plugin, as the owner; of a vehicle by its full name, `<plugin>/<query>`.
   * @throws Error with the reason where it is refused
   */
  query(name: string, args?: unknown): Promise<unknown>;
  /** Receives a CAN frame, given as hexadecimal digits. */
  frame(id: number, hex: string, bus?: number): void;
  /** Puts a control unit on a bus, bus 1 unless told otherwise, which answers what is asked from a table. */
  node(unit: NodeTable, bus?: number): SimulatedNode;
  /** Lets come to its end what is under way, as frames that an isolated plugin has to decode. */
  settle(): Promise<void>;
  /** Lets seconds pass. */
  seconds(n: number): Promise<void>;
  /** The value of a metric, or undefined while it is unknown. */
  metric(name: string): Value | undefined;
  /** Waits until channels that take real time have answered what they were given. */
  delivered(): Promise<void>;
  /** Emits an event of another plugin, such as `journey.ended`. */
  emit(event: string, payload?: unknown): void;
  /** Sets a feature slot. */
  feature(slot: number, value: number): void;
  /** Sets a setting as its owner writes it. */
  set(name: string, text: string): void;
  /** Ends the bench; `await using` does it by itself. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs a plugin, or a vehicle with all its plugins, against the simulated HAL.
 *
 * ```ts
 * import { definePlugin } from "ovms-edge";
 * import { bench } from "ovms-edge/testing";
 * import { deepEqual } from "node:assert/strict";
 *
 * await using car = await bench(definePlugin({
 *   id: "hello",
 *   sms: { "HELLO": { usage: "HELLO [name]", run: ([name = "world"]) => `Hello ${name}` } },
 * }));
 * deepEqual(await car.sms("HELLO"), ["Hello world"]);
 * deepEqual(car.surface.verbs, ["HELLO"]);
 * ```
 */
export async function bench(
  tested: Plugin | Vehicle,
  options: BenchOptions = {},
): Promise<Bench> {
  const hal = simHal(), log: string[] = [], server: string[] = [];
  const isVehicle = !isPlugin(tested);
  const vehicle = isVehicle ? tested : options.vehicle;
  const params = {
    [PARAM.phone]: owner,
    [PARAM.notifications]: "SMSIP",
    [PARAM.server]: "server.test",
    ...(vehicle ? { [PARAM.vehicleType]: vehicle.type } : {}),
    ...options.params,
  };
  hal.store.put("params", params);
  const apart = options.isolated && !isVehicle
    ? isolated(tested, hal.clock)
    : undefined;
  const own = apart?.plugin ?? tested;
  const runtime = new Runtime({
    hal,
    common: [...options.with ?? [], ...isPlugin(own) ? [own] : []],
    vehicles: vehicle ? [vehicle] : [],
    log: (level, event, details) =>
      log.push(`${level} ${event} ${JSON.stringify(details ?? {})}`),
    alone: vehicle === undefined,
    strict: true,
    fresh: false,
  });
  for (const [name, value] of Object.entries(options.settings ?? {})) {
    runtime.settings.put(name, value, "test");
  }
  runtime.attachServer({
    connected: true,
    confirms: false,
    send: (lines) => server.push(...lines) > 0,
  });
  apart?.attach({
    fault: (where, error) => {
      const loaded = runtime.host.find(apart.plugin.id);
      if (loaded) runtime.host.fault(loaded, where, error);
    },
    print: (text) => log.push(`info plugin ${apart.plugin.id}: ${text}`),
  });
  runtime.start();
  const { clock } = hal;
  await clock.run(0);
  return {
    runtime,
    hal,
    server,
    log,
    surface: surfaceOf(
      runtime,
      isVehicle ? tested.plugins.map(({ id }) => id) : [tested.id],
    ),
    async sms(text, from = owner) {
      const before = hal.gsm.sent.length;
      const handled = hal.gsm.incoming(from, text);
      await clock.drain();
      await handled;
      return hal.gsm.sent.slice(before).map((sms) => sms.text);
    },
    async msg(line) {
      const answer = runtime.msg(line);
      await clock.drain();
      return answer;
    },
    async query(name, args = {}) {
      const call = { link: "http", from: "", principal: "owner" } as const;
      const full = isVehicle ? name : `${tested.id}/${name}`;
      const asked = runtime.query(full, args, false, call);
      if (!asked) throw new Error(`there is no query ${name}`);
      await clock.drain();
      const answer = await asked;
      if (answer.status === "ok") return answer.value;
      throw new Error(answer.text);
    },
    frame: (key, hex, bus) => {
      const { id, extended } = identifierOf(key);
      hal.bus.inject(id, fromHex(hex), extended, bus);
    },
    node: (unit, bus) => {
      const node = new SimulatedNode({
        ...unit,
        after: (ms, work) => clock.after(ms, work),
        emit: (key, data) => {
          const { id, extended } = identifierOf(key);
          hal.bus.inject(id, data, extended, bus);
        },
      });
      hal.bus.attach(node, bus);
      return node;
    },
    settle: () => clock.drain(),
    async seconds(n) {
      for (let i = 0; i < n; i++) {
        clock.second();
        await clock.drain();
      }
    },
    metric(name) {
      const slot = runtime.host.metrics.find(name);
      return slot ? runtime.host.metrics.read(slot) : undefined;
    },
    delivered: () => runtime.notifier.settled(),
    emit: (event, payload) =>
      runtime.host.events.emitter(event, v.unknown())(payload),
    feature: (slot, value) => runtime.features.set(slot, String(value), "test"),
    set: (name, text) => void runtime.settings.set(name, text, "test"),
    [Symbol.asyncDispose]() {
      runtime.stop();
      hal.store.close();
      return Promise.resolve();
    },
  };
}

function isPlugin(tested: Plugin | Vehicle): tested is Plugin {
  return !("plugins" in tested);
}

function surfaceOf(
  { registry }: Runtime,
  ids: readonly string[],
): Surface {
  const own = <K, T>(table: ReadonlyMap<K, { readonly owner: string } & T>) =>
    [...table].filter(([, entry]) => ids.includes(entry.owner)).map(([key]) =>
      key
    );
  return {
    verbs: own(registry.verbs),
    codes: own(registry.codes),
    slots: own(registry.features),
    records: own(registry.records),
    settings: own(registry.settings),
  };
}
