/** The modem: text messages, network, lights. */
import type { DriverReport } from "./driver.ts";

/** Where a text message comes from, so that it is executed once and not late. */
export interface SmsOrigin {
  /**
   * The same for the same message, also after a restart; without sender or text in the clear. Undefined
   * for one that cannot be told from another.
   */
  readonly key: string | undefined;
  /** When the service centre took it, ms since 1970 UTC; undefined when it does not tell. */
  readonly sentAt: number | undefined;
  /** It lay in the modem's memory already when the program began to read that. */
  readonly waited: boolean;
  /** Deletes it from the modem at once; rejects when that fails. */
  remove(): Promise<void>;
}

/** What the modem hands over. */
export interface GsmEvents {
  /**
   * A complete text message. The stored message is deleted from the modem when the promise resolves.
   * @param from number as the network reports it; a name that could be taken for one stands in quotes
   * @param origin left out where the modem does not tell
   */
  sms(from: string, text: string, origin?: SmsOrigin): Promise<void>;
  /** What became of a message that a report was asked for; possibly days later. */
  report?(report: DeliveryReport): void;
}

/** What the service centre tells of a message that it took. */
export interface DeliveryReport {
  /** As `Gsm.send` told it. */
  readonly reference: number;
  /** The number that it was for, as the network writes it. */
  readonly to: string;
  /** `trying`: not delivered yet, and tried again. */
  readonly state: "delivered" | "trying" | "undelivered";
}

/** Why a message was not sent: what `Gsm.send` rejects with, unless the number or text is bad. */
export interface SendFailure extends Error {
  /** Another try may succeed. */
  readonly temporary: boolean;
  /** The modem had the whole message but did not confirm it: it may have gone out. */
  readonly perhapsSent: boolean;
}

/** State of modem and network. */
export interface GsmState {
  /** State number of the dialogue as DIAG shows it; 0x20 is ready. */
  readonly number: number;
  /** Whether it is in a network. */
  readonly registered: boolean;
  /** 0 to 31; 0 while unknown. */
  readonly signal: number;
  /** Short name of the operator, empty while unknown. */
  readonly operator: string;
  /** Kind of network, such as `LTE`; left out or empty while unknown. */
  readonly technology?: string;
}

/** References of the messages that the network took, one for each part; none where the modem tells none. */
export type Sent = readonly number[];

/** Codes of the module's LEDs, as DIAG shows them: 0 is off. */
export interface GsmLeds {
  /** What the dialogue does; 2 is ready. */
  readonly green: number;
  /** What is wrong: 1 signal lost, 2 no modem, 3 no SIM, 4 PIN, 6 no operator. */
  readonly red: number;
}

/** A GSM modem. */
export interface Gsm extends DriverReport {
  /** How modem and network are now. */
  readonly state: GsmState;
  /** What the module's LEDs would show. */
  readonly leds: GsmLeds;
  /** Begins the dialogue with the modem. */
  open(events: GsmEvents): void;
  /**
   * Sends one text message of any length that one SMS (or joined parts) can carry; rejects with a
   * SendFailure if the network refused it.
   * @param reported asks for reports of its delivery
   */
  send(to: string, text: string, reported?: boolean): Promise<Sent>;
  /** Runs a USSD code; resolves with the network's text. */
  ussd(code: string): Promise<string>;
  /** Runs one raw AT command; resolves with the answer's lines. */
  command(at: string): Promise<readonly string[]>;
  /** Begins the dialogue anew, as after switching on. */
  restart(): void;
  /** Lets go of it. */
  close(): Promise<void>;
}
