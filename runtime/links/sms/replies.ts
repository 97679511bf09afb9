import type { Outcome } from "../../contract/commands.ts";
import { Budget } from "../../owner/budget.ts";
import { failureOf } from "../../owner/retry.ts";
import { replySms } from "../../owner/sms.ts";
import { CAR_BITS } from "../../settings/features.ts";
import type { LinkServices } from "../link.ts";

/** Denials by SMS an hour: a provider's machine that answers each of them must not cost money without end. */
const DENIALS = 20;

const tooMany = (most: number) =>
  `More than ${most} text messages as answers within an hour: commands are carried out, further answers are not sent. Use the web console, or raise the setting sms.answers`;

type Services = Pick<LinkServices, "owner" | "notifier" | "core" | "options">;

/** Answers whoever sent a command, as feature 14 allows. */
export class Replies {
  readonly #services: Services;
  readonly #denials = new Budget(() => DENIALS);
  /** SMS of all answers: neither must whoever forges the owner's number cost much, or a phone that answers by itself. */
  readonly #answers: Budget;
  readonly #warnings = new Budget(() => 1);

  constructor(services: Services) {
    this.#services = services;
    this.#answers = new Budget(() => services.core.sms.answers);
  }

  /** Answers the sender of a command; resolves when all is sent, or waits to be sent. */
  async reply(to: string, outcome: Outcome): Promise<void> {
    const { owner, notifier, core, options } = this.#services;
    const { clock, gsm } = options.hal;
    if (this.#mute(outcome)) return;
    const second = clock.monotonic() / 1000;
    if (outcome.status === "denied" && !this.#denials.spend(second)) return;
    if (!gsm || to === "") return;
    const parts = this.#affordable(
      replySms(outcome.messages, core.sms.maxParts),
      second,
    );
    for (const [i, part] of parts.entries()) {
      if (i > 0) await owner.pause();
      if (await this.#sendNow(to, part)) continue;
      for (const rest of parts.slice(i)) notifier.answer(to, rest);
      return;
    }
  }

  /** As many of them as the hour has left, and once in it that there are no more. */
  #affordable(parts: readonly string[], second: number): readonly string[] {
    const paid = parts.filter(() => this.#answers.spend(second));
    if (paid.length === parts.length || !this.#warnings.spend(second)) {
      return paid;
    }
    const { core, options } = this.#services, most = core.sms.answers;
    options.log("warning", "answer not sent", {
      why: `more than ${most} within an hour`,
    });
    return [...paid, tooMany(most)];
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
