import type { Health } from "../health.ts";
import type { Hal } from "../../hal/mod.ts";
import type { Later } from "../records/later.ts";
import { recordsOf } from "../records/export/records.ts";
import {
  AnswerBytes,
  DiagError,
  type Diagnostics,
} from "../diagnostics/mod.ts";
import { PluginSender } from "./can_sender.ts";
import type { Features } from "../settings/features.ts";
import type { Handles } from "../contract/handles.ts";
import type { Host } from "./host.ts";
import type { MessageSession } from "../messages/session.ts";
import type { Notifier } from "../owner/notify.ts";
import { GateClosed } from "./gate.ts";
import { GivenUp } from "../commands/given_up.ts";
import { bounded, JOURNALLED, msgText } from "../commands/text.ts";
import { parameters, type Params } from "../settings/params.ts";
import { type Call, CommandError, type Plugin } from "../contract/plugin.ts";
import type { CommandInfo, Outcome } from "../contract/commands.ts";
import type { Settings } from "../settings/settings.ts";
import type { SdoNodes } from "./sdo_access.ts";
import { VERSION } from "../version.ts";

/** The parts of the runtime that stand behind the handles. */
export interface Core {
  readonly hal: Hal;
  /** Values that wait for the next write. */
  readonly later: Later;
  readonly params: Params;
  readonly settings: Settings;
  readonly features: Features;
  readonly session: MessageSession;
  readonly notifier: Notifier;
  /** Code, edition, name and listed verbs of the vehicle type that the host was made for. */
  readonly vehicleType: string;
  readonly vehicleEdition: string;
  readonly vehicleName: string;
  readonly vehicleVerbs: readonly string[];
  readonly fresh: boolean;
  readonly allowsAt: boolean;
  /** Whether feature 15 allows to write; while a running work ends safely, the gate is open longer. */
  mayWrite(): boolean;
  /** The command that runs at present. */
  current(): Call | undefined;
  /** Whether the present code belongs to a command that was given up. */
  isOver(): boolean;
  commands(): readonly CommandInfo[];
  capabilities(): string;
  /** Runs a line as the owner within the command that runs at present. */
  within(line: string): Promise<Outcome>;
  restart(): void;
  reconnect(): void;
  /** Opens the CAN buses again, as somebody listens to more of their frames. */
  listenAgain(): void;
  readonly health: Pick<Health, "problems" | "drivers" | "links">;
}

/** LED codes of a gateway without modem: off, and `no modem`. */
const NO_MODEM = { red: 2, green: 0 } as const;

/** Time in which a text message with the answer has left the modem, ms. */
const ANSWER_LEAVES = 15_000;

/** Section of the store with the small values of a plugin. */
export function memoryOf(id: string): string {
  return `plugin.${id}`;
}

/** The handles as plugins see them; those that write know the plugin's name for the journal. */
export function provideHandles(
  core: Core,
  host: Host,
  nodes: SdoNodes,
  diagnostics: Diagnostics,
): (plugin: Plugin) => Handles {
  const { hal, params, settings, features } = core;
  const shared = {
    clock: {
      monotonic: () => hal.clock.monotonic(),
      wall: () => hal.clock.wall(),
      sleep: (ms: number) =>
        new Promise<void>((resolve) =>
          void hal.clock.after(ms, () => {
            host.look(hal.clock.monotonic());
            resolve();
          })
        ),
    },
    diag: diagAccess(core, diagnostics),
    gsm: gsmHandle(core),
    messages: messagesHandle(core),
    system: systemHandle(core, host),
  };
  const alive = aliveOnly(core);
  const tx = new PluginSender({ hal, mayWrite: () => core.mayWrite(), alive });
  return ({ id, records }) => {
    const section = memoryOf(id);
    // The command that runs at present, else the plugin that acts by itself.
    const who = () => {
      const call = core.current();
      return call ? `${call.link} ${call.principal}` : `plugin ${id}`;
    };
    return {
      can: {
        tx,
        sdo: nodes.access(id),
      },
      diag: shared.diag,
      clock: shared.clock,
      gsm: shared.gsm,
      params: {
        get: (number) => params.get(number),
        fits: (number, value) => params.fits(number, value),
        set: (values) => {
          alive();
          params.set(values, who());
        },
        table: parameters,
      },
      settings: {
        list: () => settings.list(),
        set: (name, text) => {
          alive();
          return settings.set(name, text, who());
        },
      },
      slots: {
        get: (slot) => features.get(slot),
        set: (slot, text) => {
          alive();
          features.set(slot, text, who());
        },
        setAll: (values) => {
          alive();
          features.setAll(values, who());
        },
      },
      messages: shared.messages,
      memory: {
        get: (key) => core.later.get(section, key),
        entries: () => core.later.entries(section),
        put: (changes) => {
          alive();
          storing(() => hal.store.put(section, changes));
          core.later.written(section, Object.keys(changes));
        },
        later: (changes) => {
          alive();
          core.later.put(section, changes);
        },
        // What was done is told, however late.
        journal: (entry) =>
          storing(() =>
            hal.store.journal({
              ...entry,
              old: bounded(entry.old, JOURNALLED),
              new: bounded(entry.new, JOURNALLED),
            })
          ),
      },
      history: {
        read(name, span) {
          const decl = records?.[name];
          if (decl) return recordsOf(hal.store, decl, span);
          throw new TypeError(
            `plugin ${id} reads records ${name}, which it does not declare`,
          );
        },
      },
      supply: hal.supply,
      system: shared.system,
    };
  };
}

/** A disk that takes no writes is no plugin's fault: whoever sent the command is told. */
function storing(write: () => void): void {
  try {
    write();
  } catch (error) {
    // The HAL has an error of its own, which the runtime knows by name only
    if (!(error instanceof Error && error.name === "StoreWriteError")) {
      throw error;
    }
    const text = error.message;
    throw new CommandError(text.charAt(0).toUpperCase() + text.slice(1), {
      cause: error,
    });
  }
}

/** Ends a handler that was given up where it still wants to change something. */
function aliveOnly(core: Core): () => void {
  return () => {
    if (core.isOver()) throw new GivenUp();
  };
}

/** A closed gate is nobody's fault: whoever sent the command is told what to do. */
function needsWriting({ mayWrite }: Core): void {
  if (!mayWrite()) throw new GateClosed();
}

function diagAccess(
  core: Core,
  diagnostics: Diagnostics,
): Handles["diag"] {
  const mustWrite = () => {
    needsWriting(core);
    if (core.isOver()) throw new GivenUp();
  };
  return {
    get writable() {
      return core.mayWrite();
    },
    async broadcast(ask) {
      mustWrite();
      if (diagnostics.hearAll(ask)) core.listenAgain();
      try {
        return await diagnostics.broadcast(ask);
      } catch (error) {
        throw told(error);
      }
    },
    async request(at, read, signal) {
      mustWrite();
      const known = diagnostics.nodes.length;
      diagnostics.node(at);
      // A driver may filter: it has to be told of a node that nobody asked before
      if (diagnostics.nodes.length > known) core.listenAgain();
      try {
        return new AnswerBytes(await diagnostics.request(at, read, signal));
      } catch (error) {
        throw told(error);
      }
    },
  };
}

/** A failed question as a command tells it. */
function told(error: unknown): unknown {
  return error instanceof DiagError
    ? new CommandError(error.message, { cause: error })
    : error;
}

function gsmHandle(core: Core): Handles["gsm"] {
  // Looked at each time: a modem may come, go, or take the place of another
  const { hal } = core, alive = aliveOnly(core);
  const acting =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      alive();
      return await work(...args);
    };
  const absent = () =>
    Promise.reject(
      new Error("There is no modem: connect one and name it with --modem"),
    );
  return {
    get present() {
      return hal.gsm !== undefined;
    },
    get state() {
      return hal.gsm?.state.number ?? 0;
    },
    get registered() {
      return hal.gsm?.state.registered ?? false;
    },
    get signal() {
      return hal.gsm?.state.signal ?? 0;
    },
    get operator() {
      return hal.gsm?.state.operator ?? "";
    },
    get leds() {
      return hal.gsm?.leds ?? NO_MODEM;
    },
    send: acting(async (to, text) => {
      await (hal.gsm ? hal.gsm.send(to, text) : absent());
    }),
    ussd: acting((code) => hal.gsm ? hal.gsm.ussd(code) : absent()),
    command: acting((at) => hal.gsm ? hal.gsm.command(at) : absent()),
  };
}

function messagesHandle(core: Core): Handles["messages"] {
  const { session, notifier } = core;
  return {
    get connected() {
      return session.connected;
    },
    get apps() {
      return session.apps;
    },
    changed: (what) => notifier.update(what),
    now: (code) => session.now(code),
    push: (text) => {
      if (!core.isOver()) session.push(`A${msgText(text)}`);
    },
    capabilities: () => core.capabilities(),
  };
}

function systemHandle(core: Core, host: Host): Handles["system"] {
  const { clock } = core.hal;
  return {
    version: VERSION,
    vehicleType: core.vehicleType,
    vehicleEdition: core.vehicleEdition,
    vehicleName: core.vehicleName,
    vehicleVerbs: core.vehicleVerbs,
    fresh: core.fresh,
    allowsAt: core.allowsAt,
    commands: () => core.commands(),
    run: (line) => core.within(line),
    // After the command's answer is out: what it is sent with must not be taken away before.
    restart: () => {
      if (core.isOver()) return;
      clock.after(0, () => core.restart());
      clock.after(ANSWER_LEAVES, () => core.hal.gsm?.restart());
    },
    reconnect: () => void clock.after(0, () => core.reconnect()),
    problems: () => core.health.problems(),
    get faults() {
      return host.plugins.reduce((sum, { faults }) => sum + faults, 0);
    },
    drivers: () => core.health.drivers(),
    muteCharge: (seconds) => core.notifier.muteCharge(seconds),
    links: () => core.health.links(),
    channels: () => core.notifier.states(),
    testChannel: (id) => !core.isOver() && core.notifier.test(id),
  };
}
