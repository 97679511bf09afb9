import type { Hal } from "../../hal/mod.ts";
import { Budget } from "./budget.ts";
import type { Outcome } from "../contract/commands.ts";
import { CAR_BITS, FEATURE, type Features } from "../settings/features.ts";
import type { Log } from "../log.ts";
import type { Notifier } from "./notify.ts";
import { PARAM, type Params } from "../settings/params.ts";
import { DeliveryReports } from "./reports.ts";
import { failureOf } from "./retry.ts";
import { replySms } from "./sms.ts";

/** Longest text that is forwarded to the apps. */
const FORWARDED = 170;
/** Between two messages of one answer, ms. */
const SMS_PAUSE = 3000;
/** Denials by SMS an hour: a provider's machine that answers each of them must not cost money without end. */
const DENIALS = 20;
/** What parameter 0 holds while no phone is registered. */
const NO_PHONE = "NOPHONE";

/** The ways to the owner that parameter 3 names. */
export type CoreChannel = "sms" | "ip";

/** The ways to the owner, and to others by SMS, as the settings allow them. */
export class Owner {
  readonly #denials = new Budget(() => DENIALS);
  /** What became of texts that went out. */
  readonly reports: DeliveryReports;

  constructor(
    readonly hal: Hal,
    readonly params: Params,
    readonly features: Features,
    readonly log: Log,
    /** SMS that one reply may take. */
    readonly maxParts: () => number,
  ) {
    this.reports = new DeliveryReports(hal.store);
  }

  /** The registered phone, or undefined while there is none. */
  get phone(): string | undefined {
    const phone = this.params.get(PARAM.phone);
    return phone === "" || phone === NO_PHONE ? undefined : phone;
  }

  /** Whether parameter 3 names the channel. */
  wants(channel: CoreChannel): boolean {
    const notifications = this.params.get(PARAM.notifications);
    return notifications.includes(channel === "sms" ? "SMS" : "IP");
  }

  /** Whether a channel is set up at all, and not silenced by feature 14. */
  exists(channel: CoreChannel): boolean {
    if (channel === "ip") return this.params.get(PARAM.server) !== "";
    return this.hal.gsm !== undefined && this.phone !== undefined &&
      !this.#silenced(CAR_BITS.noSms);
  }

  #silenced(bits: number): boolean {
    return (this.features.get(FEATURE.carBits) & bits) !== 0;
  }

  /**
   * Sends one SMS; rejects when the network refuses it.
   * @param to the registered phone when left out
   */
  async send(text: string, to = this.phone ?? ""): Promise<void> {
    if (to !== "") await this.hal.gsm?.send(to, text);
  }

  /** The same for a part of a message of the outbox, with a report of its delivery. */
  async sendReported(
    id: number,
    text: string,
    to = this.phone ?? "",
  ): Promise<void> {
    if (to === "" || !this.hal.gsm) return;
    this.reports.sent(id, to, await this.hal.gsm.send(to, text, true));
  }

  /** Lets time pass between two messages of one text. */
  pause(): Promise<void> {
    return new Promise((resolve) =>
      void this.hal.clock.after(SMS_PAUSE, resolve)
    );
  }

  /**
   * Answers the sender of a command.
   * @param queue keeps what cannot be sent now
   */
  async reply(
    to: string,
    outcome: Outcome,
    queue: Pick<Notifier, "answer" | "answersWait">,
  ): Promise<void> {
    if (this.#mute(outcome)) return;
    const second = this.hal.clock.monotonic() / 1000;
    if (outcome.status === "denied" && !this.#denials.spend(second)) return;
    const parts = replySms(outcome.messages, this.maxParts());
    if (!this.hal.gsm || to === "") return;
    for (const [i, part] of parts.entries()) {
      if (i > 0) await this.pause();
      if (await this.#sendNow(to, part, queue)) continue;
      for (const rest of parts.slice(i)) queue.answer(to, rest);
      return;
    }
  }

  /** False when it has to be tried again. */
  async #sendNow(
    to: string,
    part: string,
    queue: Pick<Notifier, "answersWait">,
  ): Promise<boolean> {
    if (queue.answersWait(to)) return false;
    try {
      await this.send(part, to);
      return true;
    } catch (error) {
      const { temporary } = failureOf(error);
      const details = { error: String(error), again: temporary };
      this.log("warning", "answer not sent", details);
      return !temporary;
    }
  }

  #mute(outcome: Outcome): boolean {
    if (outcome.status === "denied") {
      return this.#silenced(CAR_BITS.noDenial | CAR_BITS.noSms);
    }
    return !outcome.loud && this.#silenced(CAR_BITS.noSms);
  }
}

/** A text that is no command, as the apps get it: its first word in upper case. */
export function forwardedText(from: string, text: string): string {
  const plain = text.replaceAll(/\r\n|[\r\n]/g, " ").trim();
  const shown = plain.replace(/^\S+/, (word) => word.toUpperCase());
  return `SMS FROM: ${from} - MSG: ${shown.slice(0, FORWARDED)}`;
}
