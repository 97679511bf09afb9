import type { Clock, Gps, GpsFix, Gsm, Stop } from "../mod.ts";
import { JumpFilter } from "./jump_filter.ts";
import { RECEIVER_COMMANDS } from "./modem_forms.ts";
import {
  MODEM_RECEIVERS,
  type ModemReceiver,
  type ReceiverForm,
  RECEIVERS,
} from "./receivers.ts";
import { Sim908Gps } from "./sim908.ts";

/** Seconds between two questions while the car is on, and while it is off. */
const EVERY = { on: 1, off: 60 } as const;
/** Questions without a position after which the receiver is switched on again: the modem may have restarted. */
const FRUITLESS = 60;

/** What is done at the modem. */
export interface ModemGpsOptions {
  readonly gsm: Gsm;
  readonly clock: Clock;
  /** Decides how often the modem is asked. */
  readonly isCarOn: () => boolean;
  /** Left out: as the modem's model tells. */
  readonly receiver?: ModemReceiver | undefined;
}

/** The receiver inside a modem: switched on and asked by the commands of its kind. */
export class ModemGps implements Gps {
  readonly name: string;
  readonly #options: ModemGpsOptions;
  readonly #filter = new JumpFilter();
  #form: ReceiverForm | undefined;
  /** The one of a SIM908 works another way. */
  #own: Gps | undefined;
  #stop: Stop = () => {};
  #problem: string | undefined;
  #isOn = false;
  #busy = false;
  #seconds = 0;
  #fruitless = 0;
  #reports = 0;

  constructor(options: ModemGpsOptions) {
    this.#options = options;
    this.name = `${options.gsm.name} GPS`;
  }

  /** The modem is of no known kind. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#own?.counters ??
      { reports: this.#reports, jumps: this.#filter.jumps };
  }

  open(receive: (fix: GpsFix) => void): void {
    const { clock, receiver } = this.#options;
    if (receiver !== undefined) this.#choose(receiver, receive);
    this.#stop = clock.every(1000, () => this.#second(receive));
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#own?.close();
  }

  #choose(receiver: ModemReceiver, receive: (fix: GpsFix) => void): void {
    if (receiver !== "CGPSINF") {
      this.#form = receiver;
      return;
    }
    const { gsm, clock, isCarOn } = this.#options;
    this.#own = new Sim908Gps(gsm, clock, isCarOn);
    this.#own.open(receive);
  }

  #second(receive: (fix: GpsFix) => void): void {
    if (this.#own || this.#busy) return;
    const isUrgent = this.#form === undefined || this.#options.isCarOn();
    if (++this.#seconds < (isUrgent ? EVERY.on : EVERY.off)) return;
    this.#seconds = 0;
    this.#busy = true;
    const work = this.#form ? this.#ask(this.#form, receive) : this.#know(
      receive,
    );
    // A modem that is not ready has no position; the stale counter tells.
    work.catch(() => {}).finally(() => this.#busy = false);
  }

  /** Finds out what kind of modem it is. */
  async #know(receive: (fix: GpsFix) => void): Promise<void> {
    if (this.#problem !== undefined) return;
    const [line = ""] = await this.#options.gsm.command("AT+CGMM");
    const model = line.replace(/^\+CGMM: ?/, "").replace(/^"(.*)"$/, "$1");
    const known = RECEIVERS.find((form) =>
      RECEIVER_COMMANDS[form].models.test(model)
    );
    const receiver = known ?? (/SIM908/.test(model) ? "CGPSINF" : undefined);
    if (receiver) return this.#choose(receiver, receive);
    this.#problem =
      `the modem ${model} is not known to have a receiver; if it has one, name its command, one of ${
        MODEM_RECEIVERS.join(", ")
      }, as in --gps modem:${RECEIVERS[0]}`;
  }

  async #ask(
    form: ReceiverForm,
    receive: (fix: GpsFix) => void,
  ): Promise<void> {
    const { on, query, read } = RECEIVER_COMMANDS[form];
    if (!this.#isOn) await this.#switchOn(on);
    const fix = await this.#options.gsm.command(query).then(
      (lines) => lines.map(read).find((fix) => fix !== undefined),
      (): GpsFix => ({ fix: false }),
    );
    if (!fix) return;
    this.#reports++;
    this.#fruitless = fix.fix ? 0 : this.#fruitless + 1;
    if (this.#fruitless % FRUITLESS === FRUITLESS - 1) this.#isOn = false;
    const passed = this.#filter.pass(fix, this.#options.clock.monotonic());
    if (passed) receive(passed);
  }

  /** The first command that is taken; all are refused where it is on already. */
  async #switchOn(commands: readonly string[]): Promise<void> {
    this.#isOn = true;
    for (const at of commands) {
      const taken = await this.#options.gsm.command(at).then(
        () => true,
        () => false,
      );
      if (taken) return;
    }
  }
}
