/**
 * A Twizy with its gateway, as its owner has it: the simulated car's frames on the simulated bus, all
 * plugins of the vehicle type together, texts from and to the owner's phone.
 */
import framework from "../../plugins/framework/mod.ts";
import { rt } from "../../plugins/twizy/mod.ts";
import {
  SimTwizy,
  type SimTwizyOptions,
  simulateTwizy,
} from "../../plugins/twizy/sim/mod.ts";
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { type Bench, bench, owner } from "ovms-edge/testing";

/** Steps of the simulated car, ms. */
const STEP = 100;
/** Parameters as the guide sets them up. */
const SET_UP = { 2: "K", 3: "SMSIP", 8: "TWIZY42" };

/** The assembled vehicle without a car; frames are injected. */
export function gateway(
  params: Readonly<Record<number, string>> = {},
): Promise<Bench> {
  return bench(framework, {
    vehicle: rt,
    params: { ...SET_UP, ...params },
    settings: { "power.energy": "guide" },
  });
}

/** How the car and its gateway begin. */
export interface TwizyOptions extends SimTwizyOptions {
  readonly params?: Readonly<Record<number, string>>;
}

/** The assembled vehicle with a car; what happens takes the car's time. */
export class Twizy implements AsyncDisposable {
  #texts = 0;
  #lines = 0;

  private constructor(
    readonly bench: Bench,
    readonly car: SimTwizy,
    readonly unplugFromBus: () => void,
  ) {}

  /** A car that is parked, its bus silent. */
  static async parked(
    { params, ...options }: TwizyOptions = {},
  ): Promise<Twizy> {
    const base = await gateway(params), car = new SimTwizy(options);
    const stop = new SimulatedCar(
      base.hal,
      simulateTwizy(worldOf(base.hal), car),
    ).start(STEP);
    return new Twizy(base, car, stop);
  }

  /** Steers the car: `key on`, `drive city`, `plug`. */
  do(...commands: readonly string[]): void {
    for (const command of commands) this.car.command(command);
  }

  /** Lets seconds pass for car and gateway. */
  async seconds(n: number): Promise<void> {
    await this.bench.hal.clock.run(n * 1000);
  }

  /** Lets time pass until something is so; fails after so many seconds. */
  async until(what: () => boolean, seconds: number): Promise<void> {
    for (let n = 0; n < seconds; n++) {
      if (what()) return;
      await this.seconds(1);
    }
    throw new Error(`still not so after ${seconds} s`);
  }

  /** Texts from the owner's phone; the answers, messages joined by `|`. */
  async sms(text: string, from = owner): Promise<string> {
    const { gsm } = this.bench.hal, before = gsm.sent.length;
    await this.#awaited(gsm.incoming(from, text));
    const answers = gsm.sent.splice(before);
    return answers.map((sms) => sms.text).join("|");
  }

  /** Runs a server command. */
  msg(line: string): Promise<readonly string[]> {
    return this.#awaited(this.bench.runtime.msg(line));
  }

  async #awaited<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const end = () => done = true;
    promise.then(end, end);
    await this.bench.hal.clock.run(0);
    while (!done) await this.bench.hal.clock.run(STEP);
    return await promise;
  }

  /** Texts that the owner got unasked since the last call. */
  told(): readonly string[] {
    const { sent } = this.bench.hal.gsm, texts = sent.slice(this.#texts);
    this.#texts = sent.length;
    return texts.map(({ text }) => text);
  }

  /** Texts and records that the server got since the last call, without `MP-0 `. */
  pushed(): readonly string[] {
    const { server } = this.bench, lines = server.slice(this.#lines);
    this.#lines = server.length;
    return lines.map((line) => line.replace("MP-0 ", ""))
      .filter((line) => /^(PA|H)/.test(line));
  }

  /** Texts alone that the server got since the last call, without `MP-0 PA`. */
  pushedTexts(): readonly string[] {
    return this.pushed().filter((line) => line.startsWith("PA"))
      .map((line) => line.slice(2));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.unplugFromBus();
    return this.bench[Symbol.asyncDispose]();
  }
}
