import type { FlagRef, NumberRef, TextRef } from "ovms-edge";

/** How the car charges at present. */
export interface ChargeNow {
  /** Power into the battery, kW (`v.c.power`); undefined while unknown. */
  readonly power: number | undefined;
  /** Energy of a full battery, kWh (`v.b.capacity`); undefined while unknown. */
  readonly capacity: number | undefined;
  /** Level to which the owner limited the charge; 0 for none. */
  readonly level: number;
}

/** A charge that the owner can limit and stop, by plugins of the car that follow these metrics. */
export interface ChargeControl {
  /** Written: the wanted level, 0 for no limit. */
  readonly level: NumberRef;
  /** Written: the charge is to be stopped. */
  readonly stop: FlagRef;
  /** The level that the battery asks for. */
  readonly asked: NumberRef;
}

/** First line of a text about the charge while the port is open; any other state reads as stopped. */
export interface ChargeWords {
  /** While it charges. */
  readonly charging: string;
  /** While the last bit is charged, slower. */
  readonly topoff: string;
  /** When it is full. */
  readonly done: string;
  /** When it ended before. */
  readonly stopped: string;
}

/** What the charge alerts need to know of a car. */
export interface ChargeAlertOptions {
  /**
   * Minutes to charge from one SOC to another, %; undefined where that cannot be told. A charger of
   * fixed power is a function of both; one that may be fast or slow needs what is known of it now.
   */
  readonly chargeMinutes: (
    soc: number,
    to: number,
    now: ChargeNow,
  ) => number | undefined;
  /** SOC from which on the charge is topping off, %; default: it never is, but by a set threshold. */
  readonly toppingOffFrom?: number;
  /**
   * The battery is full, as the car itself says; a charge that ends then is done. Default: full is a
   * SOC of 100 % at any time of the charge.
   */
  readonly full?: FlagRef;
  /** How its states follow each other; default: by SOC and thresholds, `Charge`. */
  readonly rules?: "levels";
  /** What there is where the charge can be limited and stopped; CA then has more words. */
  readonly control?: ChargeControl & { readonly words: ChargeWords };
  /** Highest SOC since the charge began, %, where the car keeps it over a restart. */
  readonly socMax?: NumberRef;
  /**
   * What the car itself calls the state while it does not charge (`timerwait`, `heating`, `done`,
   * `stopped`); it becomes `v.c.state`. Default: it follows from charging and full.
   */
  readonly state?: TextRef;
}
