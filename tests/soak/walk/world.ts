/** Program, car and controller of one sequence; the program can be killed and started again on its store. */
import { SimClock, type SimHal, simHal } from "../../../hal/sim/mod.ts";
import type { Store } from "../../../hal/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import { nl } from "../../../plugins/leaf/mod.ts";
import { rt } from "../../../plugins/twizy/mod.ts";
import { SimSevcon } from "../../../plugins/twizy/sim/sevcon.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import type { Firmware } from "../../scenarios/firmware.ts";
import { controllerOf } from "../../scenarios/model.ts";
import { WalkedCar } from "./car.ts";
import { Observer } from "./observer.ts";

/** Ways of a command. */
export type Way = "sms" | "console" | "server";
export const WAYS: readonly Way[] = ["sms", "console", "server"];

const OWNER = "+491701234567";
const PARAMS = { 0: OWNER, 1: "OVMS", 3: "SMSIP", 14: "RT", 31: "1" };
const CONSOLE = { link: "console", from: "", principal: "owner" } as const;
const WRITE = 15, TYPE = 14;

/** One of them. */
export class World {
  readonly car = new WalkedCar();
  readonly node: SimSevcon;
  readonly observer: Observer;
  readonly store: Store;
  /** Commands without an answer yet. */
  open = 0;
  /** Replies of the controller that get lost, and how late they are, ms. */
  lost = 0;
  late = 0;
  hal: SimHal<SimClock>;
  runtime: Runtime;
  /** What is known of the plugins' faults. */
  readonly faults: string[] = [];
  #programs = 0;

  /** @param models of the controllers, as the scenarios have them */
  constructor(readonly firmware: Firmware, models: unknown) {
    const clock = new SimClock();
    this.store = openStore({ path: ":memory:", clock });
    this.store.put("params", PARAMS);
    this.store.put("settings", { "rt.firmware": JSON.stringify(firmware) });
    const { types: _, ...parts } = controllerOf(models, firmware);
    this.node = new SimSevcon({
      ...parts,
      after: (ms, work) => this.hal.clock.after(ms, work),
      emit: (id, data) => this.#reply(id, data),
    });
    this.observer = new Observer({
      car: this.car,
      isOpen: () => this.runtime.features.get(WRITE) !== 0,
      state: () => this.node.state,
      kept: () => this.store.entries("plugin.cfg"),
    });
    this.hal = simHal(clock, this.store);
    this.runtime = this.#start();
  }

  get now(): number {
    return this.hal.clock.monotonic();
  }

  #start(): Runtime {
    this.#programs++;
    this.hal.bus.attach({
      receive: (id, data) => {
        this.observer.sees(id, data, this.now);
        if (id === 0x601) this.node.receive(id, data);
      },
    });
    const runtime = new Runtime({
      hal: this.hal,
      common: [framework],
      vehicles: [rt, nl],
      log: (level, event, details) => {
        if (level !== "error") return;
        this.faults.push(`${event} ${JSON.stringify(details)}`);
      },
      fresh: false,
    });
    runtime.start();
    return runtime;
  }

  #reply(id: number, data: Uint8Array): void {
    if (id === 0x581 && this.lost > 0) {
      this.lost--;
      return;
    }
    const program = this.#programs;
    const say = () => {
      if (program === this.#programs) this.hal.bus.inject(id, data);
    };
    if (this.late > 0) this.hal.clock.after(this.late, say);
    else say();
  }

  /** The program is gone in the middle of whatever it did; its clock never moves again. */
  kill(): void {
    this.open = this.lost = this.late = 0;
    this.car.forgotten();
    this.hal = simHal(new SimClock(), this.store);
    this.runtime = this.#start();
  }

  /** Lets time pass in which the car says what it says. */
  async pass(ms: number): Promise<void> {
    for (let t = 0; t < ms; t += 100) {
      const { car, node } = this;
      this.observer.gate(this.now);
      node.moving = (car.speed ?? 0) > 0;
      node.inGo = car.drives;
      node.step(100);
      car.say(this.hal.bus, this.now);
      await this.hal.clock.run(100);
    }
  }

  /** Gives a command, and goes on. */
  command(text: string, way: Way): void {
    const program = this.#programs;
    this.open++;
    void this.#asked(text, way).then(() => {
      if (program === this.#programs) this.open--;
    });
  }

  #asked(text: string, way: Way): Promise<unknown> {
    switch (way) {
      case "sms":
        return this.hal.gsm.incoming(OWNER, text);
      case "console":
        return this.runtime.text(text, CONSOLE);
      case "server":
        return this.runtime.msg(`7,${text}`);
    }
  }

  /** Feature 15. */
  gate(value: "0" | "1"): void {
    this.runtime.features.set(WRITE, value, "walk");
  }

  /** Parameter 14. */
  type(code: "RT" | "NL"): void {
    this.runtime.params.set(new Map([[TYPE, code]]), "walk");
  }

  /** Everything is as it should be: the controller works, and the car stands switched on. */
  async mend(): Promise<void> {
    const { car, node } = this;
    node.power(true);
    node.faults.clear();
    this.lost = this.late = 0;
    car.mend();
    this.type("RT");
    this.gate("1");
    car.key = false;
    await this.pass(2000);
    car.key = true;
    await this.pass(25_000);
    for (let n = 0; n < 8 && this.open > 0; n++) await this.pass(100_000);
    // One of them may have closed it
    this.gate("1");
  }

  /** Whether the owner was told how to bring the controller back. */
  get told(): boolean {
    return this.hal.gsm.sent.some(({ text }) => text.includes("CFG OP"));
  }

  close(): void {
    this.runtime.stop();
    this.store.close();
  }
}
