import type {
  DeliveryReport,
  Gsm,
  GsmEvents,
  GsmLeds,
  Sent,
  SmsOrigin,
} from "../mod.ts";

/** A text message that the program sent. */
export interface SentSms {
  /** Number that it went to. */
  readonly to: string;
  /** What it says. */
  readonly text: string;
}

/** Number of the state in which a modem is ready. */
const READY = 0x20;
/** LED codes. */
const READY_LED = 2, SIGNAL_LOST = 1;

/** A modem in memory: text messages go in by `incoming` and come out in `sent`. */
export class SimGsm implements Gsm {
  readonly name = "simulated";
  /** Can be set at any time. */
  state = { number: READY, registered: true, signal: 20, operator: "TEST" };
  /** All messages that were sent; `onSend` gets each as well. */
  readonly sent: SentSms[] = [];
  /** Hears of each message that is sent. */
  onSend: ((sms: SentSms) => void) | undefined;
  /** The network refuses messages. */
  refuses = false;
  /** Answers of the network to USSD codes. */
  readonly ussdAnswers = new Map<string, string>();
  #events: GsmEvents | undefined;
  #reference = 0;

  /** What the module's LEDs would show. */
  get leds(): GsmLeds {
    const { number, registered } = this.state;
    return {
      green: number === READY ? READY_LED : 0,
      red: registered ? 0 : SIGNAL_LOST,
    };
  }

  /** Hands messages to the program from now on. */
  open(events: GsmEvents): void {
    this.#events = events;
  }

  /** A text message arrives, with where it is from if that counts; resolves when the program has handled it. */
  incoming(from: string, text: string, origin?: SmsOrigin): Promise<void> {
    return this.#events?.sms(from, text, origin) ?? Promise.resolve();
  }

  /** A line of a modem: a signal report (`+CSQ: 20,0`) sets the signal, others are ignored. */
  line(text: string): void {
    const signal = /^\+CSQ: (\d+),/.exec(text)?.[1];
    if (signal !== undefined) {
      this.state = {
        ...this.state,
        signal: signal === "99" ? 0 : Number(signal),
      };
    }
  }

  /** Answers reports that were asked for, as the service centre does; its references count from 0. */
  report(
    reference: number,
    state: DeliveryReport["state"],
    to = this.sent.at(-1)?.to ?? "",
  ): void {
    this.#events?.report?.({ reference, to, state });
  }

  send(to: string, text: string, reported = false): Promise<Sent> {
    if (this.refuses || !this.state.registered) {
      return Promise.reject(new Error("the network refused the message"));
    }
    const sms = { to, text };
    this.sent.push(sms);
    this.onSend?.(sms);
    return Promise.resolve(reported ? [this.#reference++ & 0xff] : []);
  }

  ussd(code: string): Promise<string> {
    const answer = this.ussdAnswers.get(code);
    return answer === undefined
      ? Promise.reject(new Error("the network does not answer"))
      : Promise.resolve(answer);
  }

  command(): Promise<readonly string[]> {
    return Promise.resolve(["OK"]);
  }

  /** How often it was started again. */
  restarts = 0;

  restart(): void {
    this.restarts++;
  }

  /** Ends that. */
  close(): Promise<void> {
    this.#events = undefined;
    return Promise.resolve();
  }
}
