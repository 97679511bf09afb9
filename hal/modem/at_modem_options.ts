/** What an AT modem is made of, and what it tells of itself. */
import type { OpenPort } from "../byte_port.ts";
import type { Clock } from "../mod.ts";
import type { SimPin } from "./sim_pin.ts";
import type { Delivery } from "./states.ts";

/** What a modem is made of. */
export interface AtModemOptions {
  /** For people, such as `modem:/dev/ttyUSB2`. */
  readonly name: string;
  readonly open: OpenPort;
  readonly clock: Clock;
  /** How messages come in: `text` as the module had it, `pdu`, or `stored`, which loses none. Default `text`. */
  readonly delivery?: Delivery;
  /** Short name of the operator to use, empty for any (parameter 13). */
  readonly operatorLock?: () => string;
  /** An entry of the SIM's phone book whose name begins with `O-` (provisioning). */
  readonly phoneBook?: (name: string) => void;
  /** Enters the SIM's PIN. */
  readonly pin?: SimPin;
  /** Commands that follow the driver's own settings, each on its own, as far as the modem takes them. */
  readonly setup?: readonly string[];
  /** Whether reports of deliveries are asked for; default false. */
  readonly reports?: boolean;
}

/** What the modem counts; shown in DIAG and as metrics. */
export type AtModemCounters = {
  readonly received: number;
  readonly sent: number;
  /** Messages that could not be read or joined. */
  readonly garbled: number;
  /** Messages whose handler failed. */
  readonly failed: number;
  /** Commands that were not answered in time. */
  readonly timeouts: number;
  /** Restarts of the modem. */
  readonly restarts: number;
  /** How often the port was opened again. */
  readonly reopened: number;
  /** Calls that were hung up. */
  readonly calls: number;
};
