/**
 * Plays a scenario on the same runtime, plugins and simulated HAL as the program has, and tells what
 * came out of each step. It knows the form of scenarios, nothing of how the car behaves.
 * @module
 */
import type { BusNode, SimClock, SimHal } from "../../hal/sim/mod.ts";
import { simHal } from "../../hal/sim/mod.ts";
import framework from "../../plugins/framework/mod.ts";
import { rt } from "../../plugins/twizy/mod.ts";
import { SimSevcon } from "../../plugins/twizy/sim/sevcon.ts";
import { controllerCommands } from "./controller_commands.ts";
import { FixAssembler } from "../../hal/gps/assembler.ts";
import { readCgpsinf } from "../../hal/gps/sim908.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { type Firmware, firmwareOf } from "./firmware.ts";
import { controllerOf } from "./model.ts";
import type { Event, Scenario, Step } from "./scenario.ts";
import { stateOf } from "./state_of.ts";

/** Battery sensors, whose frames the original's bus repeats all the time. */
const BATTERY = [0x554, 0x557, 0x55e, 0x55f, 0x556];
/** The frame that says how the car is, and its status byte as the vehicle knows it. */
const STATUS_FRAME = 0x597, STATUS = "xrt.c.status";
/** Bit of the status byte while the bus sleeps. */
const OFFLINE = 0x40;
/** First parameter that mirrors a feature, and the first feature it mirrors. */
const MIRROR = 16, PERSISTENT = 8;
/** Error number that the recorded controller gives without a reason of its own. */
const GENERAL_ERROR = 0x0b;
/** Writes that are left out of the events: login and state of the controller. */
const QUIET = [0x5000, 0x2800];
/** Besides these of the last release: what chooses which fault others show. */
const SELECTIONS = ["5610.01", "5300.02", "4111.00", "4101.00"];
/** Frames of the module's own that are told: it answers those of battery and charger with them. */
const TOLD = [0x155, 0x424];

/** One scenario under way. */
export class Player {
  readonly #hal: SimHal<SimClock> = simHal();
  readonly #control: (line: string) => Record<string, number> | undefined;
  readonly #battery = new Map<number, Uint8Array>();
  #runtime: Runtime;
  #events: Event[] = [];
  /** Second within the step, or undefined where none passes. */
  #t: number | undefined;
  #connected = true;
  #live = true;
  /** The status frame came within this second. */
  #heard = false;
  /** Puts the lines of a SIM908's own receiver together. */
  readonly #receiver = new FixAssembler(["GGA", "VTG"]);
  readonly #firmware: Firmware;

  constructor(scenario: Scenario, model: unknown) {
    const { gsm, bus, store, clock } = this.#hal;
    const { params, features, profiles } = scenario.setup;
    this.#firmware = firmwareOf(scenario);
    gsm.state = { ...gsm.state, signal: 0 };
    gsm.onSend = (sms) => this.#emit({ sms });
    store.put("params", { ...params, ...persistent(features) });
    store.put("settings", { "rt.firmware": JSON.stringify(this.#firmware) });
    store.put("plugin.cfg", storedProfiles(profiles));
    const { types, ...parts } = controllerOf(model, this.#firmware);
    const controller = new SimSevcon({
      ...parts,
      generalError: GENERAL_ERROR,
      after: (ms, work) => clock.after(ms, work),
      emit: (id, data) => bus.inject(id, data),
    });
    this.#control = controllerCommands(controller, types);
    bus.attach(controller);
    bus.attach(this.#writes());
    this.#runtime = this.#start();
    for (const [slot, value] of Object.entries(features)) {
      if (Number(slot) < PERSISTENT) this.#feature(Number(slot), value);
    }
  }

  /** A runtime that goes on as if it had run for long: nobody is greeted, nothing is remembered. */
  #start(): Runtime {
    const runtime = new Runtime({
      hal: this.#hal,
      common: [framework],
      vehicles: [rt],
      log: () => {},
      fresh: false,
      restore: false,
    });
    // Each release had its own records alone.
    runtime.settings.put(
      "ovms.records",
      this.#firmware === "3.0" ? "guide" : "current",
      "scenario",
    );
    // Energy counted frame by frame, whatever the time between them.
    runtime.settings.put("power.energy", "guide", "scenario");
    // The original took every command over its plain connection.
    runtime.settings.put("ovms.plain-control", true, "scenario");
    const connected = () => this.#connected;
    runtime.attachServer({
      get connected() {
        return connected();
      },
      confirms: false,
      send: (lines) => {
        for (const msg of lines) this.#emit({ msg });
        return true;
      },
    });
    runtime.start();
    return runtime;
  }

  /** What came out of each step. */
  async play(steps: readonly Step[]): Promise<Event[][]> {
    const out: Event[][] = [];
    await this.#settle();
    for (const step of steps) {
      this.#events = [];
      this.#t = undefined;
      await this.#step(step);
      out.push(this.#events);
    }
    return out;
  }

  close(): void {
    this.#runtime.stop();
    this.#hal.store.close();
  }

  #emit(event: Event): void {
    this.#events.push(this.#t === undefined ? event : { ...event, t: this.#t });
  }

  async #step(step: Step): Promise<void> {
    const { gsm, gps, supply } = this.#hal;
    switch (step.op) {
      case "can":
        this.#receive(step);
        break;
      case "tick":
        return await this.#seconds(step.n, () => {});
      case "run":
        return await this.#seconds(step.n, () => {
          for (const frame of step.frames) this.#receive(frame);
        });
      case "sms":
        void gsm.incoming(step.from, step.text);
        break;
      case "msg":
        this.#runtime.session.line(`MP-0 C${step.text}`);
        break;
      case "srv":
        this.#runtime.session.line(`MP-0 ${step.text}`);
        break;
      case "gps":
        gps.report({
          fix: step.fix === 1,
          latitude: step.lat,
          longitude: step.lon,
          altitude: step.alt,
          direction: step.dir,
        });
        break;
      case "modem":
        this.#modemLine(step.line);
        break;
      case "sq":
        gsm.state = { ...gsm.state, signal: step.value };
        break;
      case "volt":
        supply.value = step.value;
        break;
      case "apps":
        this.#runtime.session.apps = step.value;
        break;
      case "live":
        this.#live = step.value !== 0;
        break;
      case "feature":
        this.#feature(step.n, step.value);
        break;
      case "net":
        this.#network(step.state === "up");
        break;
      case "sdo": {
        const sdo = this.#control(step.cmd);
        if (sdo) this.#emit({ sdo });
        break;
      }
      case "keys":
        await this.#runtime.query("cfg/inputs", { bits: step.value }, false, {
          link: "console",
          from: "",
          principal: "owner",
        });
        break;
      case "reboot":
        this.#runtime.stop();
        this.#runtime = this.#start();
        break;
      case "state":
        this.#emit({ state: stateOf(this.#runtime.host, this.#firmware) });
        break;
    }
    await this.#settle();
  }

  /** A line of the modem, as the real drivers read it: a position of its own receiver, or its state. */
  #modemLine(line: string): void {
    const sentence = readCgpsinf(line);
    const fix = sentence && this.#receiver.add(sentence);
    if (fix) this.#hal.gps.report(fix);
    if (!sentence) this.#hal.gsm.line(line);
  }

  async #seconds(n: number, before: () => void): Promise<void> {
    for (let second = 1; second <= n; second++) {
      this.#t = second;
      before();
      this.#repeat();
      this.#hal.clock.second();
      await this.#settle();
      this.#heard = false;
    }
  }

  /** Lets commands end; the battery's frames go on meanwhile. */
  #settle(): Promise<void> {
    return this.#hal.clock.drain(undefined, () => this.#repeat());
  }

  #receive({ id, data, x }: { id: number; data: Uint8Array; x: number }): void {
    if (BATTERY.includes(id)) this.#battery.set(id, data);
    if (id === STATUS_FRAME) this.#heard = true;
    for (let i = 0; i < x; i++) this.#hal.bus.inject(id, data);
  }

  /** The battery's frames again, as long as the bus lives. */
  #repeat(): void {
    if (!this.#live || !this.#awake()) return;
    for (const id of BATTERY) {
      const data = this.#battery.get(id);
      if (data) this.#hal.bus.inject(id, data);
    }
  }

  /** The bus lives while the car is on or charging, and while its status comes without the sleep bit. */
  #awake(): boolean {
    const { metrics } = this.#runtime.host;
    const look = (name: string) => metrics.look(name).value;
    if ((Number(look(STATUS)) & OFFLINE) !== 0) return false;
    return this.#heard || look("v.e.on") === true ||
      look("xrt.e.key") === true ||
      look("v.c.charging") === true;
  }

  #feature(slot: number, value: number): void {
    this.#runtime.features.set(slot, String(value), "scenario");
  }

  #network(up: boolean): void {
    this.#connected = up;
    if (up) this.#runtime.session.up();
    else this.#runtime.session.down();
  }

  /** Listens for writes on the bus. */
  #writes(): BusNode {
    return {
      receive: (id, data) => {
        const view = new DataView(data.buffer, data.byteOffset, data.length);
        const index = view.getUint16(1, true);
        if (TOLD.includes(id)) return this.#emit(frameOf(id, data));
        const isWrite = id === 0x601 && (view.getUint8(0) & 0xe0) === 0x20;
        if (!isWrite || QUIET.includes(index)) return;
        const hex = (value: number, digits: number) =>
          value.toString(16).padStart(digits, "0");
        const object = `${hex(index, 4)}.${hex(view.getUint8(3), 2)}`;
        if (SELECTIONS.includes(object)) return;
        this.#emit({ write: `${object}=${view.getUint32(4, true)}` });
      },
    };
  }
}

/** The features that survive a restart, as parameters. */
function persistent(
  features: Readonly<Record<string, number>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(features)
      .filter(([slot]) => Number(slot) >= PERSISTENT)
      .map(([slot, value]) => [String(Number(slot) + MIRROR), String(value)]),
  );
}

/** Profiles as the plugin for the controller keeps them. */
function storedProfiles(
  profiles: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(profiles).map(([n, text]) => [`slot.${n}`, text]),
  );
}

function frameOf(id: number, data: Uint8Array): Event {
  const hex = (value: number, digits: number) =>
    value.toString(16).toUpperCase().padStart(digits, "0");
  return {
    tx: {
      id: `0x${hex(id, 3)}`,
      data: [...data].map((byte) => hex(byte, 2)).join(""),
    },
  };
}
