import type { Gsm, GsmState, SmsOrigin } from "../../../hal/mod.ts";
import { splitCommand } from "../../commands/dispatch.ts";
import { hasPrivateWords } from "../../commands/private_words.ts";
import { begin } from "../../commands/text.ts";
import type { LinkState } from "../../contract/links.ts";
import type { Call } from "../../contract/plugin.ts";
import { CAR_BITS } from "../../settings/features.ts";
import type { Link, LinkServices, RunningLink } from "../link.ts";
import { type Admission, Doorman } from "./doorman.ts";
import { forwardedText } from "./forwarded.ts";
import { Replies } from "./replies.ts";

/** Why a message's command is not executed. */
const REFUSALS: Readonly<
  Record<Exclude<Admission, "again">, string | undefined>
> = {
  new: undefined,
  late: "too old",
  forgetful: "it could be executed again later, since the store is full",
};
/** Texts for the apps that wait for a server: the newest of them. */
const WAITING = 20;
/** Characters of a command that an answer repeats. */
const REPEATED = 100;

/** Text messages, as long as there is a modem. */
export function smsLink(): Link<SmsLink> {
  return { id: "sms", start: (services) => new SmsLink(services) };
}

/** The link at work. */
export class SmsLink implements RunningLink {
  readonly #services: LinkServices;
  readonly #doorman: Doorman;
  readonly #replies: Replies;
  /** The modem that is told of, and the one that was opened: a place that was left is open still, for the next modem. */
  #modem: Gsm | undefined;
  #opened: Gsm | undefined;
  #end: () => void = () => {};

  constructor(services: LinkServices) {
    const { store, clock } = services.options.hal;
    this.#services = services;
    this.#doorman = new Doorman(store, clock);
    this.#replies = new Replies(services);
    this.attach();
  }

  /** Takes the modem that there is now; one that took another's place needs no call. */
  attach(): void {
    const { owner, health, options: { hal: { gsm } } } = this.#services;
    if (gsm === this.#modem) return;
    this.#modem = gsm;
    this.#end();
    this.#end = () => {};
    if (gsm === undefined) return;
    this.#end = health.report(() => stateOf(gsm.state, gsm.problem, gsm.notes));
    if (this.#opened === gsm) return;
    this.#opened = gsm;
    gsm.open({
      sms: (from, text, origin) => this.#came(from, text, origin),
      report: (report) => owner.reports.received(report),
    });
  }

  /** The modem itself is closed by who made it. */
  close(): void {
    this.#doorman.close();
    this.#end();
  }

  /** A message arrived; resolves when its answer is sent, or waits to be sent. */
  async #came(from: string, text: string, origin?: SmsOrigin): Promise<void> {
    const admission = origin ? await this.#doorman.admit(origin) : "new";
    if (admission === "again") return;
    const why = REFUSALS[admission];
    if (why !== undefined && this.#isCommand(text)) {
      return await this.#refuse(from, text, why);
    }
    const call: Call = { link: "sms", from, principal: "anyone" };
    const outcome = await this.#services.text(text, call);
    if (outcome.status === "unknown") this.#forward(from, text);
    else await this.#replies.reply(from, outcome);
  }

  #isCommand(text: string): boolean {
    const { verb } = splitCommand(text);
    return this.#services.registry.verb(verb) !== undefined;
  }

  async #refuse(from: string, text: string, why: string): Promise<void> {
    this.#services.options.log("warning", "command not executed", { why });
    const messages = [`Not executed, ${why}: ${this.#shown(text)}`];
    await this.#replies.reply(from, { status: "denied", messages, loud: true });
  }

  /** A command in an answer, which may wait where others see it; of one with what is secret the verb only. */
  #shown(text: string): string {
    const { registry, settings } = this.#services;
    const { verb, words } = splitCommand(text), lower = text.toLowerCase();
    const usage = registry.verb(verb)?.def.usage;
    const isPrivate = usage === undefined || hasPrivateWords(usage) ||
      settings.list().some(({ name, secret }) =>
        secret && lower.includes(name.toLowerCase())
      );
    return isPrivate ? verb : begin([verb, ...words].join(" "), REPEATED);
  }

  /** A text that is no command goes to the apps, as soon as there is a server, unless feature 14 wants none. */
  #forward(from: string, sms: string): void {
    const { session, owner, notifier } = this.#services;
    if (owner.silenced(CAR_BITS.noForward)) return;
    const text = forwardedText(from, sms);
    if (session.push(`A${text}`) || !owner.exists("ip")) return;
    notifier.queue("ip", "info:core.forwarded", text, WAITING);
  }
}

/** The mobile network as it is now, for people. */
function stateOf(
  { registered, operator }: GsmState,
  problem = "not registered",
  notes: readonly string[] = [],
): LinkState {
  return {
    name: "Mobile network",
    state: registered ? `registered at ${operator || "an operator"}` : problem,
    problems: [...notes],
  };
}
