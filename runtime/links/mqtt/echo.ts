import type { Clock, Stop } from "../../../hal/mod.ts";
import { once } from "../../once.ts";

/** Under which client's name the link writes to itself. */
const SELF = "ovms-edge";
/** A message comes back within so long, ms. */
const WITHIN = 10_000;

/** What the check needs. */
export interface EchoOptions {
  readonly clock: Clock;
  /** Publishes a text on a topic below the prefix. */
  readonly publish: (topic: string, text: string) => void;
  /** The message did not come back. */
  readonly lost: () => void;
}

/**
 * Finds out whether messages of clients come through: many brokers drop what their access list forbids
 * without a word, and acknowledge it all the same.
 */
export class Echo {
  readonly #options: EchoOptions;
  #timer: Stop = () => {};

  constructor(options: EchoOptions) {
    this.#options = options;
  }

  /** The connection is up: says, as a client would, that it left, which changes nothing. */
  begin(): void {
    const { clock, publish, lost } = this.#options;
    this.end();
    this.#timer = once(clock, WITHIN, lost);
    publish(`client/${SELF}/active`, "0");
  }

  /** A client said something; false where that was somebody else. */
  heard(client: string): boolean {
    if (client !== SELF) return false;
    this.end();
    return true;
  }

  /** Waits no longer. */
  end(): void {
    this.#timer();
  }
}
