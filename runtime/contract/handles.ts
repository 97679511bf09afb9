/** Handles to the world that a plugin may ask for with `needs`. */
import type { ChannelState, LinkState } from "./links.ts";
import type { GsmLeds, JournalEntry, WallTime } from "../../hal/mod.ts";
import type { Sdo } from "../canopen/mod.ts";
import type {
  AnswerBytes,
  DiagAddress,
  DiagBroadcast,
  DiagBroadcastAnswer,
  DiagRequest,
} from "../diagnostics/mod.ts";
import type { CommandInfo, Outcome } from "./commands.ts";

/**
 * Puts frames on the bus; rejects with a CommandError while the write gate (feature 15) is closed. That
 * is no fault of the plugin; one whose `start` it ended is started again when the gate opens.
 */
export interface CanSender {
  /** Whether the write gate is open. */
  readonly open: boolean;
  /**
   * What went wrong on the buses so far, and only grows: error frames, refused sends, lost frames,
   * interfaces that were opened again.
   */
  readonly troubles: number;
  /**
   * Puts a frame on a bus.
   * @param id 11 bits, or 29 where it is greater than 0x7FF
   * @param data at most eight bytes
   * @param bus default 1
   */
  send(id: number, data: Uint8Array, bus?: number): Promise<void>;
}

/** Questions to control units; those to one unit take turns, also with polls. */
export interface DiagHandle {
  /** Whether the write gate (feature 15) is open. */
  readonly writable: boolean;
  /**
   * Asks a unit once.
   * @returns what stands in the answer behind what it repeats of the request
   * @throws CommandError with a sentence, while the write gate is closed and when there is no positive
   * answer; its `cause` is then a DiagError with the code of a negative one
   */
  request(
    at: DiagAddress,
    read: DiagRequest,
    signal?: AbortSignal,
  ): Promise<AnswerBytes>;
  /**
   * Asks all units of a bus at once, and waits for its whole time.
   * @returns what each answered; empty where nobody did
   * @throws CommandError with a sentence, while the write gate is closed, and when it was not sent
   * @throws RangeError where it cannot be asked
   */
  broadcast(ask: DiagBroadcast): Promise<readonly DiagBroadcastAnswer[]>;
}

/** Access to CANopen nodes by SDO; one transfer at a time. */
export interface SdoAccess {
  /** Whether the write gate (feature 15) is open. */
  readonly writable: boolean;
  /**
   * The node with this number, 1 to 127.
   * @param still throws when nothing may be sent any more, such as when the car set off: called right
   * before each frame, as a request may wait for its turn, and one whose reply got lost is repeated. What
   * it throws is the `cause` of the `SdoError`. For a plugin in a process of its own: before each transfer
   */
  node(id: number, still?: () => void): Sdo;
  /**
   * Runs work that must not be cut in the middle, such as a row of writes, when that of other plugins has
   * ended; it waits for them half a minute at most. When the write gate is to
   * close or the program to start again, its signal fires, with a sentence as reason, and the work has
   * ten seconds to leave the device as it has to be left; only then the rest happens.
   */
  work<T>(run: (ends: AbortSignal) => Promise<T>): Promise<T>;
}

/** Time. */
export interface ClockHandle {
  /** Milliseconds since the program started; never jumps, never runs backwards. */
  monotonic(): number;
  /** The wall's time, and whether it can be trusted. */
  wall(): WallTime;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

/** Modem and network. */
export interface GsmHandle {
  /** False on a gateway without modem. */
  readonly present: boolean;
  /** State number of the dialogue; 0x20 is ready. */
  readonly state: number;
  /** Whether a network has taken the modem in. */
  readonly registered: boolean;
  /** 0 to 31; 0 while unknown. */
  readonly signal: number;
  /** Name of the network; empty while there is none. */
  readonly operator: string;
  /** Codes of the LEDs that the module would show: state and error. */
  readonly leds: GsmLeds;
  /** Sends a text message; rejects if it was refused. */
  send(to: string, text: string): Promise<void>;
  /** Runs a USSD code; resolves with the network's text. */
  ussd(code: string): Promise<string>;
  /** Runs a raw AT command. */
  command(at: string): Promise<readonly string[]>;
}

/** All parameters, by number. */
export interface ParamsHandle {
  /** The parameter's text, or its default; an unknown number has an empty one. */
  get(number: number): string;
  /** Whether a parameter can have a value. */
  fits(number: number, value: string): boolean;
  /**
   * Sets several parameters at once, durably; unknown numbers and bad values are refused as a whole.
   * Wait for it: a plugin in a process of its own, which needs `params.set` for it, gets a promise.
   * @throws CommandError with a sentence for the user
   */
  set(values: ReadonlyMap<number, string>): void | Promise<void>;
  /** What each parameter is. */
  readonly table: readonly ParamInfo[];
}

/** One parameter. */
export interface ParamInfo {
  /** 0 to 31. */
  readonly number: number;
  /** Short name, such as `vehicle type`. */
  readonly name: string;
  /** What it is for, a sentence. */
  readonly summary: string;
  /** What it is where nobody set it. */
  readonly fallback: string;
  /** Never shown in logs, journals and listings. */
  readonly secret: boolean;
}

/** All settings of plugins, vehicle and core. */
export interface SettingsHandle {
  /** All settings: those of the core first. */
  list(): readonly SettingInfo[];
  /**
   * Sets one as the owner wrote it, durably; undefined gives it its default. Wait for it: a plugin in a
   * process of its own gets a promise.
   * @param name full name in any case, such as `ca.reserve`
   * @throws CommandError with a sentence for the user
   */
  set(
    name: string,
    text: string | undefined,
  ): SettingInfo | Promise<SettingInfo>;
}

/** One setting, as it is shown. */
export interface SettingInfo {
  /** Full name: that of its owner and its own. */
  readonly name: string;
  /** Plugin, link or vehicle type (in lower case). */
  readonly owner: string;
  /** What it is for, a sentence. */
  readonly summary: string;
  /** Empty for none. */
  readonly unit: string;
  /** Never shown: not in answers, logs, journals and listings. */
  readonly secret: boolean;
  /** What it may be, in words. */
  readonly expected: string;
  /** Its present value for people; a secret one is masked. */
  readonly text: string;
  /** Whether somebody set it. */
  readonly isSet: boolean;
  /** A stored value that no longer fits and is kept aside, masked like `text`. */
  readonly aside: string | undefined;
}

/** All feature slots, by number. */
export interface SlotsHandle {
  /** The slot's number, 0 to 255. */
  get(slot: number): number;
  /**
   * Sets a slot as the owner wrote it; the slots 8 to 15 keep the text. Wait for it: a plugin in a process
   * of its own gets a promise.
   */
  set(slot: number, text: string): void | Promise<void>;
  /**
   * Sets several, all or none, in one write; wait for it as well.
   * @throws CommandError with a sentence for the user
   */
  setAll(values: ReadonlyMap<number, string>): void | Promise<void>;
}

/** The vehicle's server messages. */
export interface MessagesHandle {
  /** Whether a server is logged in. */
  readonly connected: boolean;
  /** How many apps look on. */
  readonly apps: number;
  /**
   * The state (charge, ranges), or the environment (doors, switches) as well, changed: sent within the
   * next seconds if parameter 3 has IP, the environment only while an app looks on.
   */
  changed(what: "state" | "environment"): void;
  /** Sends a message whatever it was before. */
  now(code: "S" | "D"): void;
  /** Pushes a text for people to the server; dropped without a connection. */
  push(text: string): void;
  /** The capabilities line, `V...`. */
  capabilities(): string;
}

/** The program itself. */
export interface SystemHandle {
  /** Version of the program. */
  readonly version: string;
  /** Code of the vehicle type; empty when none is set. */
  readonly vehicleType: string;
  /** Edition of the vehicle, such as `3.9`; empty for the vehicle as it is by default. */
  readonly vehicleEdition: string;
  /** Name of the present vehicle type; empty while none is set. */
  readonly vehicleName: string;
  /** Verbs that HELP names first among the vehicle's, in this order. */
  readonly vehicleVerbs: readonly string[];
  /** All verbs and codes that are loaded. */
  commands(): readonly CommandInfo[];
  /** Runs a text command as the owner, as a part of the command that asks for it; rejects elsewhere. */
  run(line: string): Promise<Outcome>;
  /** Starts the vehicle side again: plugins, links, modem. */
  restart(): void;
  /** Starts the links again, after their settings changed. */
  reconnect(): void;
  /**
   * Whether the program has just started, so that the owner is greeted. False after RESET or a change
   * of the vehicle type, and when the runtime goes on as if it had run for long.
   */
  readonly fresh: boolean;
  /** Whether raw AT commands are allowed. */
  readonly allowsAt: boolean;
  /** Sentences about what is wrong at present: damaged files, full disk, plugins set aside. */
  problems(): readonly string[];
  /** Number of plugin faults since the start. */
  readonly faults: number;
  /** Lines of drivers for DIAG, such as counters of the CAN interface. */
  drivers(): readonly string[];
  /** Notices of the kind `charge` are dropped for so many seconds. */
  muteCharge(seconds: number): void;
  /** Links of the gateway as they are now. */
  links(): readonly LinkState[];
  /** Channels of notices as they are now. */
  channels(): readonly ChannelState[];
  /** Sends a test message on a channel; false where it is not set up. */
  testChannel(id: string): boolean;
}

/** The 12 V supply. */
export interface SupplyHandle {
  /** Volts, or undefined while unknown. */
  volts(): number | undefined;
}

/** Small values of the plugin that survive a restart, and the journal of changes. */
export interface MemoryHandle {
  /** One value; undefined where there is none. */
  get(key: string): string | undefined;
  /** All values of the plugin. */
  entries(): ReadonlyMap<string, string>;
  /** Writes durably; undefined removes. */
  put(changes: Readonly<Record<string, string | undefined>>): void;
  /**
   * The same for what may be lost with the last minute when the power is cut: written together with the
   * next records, within a minute at the latest, and read as it will be at once.
   */
  later(changes: Readonly<Record<string, string | undefined>>): void;
  /** Appends to the journal of configuration changes. */
  journal(entry: JournalEntry): void;
}

/** A record of the plugin as it was kept. */
export interface KeptRecord {
  /** Its number in the store: later ones have greater ones. */
  readonly id: number;
  /** When it was written, in UTC; empty while nobody knows. */
  readonly time: string;
  /** The number that it was written under. */
  readonly number: number;
  /** Its columns; null for what was not known. */
  readonly fields: Readonly<Record<string, number | string | null>>;
}

/** The plugin's own records, as long as they are kept. */
export interface HistoryHandle {
  /**
   * Records of a kind in the order of their writing.
   * @param name the plugin's name for the kind
   * @param span wall times in ms; with one, only those whose time is known
   */
  read(
    name: string,
    span?: { readonly since?: number; readonly until?: number },
  ): readonly KeptRecord[];
}

/** Every handle, by name. */
export interface Handles {
  /** CAN buses: frames, and SDO transfers. */
  readonly can: { readonly tx: CanSender; readonly sdo: SdoAccess };
  /** Questions to control units. */
  readonly diag: DiagHandle;
  /** Time. */
  readonly clock: ClockHandle;
  /** Modem and network. */
  readonly gsm: GsmHandle;
  /** Parameters. */
  readonly params: ParamsHandle;
  /** Settings of all plugins. */
  readonly settings: SettingsHandle;
  /** Feature slots. */
  readonly slots: SlotsHandle;
  /** The vehicle's messages to a server. */
  readonly messages: MessagesHandle;
  /** Small values of the plugin that survive a power cut. */
  readonly memory: MemoryHandle;
  /** The plugin's own records. */
  readonly history: HistoryHandle;
  /** The 12 V supply. */
  readonly supply: SupplyHandle;
  /** The program as a whole. */
  readonly system: SystemHandle;
}

/** Parts of handles that are needs of their own: whoever allows them has to know of each. */
interface Apart {
  readonly gsm: "send" | "ussd" | "command";
}

/**
 * Names of handles, as `needs` lists them; `gsm` alone only tells how the modem is. A plugin in a process
 * of its own needs `params.set` and `system.run` for what `params` and `system` give one inside.
 */
export const needs = [
  "can.tx",
  "can.sdo",
  "diag",
  "clock",
  "gsm",
  "gsm.send",
  "gsm.ussd",
  "gsm.command",
  "params",
  "params.set",
  "settings",
  "slots",
  "messages",
  "memory",
  "history",
  "supply",
  "system",
  "system.run",
] as const;
/** A handle that a plugin can ask for. */
export type Need = (typeof needs)[number];

type Head<P> = P extends `${infer H}.${string}` ? H : P;
type Tail<H, P> = P extends `${H & string}.${infer T}` ? T : never;
/** The part of the handles that the needs name. */
export type Granted<N extends Need> = {
  readonly [H in Head<N> & keyof Handles]:
    & (H extends N ? Plain<H> : unknown)
    & Pick<Handles[H], Tail<H, N> & keyof Handles[H]>;
};
type Plain<H extends keyof Handles> = H extends keyof Apart
  ? Omit<Handles[H], Apart[H]>
  : Handles[H];
