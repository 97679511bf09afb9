/**
 * DBC files as frame tables.
 * @module
 */
import type { Field, Guard, Signal, SignalFrame } from "../contract/frames.ts";
import { keyOf } from "../frames/identifier.ts";
import { isField } from "../frames/place.ts";
import {
  parseDbc,
  type RawDbc,
  type RawMessage,
  type RawSignal,
} from "./parse.ts";

/** A signal of a DBC file. */
export interface DbcSignal {
  /** As the file has it. */
  readonly name: string;
  /** As the file writes it; only text. */
  readonly unit: string;
  /** Physical limits; informative, and both 0 where the file gives none. */
  readonly min: number;
  /** Highest value. */
  readonly max: number;
  /** What the file says about it; empty for nothing. */
  readonly comment: string;
  /** Names of raw values. */
  readonly values: ReadonlyMap<number, string>;
  /** How a frame table has it. */
  readonly signal: Signal<number>;
}

/** A message of a DBC file. */
export interface DbcMessage {
  /** As the file has it. */
  readonly name: string;
  /** As a frame table names it: one of 29 bits below 0x800 has bit 31 besides. */
  readonly id: number;
  /** Bytes as the file says; frames on the wire may be shorter. */
  readonly length: number;
  /** Time between two of them, ms; undefined where the file does not tell. */
  readonly cycle: number | undefined;
  /** What the file says about it; empty for nothing. */
  readonly comment: string;
  /** What is in it. */
  readonly signals: readonly DbcSignal[];
}

/** What a DBC file describes. */
export class Dbc {
  /**
   * What was read.
   * @param messages in the order of the file
   * @param problems sentences about what cannot be expressed, and was left out
   */
  constructor(
    readonly messages: readonly DbcMessage[],
    readonly problems: readonly string[],
  ) {}

  /**
   * Frame tables of some signals, for `frames` of a plugin.
   * @param pick signals by the plugin's names for its metrics: `Message.Signal`, or `Signal` where only one message has it
   * @throws RangeError when there is no such signal, or several
   */
  frames<const P extends Readonly<Record<string, string>>>(
    pick: P,
  ): Readonly<Record<number, SignalFrame<{ [K in keyof P]: number }>>> {
    const frames: Record<number, Record<string, Signal<number>>> = {};
    const cycles: Record<number, number | undefined> = {};
    for (const [alias, name] of Object.entries(pick)) {
      const { message: { id, cycle }, signal } = this.#find(name);
      frames[id] = { ...frames[id], [alias]: signal.signal };
      cycles[id] = cycle;
    }
    return Object.fromEntries(
      Object.entries(frames).map(([id, signals]) => {
        const cycle = cycles[Number(id)];
        const frame = {
          bytes: 1,
          ...cycle !== undefined && { cycle },
          signals,
        };
        return [id, frame as SignalFrame<{ [K in keyof P]: number }>];
      }),
    );
  }

  #find(name: string): { message: DbcMessage; signal: DbcSignal } {
    const found = this.messages.flatMap((message) =>
      message.signals
        .filter((signal) =>
          [signal.name, `${message.name}.${signal.name}`].includes(name)
        )
        .map((signal) => ({ message, signal }))
    );
    const [one, other] = found;
    if (one && !other) return one;
    throw new RangeError(
      one
        ? `The signal ${name} is in several messages: expected one of ${
          found.map(({ message }) => `${message.name}.${name}`).join(", ")
        }`
        : `There is no signal ${name} in the DBC file`,
    );
  }
}

/**
 * Reads a DBC file. Nothing is thrown, whatever is in it: what is not understood or cannot be expressed
 * is told in `problems`.
 *
 * ```ts
 * import { dbc } from "ovms-edge";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { messages } = dbc(`
 * BO_ 291 demo: 8 NODE
 *  SG_ amps : 15|11@0- (0.5,0) [-512|511.5] "A" Vector__XXX
 * `);
 * deepEqual(messages[0]?.signals[0]?.signal, { at: "B1.7 s11", per: 2 });
 * ```
 */
export function dbc(file: string | Uint8Array): Dbc {
  const raw = parseDbc(file), problems = [...raw.problems];
  const seen = new Set<number>(), messages: DbcMessage[] = [];
  for (const message of raw.messages) {
    if (isBin(message)) continue;
    const id = identifier(message);
    if (typeof id === "string") problems.push(id);
    else if (seen.has(id)) {
      problems.push(
        `${message.name}: its identifier is that of another message`,
      );
    } else {
      seen.add(id);
      messages.push(messageOf(message, id, raw, problems));
    }
  }
  return new Dbc(messages, problems);
}

/** Where tools put signals that are in no message. */
function isBin({ id, name }: RawMessage): boolean {
  return id === 0xc0000000 || name === "VECTOR__INDEPENDENT_SIG_MSG";
}

/** Bit 31 tells an identifier of 29 bits. */
function identifier({ id, name }: RawMessage): number | string {
  const extended = id >= 2 ** 31, own = extended ? id - 2 ** 31 : id;
  return own > (extended ? 0x1fffffff : 0x7ff)
    ? `${name}: ${id} is no identifier`
    : keyOf({ id: own, extended });
}

function messageOf(
  message: RawMessage,
  id: number,
  raw: RawDbc,
  problems: string[],
): DbcMessage {
  const key = String(message.id);
  const cycle = raw.cycles.own.get(key) ?? raw.cycles.otherwise;
  if (isMuddled(message, raw)) {
    problems.push(
      `${message.name}: has two switches, so its pages are not told apart`,
    );
  }
  return {
    name: raw.longNames.get(key) ?? message.name,
    id,
    length: message.length,
    cycle: cycle > 0 && Number.isFinite(cycle) ? cycle : undefined,
    comment: raw.comments.get(key) ?? "",
    signals: message.signals.flatMap((signal) => {
      const own = `${key} ${signal.name}`;
      try {
        return [{
          name: raw.longNames.get(own) ?? signal.name,
          unit: signal.unit,
          min: signal.min,
          max: signal.max,
          comment: raw.comments.get(own) ?? "",
          values: raw.values.get(own) ?? new Map(),
          signal: tableSignal(signal, message, raw),
        }];
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        problems.push(`${message.name}.${signal.name}: ${why}`);
        return [];
      }
    }),
  };
}

/** @throws Error with a sentence when it cannot be expressed */
function tableSignal(
  signal: RawSignal,
  message: RawMessage,
  raw: RawDbc,
): Signal<number> {
  const { factor, offset } = signal;
  if (factor === 0) throw new Error("its factor is 0");
  // Such as 1E400
  if (!Number.isFinite(factor) || !Number.isFinite(offset)) {
    throw new Error("its factor or its offset is too large for a number");
  }
  const inverse = Math.round(1 / factor);
  const divides = Math.abs(factor) < 1 && Math.abs(inverse * factor - 1) < 1e-9;
  const when = isMuddled(message, raw)
    ? []
    : conditions(signal, message, raw, []);
  return {
    at: fieldOf(signal, message, raw),
    ...(divides ? { per: inverse } : factor === 1 ? {} : { times: factor }),
    ...(offset === 0 ? {} : { offset }),
    ...(when.length === 0 ? {} : { when }),
  };
}

function fieldOf(
  { name, start, length, bigEndian, signed }: RawSignal,
  { id }: RawMessage,
  { types }: RawDbc,
): Field {
  const byte = start >> 3,
    bit = start & 7,
    type = types.get(`${id} ${name}`) ?? 0;
  const order = bigEndian ? "" : " le";
  if (type > 0 && (length !== 32 * type || bit !== (bigEndian ? 7 : 0))) {
    throw new Error(
      `is an IEEE number that does not fill bytes: expected ${
        32 * type
      } bits from the first of a byte on, not ${start}|${length}`,
    );
  }
  const text = type > 0
    ? `B${byte} f${length}${order}`
    : `B${byte}.${bit} ${signed ? "s" : "u"}${length}${order}`;
  if (isField(text)) return text;
  throw new Error(`bits ${start}|${length} do not fit into a frame of 8 bytes`);
}

/** Two switches, and nothing that says which signal belongs to which: all are taken as always there. */
function isMuddled({ id, signals }: RawMessage, { muxes }: RawDbc): boolean {
  return signals.filter(({ mux }) => mux === "M").length > 1 &&
    !signals.some(({ name }) => muxes.has(`${id} ${name}`));
}

/** When a multiplexed signal is there; a switch may itself be on a page. */
function conditions(
  signal: RawSignal,
  message: RawMessage,
  raw: RawDbc,
  above: readonly string[],
): readonly Guard[] {
  if (!signal.mux.startsWith("m")) return [];
  if (above.includes(signal.name)) {
    throw new Error("its switches form a circle");
  }
  const told = raw.muxes.get(`${message.id} ${signal.name}`);
  const switches = message.signals.filter(({ mux }) => mux.endsWith("M"));
  const by = told
    ? message.signals.find(({ name }) => name === told.switch)
    : switches.length === 1
    ? switches[0]
    : switches.find(({ mux }) => mux === "M");
  if (!by) {
    throw new Error("its switch is not known");
  }
  const at = fieldOf({ ...by, signed: false }, message, raw);
  const value = Number(/\d+/.exec(signal.mux)?.[0]);
  return [
    ...conditions(by, message, raw, [...above, signal.name]),
    told ? { at, within: told.ranges } : { at, is: value },
  ];
}
