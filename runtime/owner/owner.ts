import type { Hal } from "../../hal/mod.ts";
import { Budget } from "./budget.ts";
import type { Outcome } from "../contract/commands.ts";
import { CAR_BITS, FEATURE, type Features } from "../settings/features.ts";
import type { Log } from "../log.ts";
import type { Channel } from "./notify.ts";
import { PARAM, type Params } from "../settings/params.ts";
import { splitSms } from "./sms.ts";

/** Longest text that is forwarded to the apps. */
const FORWARDED = 170;
/** Between two messages of one answer, ms. */
const SMS_PAUSE = 3000;
/** Denials by SMS an hour: a provider's machine that answers each of them must not cost money without end. */
const DENIALS = 20;
/** What parameter 0 holds while no phone is registered. */
const NO_PHONE = "NOPHONE";

/** The ways to the owner, and to others by SMS, as the settings allow them. */
export class Owner {
  readonly #denials = new Budget(() => DENIALS);

  constructor(
    readonly hal: Hal,
    readonly params: Params,
    readonly features: Features,
    readonly log: Log,
  ) {}

  /** The registered phone, or undefined while there is none. */
  get phone(): string | undefined {
    const phone = this.params.get(PARAM.phone);
    return phone === "" || phone === NO_PHONE ? undefined : phone;
  }

  /** Whether parameter 3 names the channel. */
  wants(channel: Channel): boolean {
    const notifications = this.params.get(PARAM.notifications);
    return notifications.includes(channel === "sms" ? "SMS" : "IP");
  }

  /** Whether a channel is set up at all, and not silenced by feature 14. */
  exists(channel: Channel): boolean {
    if (channel === "ip") return this.params.get(PARAM.server) !== "";
    return this.hal.gsm !== undefined && this.phone !== undefined &&
      !this.#silenced(CAR_BITS.noSms);
  }

  #silenced(bits: number): boolean {
    return (this.features.get(FEATURE.carBits) & bits) !== 0;
  }

  /** Sends a text to the registered phone; rejects when the network refuses it. */
  async send(text: string): Promise<void> {
    const { phone } = this;
    if (phone !== undefined) await this.#send(phone, [text]);
  }

  /** Answers the sender of a command. */
  async reply(to: string, outcome: Outcome): Promise<void> {
    if (this.#mute(outcome)) return;
    const second = this.hal.clock.monotonic() / 1000;
    if (outcome.status === "denied" && !this.#denials.spend(second)) return;
    try {
      await this.#send(to, outcome.messages);
    } catch (error) {
      this.log("warning", "answer not sent", { error: String(error) });
    }
  }

  #mute(outcome: Outcome): boolean {
    if (outcome.status === "denied") {
      return this.#silenced(CAR_BITS.noDenial | CAR_BITS.noSms);
    }
    return !outcome.loud && this.#silenced(CAR_BITS.noSms);
  }

  async #send(to: string, messages: readonly string[]): Promise<void> {
    const { gsm, clock } = this.hal;
    if (!gsm || to === "") return;
    for (const [i, part] of messages.flatMap(splitSms).entries()) {
      if (i > 0) {
        await new Promise<void>((resolve) =>
          void clock.after(SMS_PAUSE, resolve)
        );
      }
      await gsm.send(to, part);
    }
  }
}

/** A text that is no command, as the apps get it: its first word in upper case. */
export function forwardedText(from: string, text: string): string {
  const plain = text.replaceAll(/\r\n|[\r\n]/g, " ").trim();
  const shown = plain.replace(/^\S+/, (word) => word.toUpperCase());
  return `SMS FROM: ${from} - MSG: ${shown.slice(0, FORWARDED)}`;
}
