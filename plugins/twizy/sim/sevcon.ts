/**
 * A simulated SEVCON Gen4 motor controller: CANopen node 1 of the Twizy.
 *
 * It answers SDO requests from an object dictionary with access levels and operating states, sends
 * heartbeats and emergency frames, and fails on demand. Its behaviour follows twizy-cfg.md, sections
 * 4, 8 and 9; the bytes of 0x081 and 0x701 twizy-can.md, sections 2.10 and 5.
 * @module
 */
import type { CanNode } from "./node.ts";
import {
  type Entry,
  fromLittleEndian,
  ObjectDictionary,
} from "./sevcon/dictionary.ts";
import { Faults } from "./sevcon/faults.ts";
import { isSelection, type LogContents, SevconLogs } from "./sevcon/logs.ts";
import { objectName, type ObjectSpec, sizeOf } from "./sevcon/object_spec.ts";
import { type MotorNow, showMotor } from "./sevcon/live.ts";
import { SEVCON_OBJECTS } from "./sevcon/objects.ts";
import { Refusal, SdoServer } from "./sevcon/sdo_server.ts";

export {
  objectsOfCsv,
  objectsOfExport,
  objectsOfModel,
} from "./sevcon/dump.ts";
export type { LogContents } from "./sevcon/logs.ts";
export type { Fault } from "./sevcon/faults.ts";
export type { ObjectSpec } from "./sevcon/object_spec.ts";
export { LIVE_OBJECTS, REMEMBERED } from "./sevcon/live.ts";
export { SEVCON_OBJECTS } from "./sevcon/objects.ts";

/** Puts a frame of the node on the bus. */
type Emit = (id: number, data: Uint8Array) => void;

/** How the node is wired. */
export interface SimSevconOptions {
  /** Calls `work` after `ms` milliseconds unless the call that it returns comes first. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Takes replies and the emergencies of key presses, and what `step` sends unless told else. */
  readonly emit: Emit;
  /** What is in it; the delivered controller unless told. */
  readonly objects?: Iterable<ObjectSpec>;
  /** Its lists of faults; without them it has none. */
  readonly logs?: LogContents;
  /** Time from request to reply, ms; 5 unless told. */
  readonly replyTime?: number;
  /** Number that 5310.00 takes at every general abort, instead of the reason's own. */
  readonly generalError?: number;
  /** Powered and past its start; true unless told. */
  readonly powered?: boolean;
}

/** Identifiers of the node. */
const ID = { emergency: 0x081, reply: 0x581, request: 0x601, heartbeat: 0x701 };
/** Values of 5110.00 and of the heartbeat. */
const STATE = { boot: 0, operational: 5, preOperational: 127 };
/** From power to the first SDO reply, ms; as recorded from a car. */
const BOOT_TIME = 560;
const PASSWORD = 0x4bdf;
const LOGGED_IN = 4;
const CODE = {
  writeOnly: 0x06010001,
  readOnly: 0x06010002,
  noIndex: 0x06020000,
  noSub: 0x06090011,
  length: 0x06070010,
  general: 0x08000000,
};
/** Why an access got the general abort: the number in 5310.00. */
const REASON = { state: 4, level: 8, value: 10 };
const EMERGENCY = {
  /** Fault 0x488E: a D/N/R key pressed while not in GO. */
  keyPressed: [0x00, 0x10, 0x01, 0x8e, 0x48, 0, 0, 0],
  keyReleased: [0x00, 0x00, 0x00, 0x8e, 0x48, 0, 0, 0x08],
  /** Fault 0x4681: started in pre-operational state. */
  preOperational: [0x00, 0x10, 0x01, 0x81, 0x46, 0, 0, 0],
};
/** Indexes that `dump` leaves out: device type, name, log-in, last error. */
const UNDUMPED = [0x1000, 0x1008, 0x5000, 0x5310];

/** The simulated controller. */
export class SimSevcon implements CanNode {
  /** The car moves: pre-operational state is refused. */
  moving = false;
  /** The car is in GO: pre-operational state is refused, key presses are no fault. */
  inGo = false;
  /** It never leaves pre-operational state. */
  stuck = false;
  /** It takes the password and stays at access level 0. */
  nologin = false;
  /** It answers no SDO request; its heartbeat goes on. */
  offline = false;
  /** Number that 5310.00 takes at every general abort; undefined: the reason's own. */
  generalError: number | undefined;
  /** What goes wrong with single accesses. */
  readonly faults = new Faults();
  /** Its objects; their values survive a loss of power. */
  readonly objects: ObjectDictionary;
  readonly #options: SimSevconOptions;
  readonly #logs: SevconLogs | undefined;
  readonly #server = new SdoServer({
    read: (index, sub) => this.#read(index, sub),
    write: (index, sub, bytes, sized) => this.#write(index, sub, bytes, sized),
  });
  /** Replies that are on their way. */
  readonly #replies = new Set<() => void>();
  #powered: boolean;
  /** Time left until it works, ms. */
  #boot = 0;
  /** Time left until the next heartbeat, ms. */
  #heartbeat = 0;
  #keyDown = false;

  constructor(options: SimSevconOptions) {
    this.#options = options;
    this.objects = new ObjectDictionary(options.objects ?? SEVCON_OBJECTS);
    this.generalError = options.generalError;
    this.#logs = options.logs && new SevconLogs(this.objects, options.logs);
    this.#powered = options.powered ?? true;
  }

  /** 5 operational, 127 pre-operational; 0 without power and while it starts. */
  get state(): number {
    return this.#works ? this.objects.number(0x5110, 0) : STATE.boot;
  }

  get #works(): boolean {
    return this.#powered && this.#boot <= 0;
  }

  /** Gives it power or takes it. It starts logged out, and in the state in which it was. */
  power(on: boolean): void {
    if (on === this.#powered) return;
    this.#powered = on;
    this.#keyDown = false;
    this.#server.reset();
    for (const stop of this.#replies) stop();
    this.#replies.clear();
    if (!on) return;
    this.objects.set(0x5000, 1, 0);
    this.objects.set(0x5000, 3, 0);
    this.objects.set(0x5310, 0, 0);
    this.#boot = BOOT_TIME;
  }

  /** Lets `ms` milliseconds pass for start and heartbeat; replies have timers of their own. */
  step(ms: number, emit: Emit = this.#options.emit): void {
    if (!this.#powered) return;
    if (this.#boot > 0) return this.#start(ms, emit);
    const period = this.objects.number(0x1017, 0);
    if (period === 0) return;
    this.#heartbeat -= ms;
    for (; this.#heartbeat <= 0; this.#heartbeat += period) {
      emit(ID.heartbeat, Uint8Array.of(this.state));
    }
  }

  /** The first half second after power came. */
  #start(ms: number, emit: Emit): void {
    if (this.#boot === BOOT_TIME) emit(ID.heartbeat, Uint8Array.of(STATE.boot));
    this.#boot -= ms;
    if (this.#boot > 0) return;
    this.#heartbeat = 0;
    if (this.state === STATE.preOperational) {
      emit(ID.emergency, Uint8Array.from(EMERGENCY.preOperational));
    }
  }

  /** The motor turns. */
  turns(motor: MotorNow): void {
    showMotor(this.objects, motor);
  }

  /** The driver presses D, N or R; a fault unless the car is in GO. In pre-operational state keys are ignored. */
  pressKey(): void {
    if (this.inGo || this.state !== STATE.operational) return;
    this.#keyDown = true;
    this.#emit(ID.emergency, EMERGENCY.keyPressed);
  }

  /** The driver lets the key go. */
  releaseKey(): void {
    if (!this.#keyDown) return;
    this.#keyDown = false;
    this.#emit(ID.emergency, EMERGENCY.keyReleased);
  }

  /** Takes a frame from the bus; only SDO requests to this node matter. */
  receive(id: number, data: Uint8Array): void {
    if (id !== ID.request || !this.#works || this.offline) return;
    const target = this.#server.target(data);
    if (!target) return;
    const effect = this.faults.next(target);
    switch (effect?.do) {
      case "lose":
        return;
      case "silence":
        this.offline = true;
        return;
      case "power-off":
        this.power(false);
        return;
      case "abort":
        this.#reply(this.#server.refuse(target, effect.code), effect.ms ?? 0);
        return;
      case "nameless":
        this.#reply(
          this.#server.refuse({ ...target, index: 0, sub: 0 }, effect.code),
          effect.ms ?? 0,
        );
        return;
      case "cut":
        this.#reply(this.#server.answer(data, target).slice(0, 4), 0);
        return;
      case "unsized":
        this.#reply(withoutSize(this.#server.answer(data, target)), 0);
        return;
      case "empty":
        this.#reply(emptySegment(data), 0);
        return;
      default:
        this.#reply(this.#server.answer(data, target), effect?.ms ?? 0);
    }
  }

  /** All numbers by object (`2920.05`), without identity, log-in and last error. */
  dump(): Record<string, number> {
    const numbers = [...this.objects.entries()].filter(({ index, type }) =>
      sizeOf(type) !== undefined && !UNDUMPED.includes(index)
    );
    return Object.fromEntries(
      numbers.map(({ index, sub, bytes }) => [
        objectName(index, sub),
        fromLittleEndian(bytes),
      ]),
    );
  }

  #reply(frame: Uint8Array, late: number): void {
    const { after, replyTime = 5 } = this.#options;
    const stop = after(replyTime + late, () => {
      this.#replies.delete(stop);
      this.#emit(ID.reply, frame);
    });
    this.#replies.add(stop);
  }

  #emit(id: number, data: Iterable<number>): void {
    this.#options.emit(id, Uint8Array.from(data));
  }

  #read(
    index: number,
    sub: number,
  ): { bytes: Uint8Array; segmented: boolean } {
    const { access, bytes, type } = this.#find(index, sub);
    if (access === "wo") throw new Refusal(CODE.writeOnly);
    return { bytes, segmented: sizeOf(type) === undefined };
  }

  #write(index: number, sub: number, bytes: Uint8Array, sized: boolean): void {
    const entry = this.#find(index, sub), size = sizeOf(entry.type);
    if (entry.access === "ro" || entry.access === "const") {
      throw new Refusal(CODE.readOnly);
    }
    if (sized && size !== undefined && size !== bytes.length) {
      throw new Refusal(CODE.length);
    }
    this.#checkRights(entry);
    const taken = bytes.slice(0, size);
    if (size !== undefined && fromLittleEndian(taken) > entry.max) {
      throw this.#general(REASON.value);
    }
    if (entry.index !== 0x5000 || entry.sub !== 2) entry.bytes = taken;
    this.#act(index, sub, fromLittleEndian(taken));
  }

  #find(index: number, sub: number): Entry {
    const entry = this.objects.get(index, sub);
    if (entry) return entry;
    throw new Refusal(this.objects.has(index) ? CODE.noSub : CODE.noIndex);
  }

  #checkRights({ index, sub, preOp }: Entry): void {
    if (index === 0x5000 || isSelection(index, sub)) return;
    const level = this.objects.number(0x5000, 1);
    if (level < LOGGED_IN) throw this.#general(REASON.level);
    if (preOp && this.state !== STATE.preOperational) {
      throw this.#general(REASON.state);
    }
  }

  /** The faults that are active now, the highest first. */
  set activeFaults(codes: readonly number[]) {
    if (this.#logs) this.#logs.active = codes;
  }

  /** What a write does besides storing the value. */
  #act(index: number, sub: number, value: number): void {
    this.#logs?.wrote(index, sub, value);
    if (index === 0x5000 && sub === 2) {
      const granted = value === PASSWORD && !this.nologin;
      this.objects.set(0x5000, 1, granted ? LOGGED_IN : 0);
    }
    if (index !== 0x2800) return;
    if (value === 0 && !this.stuck) {
      this.objects.set(0x5110, 0, STATE.operational);
    }
    if (value !== 0 && !this.moving && !this.inGo) {
      this.objects.set(0x5110, 0, STATE.preOperational);
    }
  }

  #general(reason: number): Refusal {
    this.#setError(reason);
    return new Refusal(CODE.general);
  }

  #setError(reason: number): void {
    this.objects.set(0x5310, 0, this.generalError ?? reason);
  }
}

/** An expedited answer as a node gives it that leaves its size open, and the bytes behind it as they are. */
function withoutSize(answer: Uint8Array): Uint8Array {
  const [control = 0] = answer, unused = control >> 2 & 3;
  const isNumber = control >> 5 === 2 && (control & 2) !== 0;
  if (!isNumber) return answer;
  const frame = answer.slice();
  frame[0] = 0x42;
  frame.fill(0xa5, frame.length - unused);
  return frame;
}

/** A segment without data, as if more came; its toggle bit is the one asked for. */
function emptySegment([control = 0]: Uint8Array): Uint8Array {
  const frame = new Uint8Array(8);
  frame[0] = control & 0x10 | 7 << 1;
  return frame;
}
