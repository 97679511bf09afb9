import type { Hal } from "../../hal/mod.ts";
import type { AuthSettings } from "../commands/auth.ts";
import { CAR_BITS, FEATURE, type Features } from "../settings/features.ts";
import { PARAM, type Params } from "../settings/params.ts";
import { DeliveryReports } from "./reports.ts";

/** Between two messages of one answer, ms. */
const SMS_PAUSE = 3000;
/** What parameter 0 holds while no phone is registered. */
const NO_PHONE = "NOPHONE";

/** The ways to the owner that parameter 3 names. */
export type CoreChannel = "sms" | "ip";

/** The ways to the owner, and to others by SMS, as the settings allow them. */
export class Owner {
  /** What became of texts that went out. */
  readonly reports: DeliveryReports;

  constructor(
    readonly hal: Hal,
    readonly params: Params,
    readonly features: Features,
  ) {
    this.reports = new DeliveryReports(hal.store);
  }

  /** The registered phone, or undefined while there is none. */
  get phone(): string | undefined {
    const phone = this.params.get(PARAM.phone);
    return phone === "" || phone === NO_PHONE ? undefined : phone;
  }

  /**
   * What callers are known by.
   * @param country code for national numbers
   */
  known(country = ""): AuthSettings {
    const password = this.params.get(PARAM.password);
    return { phone: this.phone ?? "", password, country };
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
      !this.silenced(CAR_BITS.noSms);
  }

  /** Whether feature 14 has one of these bits. */
  silenced(bits: number): boolean {
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
}
