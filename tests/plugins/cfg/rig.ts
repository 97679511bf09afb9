import { fromHex } from "../../../hal/can_frame.ts";
import {
  type BusNode,
  SimClock,
  type SimHal,
  simHal,
} from "../../../hal/sim/mod.ts";
import type { Store } from "../../../hal/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import cfg, { later } from "../../../plugins/cfg/mod.ts";
import twizyCan from "../../../plugins/twizy/can.ts";
import twizyCar from "../../../plugins/twizy/car.ts";
import {
  type ObjectSpec,
  SimSevcon,
} from "../../../plugins/twizy/sim/sevcon.ts";
import type { Plugin } from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

/** The registered phone. */
export const OWNER = "+491701234567";
const PARAMS = { 0: OWNER, 1: "OVMS", 3: "SMSIP", 14: "RT" };
/** Parameter that mirrors feature 15. */
const GATE = 31;

/** Objects that tell state, not settings. */
const LIVE = /^(2800|5000|5110|5310|4641\.01)/;

/** What a rig is made with. */
export interface RigOptions {
  readonly objects?: Iterable<ObjectSpec>;
  /** Feature 15; true unless told. */
  readonly writable?: boolean;
  /** Release of the original firmware; 3.0 unless told. */
  readonly firmware?: Firmware;
  /** Stored profiles by number. */
  readonly profiles?: Readonly<Record<number, string>>;
  /** Plugins besides those of the controller. */
  readonly besides?: readonly Plugin[];
}
/** Releases, as the setting names them. */
export type Firmware = "3.0" | "3.9";
const PLUGINS = { "3.0": cfg, "3.9": later } as const;

/** Gateway, plugins of the Twizy and simulated controller; the program can be killed and started again. */
export class Rig {
  readonly node: SimSevcon;
  readonly store: Store;
  hal: SimHal<SimClock>;
  runtime: Runtime;
  /** All frames on the bus: identifier and bytes in hexadecimal. */
  readonly bus: string[] = [];
  /** Object writes on the bus, without login and state: `2920.05=7250`. */
  readonly writes: string[] = [];
  readonly log: string[] = [];
  /** Sees each request before the controller does; false keeps it from the controller. */
  onRequest: ((data: Uint8Array) => boolean) | undefined;
  /** Sees each reply; false loses it. */
  onReply: (() => boolean) | undefined;

  firmware: Firmware;
  readonly #besides: readonly Plugin[];

  constructor(options: RigOptions = {}) {
    const { objects, writable = true, firmware = "3.0", profiles = {} } =
      options;
    this.firmware = firmware;
    this.#besides = options.besides ?? [];
    const clock = new SimClock();
    this.store = openStore({ path: ":memory:", clock });
    this.store.put("params", {
      ...PARAMS,
      ...(writable ? { [GATE]: "1" } : {}),
    });
    this.store.put(
      "plugin.cfg",
      Object.fromEntries(
        Object.entries(profiles).map(([n, text]) => [`slot.${n}`, text]),
      ),
    );
    this.node = new SimSevcon({
      after: (ms, work) => this.hal.clock.after(ms, work),
      emit: (id, data) => {
        this.#note(id, data);
        if (this.onReply?.() ?? true) this.hal.bus.inject(id, data);
      },
      ...(objects ? { objects } : {}),
    });
    this.hal = simHal(clock, this.store);
    this.runtime = this.#start();
  }

  #start(): Runtime {
    this.hal.bus.attach(this.#wire());
    const runtime = new Runtime({
      hal: this.hal,
      common: [],
      vehicles: [{
        type: "RT",
        name: "Twizy",
        plugins: [
          twizyCan,
          twizyCar,
          PLUGINS[this.firmware],
          ...this.#besides,
        ],
        ...this.firmware === "3.9" ? { writeBits: 1 } : {},
      }],
      log: (level, event, details) =>
        this.log.push(`${level} ${event} ${JSON.stringify(details)}`),
      fresh: false,
      // Not the whole car: some of what these plugins read nobody writes.
      alone: true,
    });
    runtime.start();
    return runtime;
  }

  #wire(): BusNode {
    return {
      receive: (id, data) => {
        this.#note(id, data);
        if (id !== 0x601) return;
        this.#noteWrite(data);
        if (this.onRequest?.(data) ?? true) this.node.receive(id, data);
      },
    };
  }

  #note(id: number, data: Uint8Array): void {
    const bytes = [...data].map((byte) => byte.toString(16).padStart(2, "0"));
    this.bus.push([id.toString(16), ...bytes].join(" ").toUpperCase());
  }

  #noteWrite(data: Uint8Array): void {
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    const index = view.getUint16(1, true);
    const isWrite = (view.getUint8(0) & 0xe0) === 0x20;
    if (!isWrite || index === 0x5000 || index === 0x2800) return;
    const hex = (n: number, digits: number) =>
      n.toString(16).padStart(digits, "0");
    const object = `${hex(index, 4)}.${hex(view.getUint8(3), 2)}`;
    this.writes.push(`${object}=${view.getUint32(4, true)}`);
  }

  /** The program is gone, in the middle of whatever it did; a new one starts on the same store. */
  kill(): void {
    // The old clock never moves again, so nothing of the old program runs on
    this.hal = simHal(new SimClock(), this.store);
    this.runtime = this.#start();
  }

  /** The car's frames with the key on or off, at a speed in km/h. */
  frames(on = true, speed = 0): void {
    const { bus } = this.hal;
    bus.inject(0x597, fromHex(on ? "009521412900013C" : "008521412900013C"));
    const raw = (speed * 100).toString(16).padStart(4, "0");
    bus.inject(0x599, fromHex(`00000D80FF3C${raw}`));
  }

  /** Seconds with the key on or off, each with its frames before. */
  async seconds(n: number, on = true, speed = 0): Promise<void> {
    for (let i = 0; i < n; i++) {
      this.frames(on, speed);
      this.hal.clock.second();
      await this.hal.clock.drain(1_000_000);
    }
  }

  /** Sends a text from the owner's phone; the answers, joined. */
  async sms(text: string, from = OWNER): Promise<string> {
    const { gsm, clock } = this.hal, before = gsm.sent.length;
    const handled = gsm.incoming(from, text);
    await clock.drain(1_000_000);
    await handled;
    return gsm.sent.slice(before).map((sms) => sms.text).join("\n");
  }

  /** Sends a CFG command; the answer. */
  cfg(command: string): Promise<string> {
    return this.sms(`CFG ${command}`);
  }

  /** All texts that the owner got. */
  get told(): string {
    return this.hal.gsm.sent.map(({ text }) => text).join("\n");
  }

  /** A driver presses D so many times. */
  press(times: number): void {
    for (let i = 0; i < times; i++) {
      this.hal.bus.inject(0x081, fromHex("0010010000000000"));
    }
  }

  /** All settings of the controller. */
  settings(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.node.dump()).filter(([key]) => !LIVE.test(key)),
    );
  }

  [Symbol.dispose](): void {
    this.runtime.stop();
    this.store.close();
  }
}

/** A rig whose car is on. */
export async function carOn(options: RigOptions = {}): Promise<Rig> {
  const rig = new Rig(options);
  await rig.seconds(2);
  rig.bus.length = 0;
  rig.writes.length = 0;
  return rig;
}

/** Frames on the bus that the program sent so far; login and state count as well. */
export const sent = (rig: Rig) => rig.hal.bus.counters.sent;

/** Runs `work` before the n-th write of a setting. */
export function beforeWrite(rig: Rig, n: number, work: () => void): void {
  let writes = 0;
  rig.onRequest = (data) => {
    const isWrite = (data[0] ?? 0) >> 5 === 1;
    if (isWrite && data[2] !== 0x50 && data[2] !== 0x28 && ++writes === n) {
      work();
    }
    return true;
  };
}
