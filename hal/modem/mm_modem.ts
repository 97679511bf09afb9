import { createHash } from "node:crypto";
import type {
  Clock,
  DeliveryReport,
  Gsm,
  GsmEvents,
  GsmLeds,
  GsmState,
  Sent,
  Stop,
} from "../mod.ts";
import { messageOf } from "../supervisor.ts";
import { decimal } from "./fields.ts";
import { below, Mmcli, MmcliError, type RunMmcli, textBelow } from "./mmcli.ts";
import { checkedNumber } from "./outgoing.ts";
import { plainLine } from "./plain_line.ts";
import { RED, STATE } from "./states.ts";
import { checkedUssd } from "./ussd.ts";

/** What a modem of ModemManager is made of. */
export interface MmModemOptions {
  /** Which modem, as `mmcli -m` takes it: a number, or `any`. */
  readonly modem: string;
  readonly clock: Clock;
  readonly run: RunMmcli;
  /** Whether reports of deliveries are asked for, and taken when they come; default false. */
  readonly reports?: boolean;
}

/** How often it is looked for messages and the network, ms. */
const POLL_MS = 10_000;
/** ModemManager tells %, the module 0 to 31. */
const HIGHEST_SIGNAL = 31;
const LONGEST_OPERATOR = 8;
const MESSAGE_PATH = /\/org\/freedesktop\/ModemManager1\/SMS\/\d+/;
const UNKNOWN: GsmState = {
  number: STATE.wakeUp,
  registered: false,
  signal: 0,
  operator: "",
};

/**
 * A modem that belongs to ModemManager, shared with it: messages, signal and network by its command
 * line. Only messages that came in are taken and deleted, and reports of deliveries where they are asked
 * for; what others write stays.
 */
export class MmModem implements Gsm {
  readonly name: string;
  readonly #modem: string;
  readonly #clock: Clock;
  readonly #mmcli: Mmcli;
  readonly #reports: boolean;
  #events: GsmEvents | undefined;
  #stop: Stop = () => {};
  #state: GsmState = UNKNOWN;
  #problem: string | undefined = "ModemManager was not asked yet";
  #busy = false;
  /** The messages were listed once since the program began. */
  #hasListed = false;
  /** Handled ones that are still there, and what they said: ModemManager counts anew when it restarts. */
  readonly #handled = new Map<string, string>();
  #received = 0;
  #sent = 0;
  #failed = 0;

  constructor({ modem, clock, run, reports = false }: MmModemOptions) {
    this.#reports = reports;
    this.name = `mm:${modem}`;
    this.#modem = modem;
    this.#clock = clock;
    this.#mmcli = new Mmcli(run, clock);
  }

  get state(): GsmState {
    return this.#state;
  }

  get leds(): GsmLeds {
    const ready = this.#problem === undefined;
    const red = !ready
      ? RED.noModem
      : this.#state.registered
      ? RED.off
      : RED.signalLost;
    return { green: ready ? 2 : 0, red };
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get counters(): Readonly<Record<string, number>> {
    return { received: this.#received, sent: this.#sent, failed: this.#failed };
  }

  open(events: GsmEvents): void {
    if (this.#events) throw new Error(`${this.name} is already open`);
    this.#events = events;
    this.#poll();
    this.#stop = this.#clock.every(POLL_MS, () => this.#poll());
  }

  async send(to: string, text: string, reported = false): Promise<Sent> {
    const number = checkedNumber(to), asks = reported && this.#reports;
    const created = await this.#ask(
      `--messaging-create-sms=text=${quoted(text)},number='${number}'${
        asks ? ",delivery-report-request=yes" : ""
      }`,
    );
    const path = MESSAGE_PATH.exec(created)?.[0];
    if (path === undefined) {
      throw new MmcliError("ModemManager made no message", true, false);
    }
    try {
      await this.#mmcli.text("-s", path, "--send");
      this.#sent++;
      return asks ? await this.#referencesOf(path) : [];
    } finally {
      await this.#deleteIf(path, (sms) => kindOf(sms) !== "deliver");
    }
  }

  /** What reports of a message that went out will name; of one in several parts the last. */
  async #referencesOf(path: string): Promise<Sent> {
    try {
      const reference = referenceOf(await this.#mmcli.json("-s", path));
      return reference === undefined ? [] : [reference];
    } catch {
      // It went out all the same.
      return [];
    }
  }

  async ussd(code: string): Promise<string> {
    const answer = await this.#ask(
      `--3gpp-ussd-initiate=${checkedUssd(code)}`,
    );
    return /'(.*)'/s.exec(answer)?.[1] ?? answer.trim();
  }

  command(): Promise<readonly string[]> {
    return Promise.reject(
      new Error(
        "a modem that ModemManager has takes no commands from others: name its port with --modem instead",
      ),
    );
  }

  restart(): void {
    this.#ask("--reset").catch(() => {});
  }

  close(): Promise<void> {
    this.#stop();
    return Promise.resolve();
  }

  #ask(...args: readonly string[]): Promise<string> {
    return this.#mmcli.text("-m", this.#modem, ...args);
  }

  async #delete(path: string): Promise<void> {
    await this.#ask(`--messaging-delete-sms=${path}`);
  }

  /** A ModemManager that restarted meanwhile may have another message in that place, which nobody read yet. */
  async #deleteIf(
    path: string,
    isIt: (sms: unknown) => boolean,
  ): Promise<void> {
    try {
      const sms = below(await this.#mmcli.json("-s", path), "sms");
      if (isIt(sms)) await this.#delete(path);
    } catch {
      // One that came in is deleted when it is found again.
      return;
    }
  }

  #poll(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#look().then(
      () => this.#problem = undefined,
      (error) => {
        this.#problem = messageOf(error);
        this.#state = UNKNOWN;
      },
    ).finally(() => this.#busy = false);
  }

  async #look(): Promise<void> {
    const of = ["-m", this.#modem];
    this.#state = stateOf(await this.#mmcli.json(...of));
    const list = below(
      await this.#mmcli.json(...of, "--messaging-list-sms"),
      "modem.messaging.sms",
    );
    const paths = Array.isArray(list)
      ? list.filter((path) => typeof path === "string")
      : [];
    for (const path of this.#handled.keys()) {
      if (!paths.includes(path)) this.#handled.delete(path);
    }
    for (const path of paths) await this.#try(path, !this.#hasListed);
    this.#hasListed = true;
  }

  /** One that cannot be read, as by a version of mmcli whose JSON is none, keeps no other from being read. */
  async #try(path: string, waited: boolean): Promise<void> {
    try {
      await this.#take(path, waited);
    } catch {
      this.#failed++;
    }
  }

  /** Hands a message over, if it came in, once; one that was handled is deleted. */
  async #take(path: string, waited: boolean): Promise<void> {
    const answer = await this.#mmcli.json("-s", path);
    const sms = below(answer, "sms"), said = JSON.stringify(sms) ?? "";
    if (this.#handled.get(path) === said) {
      return await this.#delete(path).catch(() => {});
    }
    const from = textBelow(sms, "content", "number");
    const kind = kindOf(sms);
    if (textBelow(sms, "properties", "state") !== "received") return;
    if (kind === "status-report" && this.#reports) {
      const report = { reference: referenceOf(answer), to: from };
      this.#report(report, stateOfDelivery(sms));
      return await this.#done(path, said);
    }
    if (kind !== "deliver") return;
    const text = textBelow(sms, "content", "text");
    const time = textBelow(sms, "properties", "timestamp");
    const sentAt = timeOf(time);
    try {
      await this.#events?.sms(from, plainLine(text), {
        key: sentAt === undefined
          ? undefined
          : createHash("sha256").update(`${time} ${from} ${text}`)
            .digest("base64url"),
        sentAt,
        waited,
        remove: () => this.#delete(path),
      });
      this.#received++;
    } catch {
      // It stays, and is offered again.
      this.#failed++;
      return;
    }
    await this.#done(path, said);
  }

  #report(
    { reference, to }: { reference: number | undefined; to: string },
    state: DeliveryReport["state"] | undefined,
  ): void {
    if (reference !== undefined && state !== undefined) {
      this.#events?.report?.({ reference, to, state });
    }
  }

  async #done(path: string, said: string): Promise<void> {
    this.#handled.set(path, said);
    await this.#deleteIf(path, (sms) => JSON.stringify(sms) === said);
  }
}

/** `deliver` for one that came in, `submit` for one that was written here. */
function kindOf(sms: unknown): string {
  return textBelow(sms, "properties", "pdu-type");
}

/** Number by which a report names its message. */
function referenceOf(answer: unknown): number | undefined {
  return decimal(textBelow(answer, "sms", "properties", "message-reference"));
}

/** What a report says, by the names that ModemManager has for statuses of 3GPP TS 23.040, section 9.2.3.15. */
const DELIVERY: readonly (readonly [RegExp, DeliveryReport["state"]])[] = [
  [/^completed-/, "delivered"],
  [/^temporary-error-/, "trying"],
  [/^(temporary-fatal-)?error-/, "undelivered"],
];

function stateOfDelivery(sms: unknown): DeliveryReport["state"] | undefined {
  const told = textBelow(sms, "properties", "delivery-state");
  return DELIVERY.find(([form]) => form.test(told))?.[1];
}

function stateOf(answer: unknown): GsmState {
  const registration = textBelow(
    answer,
    "modem",
    "3gpp",
    "registration-state",
  );
  const percent = decimal(
    textBelow(answer, "modem", "generic", "signal-quality", "value"),
  ) ?? 0;
  return {
    number: STATE.ready,
    registered: /^(home|roaming)/.test(registration),
    signal: Math.round(Math.min(100, percent) * HIGHEST_SIGNAL / 100),
    operator: textBelow(answer, "modem", "3gpp", "operator-name")
      .slice(0, LONGEST_OPERATOR).trim(),
    technology: technologyOf(
      below(answer, "modem", "generic", "access-technologies"),
    ),
  };
}

/** The last of several is the best one. */
function technologyOf(told: unknown): string {
  const best = Array.isArray(told) ? told.at(-1) : told;
  return typeof best === "string" && /^\w[\w-]*$/.test(best)
    ? best.toUpperCase()
    : "";
}

/** `2026-05-01T12:00:00+02`: ms since 1970; undefined for none. */
function timeOf(text: string): number | undefined {
  const ms = Date.parse(text.replace(/([+-]\d\d)$/, "$1:00"));
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** A value for `mmcli`, which knows both kinds of quotes but no escape. */
function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  return `"${text.replaceAll('"', "''")}"`;
}
