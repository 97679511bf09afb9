import type { Outcome } from "../../contract/commands.ts";
import { Budget } from "../../owner/budget.ts";
import { failureOf } from "../../owner/retry.ts";
import { replySms } from "../../owner/sms.ts";
import { CAR_BITS } from "../../settings/features.ts";
import type { LinkServices } from "../link.ts";

/** Denials by SMS an hour: a provider's machine that answers each of them must not cost money without end. */
const DENIALS = 20;

type Services = Pick<LinkServices, "owner" | "notifier" | "core" | "options">;

/** Answers whoever sent a command, as feature 14 allows. */
export class Replies {
  readonly #services: Services;
  readonly #denials = new Budget(() => DENIALS);

  constructor(services: Services) {
    this.#services = services;
  }

  /** Answers the sender of a command; resolves when all is sent, or waits to be sent. */
  async reply(to: string, outcome: Outcome): Promise<void> {
    const { owner, notifier, core, options } = this.#services;
    const { clock, gsm } = options.hal;
    if (this.#mute(outcome)) return;
    const second = clock.monotonic() / 1000;
    if (outcome.status === "denied" && !this.#denials.spend(second)) return;
    const parts = replySms(outcome.messages, core.sms.maxParts);
    if (!gsm || to === "") return;
    for (const [i, part] of parts.entries()) {
      if (i > 0) await owner.pause();
      if (await this.#sendNow(to, part)) continue;
      for (const rest of parts.slice(i)) notifier.answer(to, rest);
      return;
    }
  }

  /** False when it has to be tried again. */
  async #sendNow(to: string, part: string): Promise<boolean> {
    const { owner, notifier, options: { log } } = this.#services;
    if (notifier.answersWait(to)) return false;
    try {
      await owner.send(part, to);
      return true;
    } catch (error) {
      const { temporary } = failureOf(error);
      const details = { error: String(error), again: temporary };
      log("warning", "answer not sent", details);
      return !temporary;
    }
  }

  #mute(outcome: Outcome): boolean {
    const { owner } = this.#services;
    if (outcome.status === "denied") {
      return owner.silenced(CAR_BITS.noDenial | CAR_BITS.noSms);
    }
    return !outcome.loud && owner.silenced(CAR_BITS.noSms);
  }
}
