import { ByteLink } from "../byte_link.ts";
import type { Clock, Gsm, GsmEvents, GsmState, Sent, Stop } from "../mod.ts";
import type { AtModemCounters, AtModemOptions } from "./at_modem_options.ts";
import { Calls } from "./calls.ts";
import { Dialogue } from "./dialogue.ts";
import { NoAnswerError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { Inbox } from "./inbox.ts";
import { Incoming } from "./incoming.ts";
import { checkedCommand } from "./message_commands.ts";
import { checkedNumber, inPduMode, sendText } from "./outgoing.ts";
import { NETWORKS } from "./registration.ts";
import type { SimPin } from "./sim_pin.ts";
import { STATE } from "./states.ts";
import { type Place, type RawMessage, Storage } from "./storage.ts";
import { Turns } from "./turns.ts";
import { checkedUssd, Ussd } from "./ussd.ts";

/** Times, ms. */
const TIMES = {
  command: 15_000,
  /** How long a message, a code or a command waits for a modem that is not ready. */
  patience: 120_000,
  /** Between two messages that are sent. */
  betweenMessages: 2000,
} as const;
/** Seconds. */
const POLL_EVERY = 60, POLL_AT = 30;
/** Sent when the modem is ready; it may lack them. Texts in the alphabet of messages, calls over LTE ended by ATH. */
const EXTRAS = ['AT+CSCS="GSM"', "AT+CVHU=0"];
/**
 * A question that the set-up does not ask, and how its answer begins. The set-up repeats what a slow modem
 * did not answer yet; a late OK would be taken for that to the next command, and so on: a list of one
 * memory for that of another, in which then other messages are deleted.
 */
const SYNC = { at: "AT+CMGF?", proof: "+CMGF:" } as const;
/** A message, or a report, was stored; or there is no room for one. */
const STORED =
  /^(\+CMTI:|\+CDSI:|\^SMMEMFULL|SMS FULL|\+CIEV: ?"?(SMSFULL|MESSAGE))/;
const encoder = new TextEncoder();

/**
 * A GSM modem behind a byte port, driven by AT commands.
 *
 * Start sequence, states and reactions follow the dialogue of the OVMS v2 module (`Dialogue`);
 * messages, USSD and raw commands take turns while it is ready.
 */
export class AtModem implements Gsm {
  readonly name: string;
  readonly #clock: Clock;
  readonly #link: ByteLink;
  readonly #incoming: Incoming;
  readonly #exchange: Exchange;
  readonly #turns: Turns;
  readonly #ussd: Ussd;
  readonly #calls: Calls;
  readonly #dialogue: Dialogue;
  readonly #storage: Storage;
  readonly #pin: SimPin | undefined;
  #inbox: Inbox | undefined;
  #stopTick: Stop = () => {};
  /** Seconds since the ready state began. */
  #readySeconds = 0;
  /** The modem's memory is going to be read. */
  #reading = false;
  readonly #reports: boolean;
  #reference: number;
  #sent = 0;
  #timeouts = 0;

  constructor(options: AtModemOptions) {
    const { name, clock, open, delivery = "text" } = options;
    this.name = name;
    this.#clock = clock;
    this.#reference = Math.floor(clock.wall().ms / 1000) & 0xff;
    this.#link = new ByteLink(open, clock, {
      opened: () => this.#opened(),
      bytes: (chunk) => this.#bytes(chunk),
      lost: (reason) => this.#lost(reason),
    });
    this.#exchange = new Exchange((text) => this.#write(text), clock);
    this.#storage = new Storage(this.#exchange);
    this.#ussd = new Ussd(clock, this.#exchange);
    this.#calls = new Calls(clock, (at) => this.#quietly(at));
    this.#incoming = new Incoming({
      prompt: () => this.#exchange.prompt(),
      message: (message) => this.#message(message),
      line: (text) => this.#line(text),
    });
    this.#pin = options.pin;
    this.#dialogue = new Dialogue(
      {
        send: (at) => this.#write(`${at}\r`),
        reopen: () => this.#link.reopen(),
        ready: () => this.#ready(),
        notReady: (reason) => this.#abort(reason),
        operatorLock: () => options.operatorLock?.() ?? "",
        phoneBook: (name) => options.phoneBook?.(name),
        ...options.pin && { pin: options.pin },
      },
      delivery,
      options.setup?.map(checkedCommand),
      options.reports,
    );
    this.#reports = options.reports ?? false;
    // While bytes of a message are missing no answer is provoked that could fill their place.
    this.#turns = new Turns(
      clock,
      () => this.#isReady() && !this.#incoming.waiting,
    );
  }

  get state(): GsmState {
    return this.#dialogue.state;
  }

  /** Codes of the LEDs that the module would show. */
  get leds(): { readonly green: number; readonly red: number } {
    return this.#dialogue.leds;
  }

  /** Why the port is not open, or undefined while it is. */
  get problem(): string | undefined {
    return this.#link.problem;
  }

  /** What the modem does without, and memories that are full. */
  get notes(): readonly string[] {
    const { missing, lacking } = this.#dialogue, locked = this.#pin?.note;
    return [
      ...locked === undefined ? [] : [locked],
      ...lacking === undefined
        ? []
        : [`it refuses ${lacking}, which messages need`],
      ...missing.length > 0 ? [`works without ${missing.join(", ")}`] : [],
      ...this.#storage.notes,
    ];
  }

  get counters(): AtModemCounters {
    const { received = 0, garbled = 0, failed = 0 } = this.#inbox?.counters ??
      {};
    return {
      received,
      garbled,
      failed,
      sent: this.#sent,
      timeouts: this.#timeouts,
      restarts: this.#dialogue.restarts,
      reopened: this.#link.reopened,
      calls: this.#calls.ended,
    };
  }

  open(events: GsmEvents): void {
    if (this.#inbox) throw new Error(`${this.name} is already open`);
    this.#inbox = new Inbox({
      events,
      clock: this.#clock,
      remove: (place) => this.#remove(place),
      again: () => this.#readStored(),
    });
    this.#stopTick = this.#clock.every(1000, () => this.#second());
    this.#link.start();
  }

  send(to: string, text: string, reported = false): Promise<Sent> {
    return Promise.try(async () => {
      const number = checkedNumber(to);
      const references = await this.#turn(
        () =>
          sendText(this.#exchange, {
            to: number,
            text,
            reference: this.#reference++ & 0xff,
            textMode: this.#dialogue.delivery === "text",
            reported: reported && this.#reports,
          }),
        TIMES.betweenMessages,
      );
      this.#sent++;
      return reported && this.#reports ? references : [];
    });
  }

  ussd(code: string): Promise<string> {
    return Promise.try(() => {
      const dialled = checkedUssd(code);
      return this.#turn(() => this.#ussd.dial(dialled));
    });
  }

  command(at: string): Promise<readonly string[]> {
    return Promise.try(() => this.#run(checkedCommand(at)));
  }

  restart(): void {
    this.#dialogue.go(STATE.softReset);
  }

  /** Chooses the operator again, after the lock has changed. */
  selectOperator(): void {
    if (this.#isReady()) this.#dialogue.go(STATE.operator);
  }

  async close(): Promise<void> {
    this.#stopTick();
    this.#calls.close();
    const reason = `${this.name} was closed`;
    this.#abort(reason);
    this.#turns.close(reason);
    await this.#link.close();
  }

  #isReady(): boolean {
    return this.#dialogue.state.number === STATE.ready;
  }

  #run(at: string, proof?: string): Promise<string[]> {
    return this.#turn(() => this.#exchange.run(at, TIMES.command, proof));
  }

  /** A turn at the modem; a command without an answer sends the dialogue back to its beginning. */
  #turn<T>(work: () => Promise<T>, rest = 0): Promise<T> {
    if (!this.#inbox) throw new Error(`${this.name} is not open`);
    const watched = async () => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof NoAnswerError && this.#isReady()) {
          this.#timeouts++;
          this.#dialogue.silent();
        }
        throw error;
      }
    };
    return this.#turns.take(watched, TIMES.patience, rest);
  }

  #write(text: string): void {
    this.#link.write(encoder.encode(text));
  }

  #opened(): void {
    this.#incoming.reset();
    this.#dialogue.opened();
  }

  #lost(reason: string): void {
    this.#incoming.reset();
    this.#dialogue.lost(reason);
  }

  #abort(reason: string): void {
    this.#exchange.abort(reason);
    this.#ussd.abort(new Error(reason));
  }

  #remove(place: Place): Promise<void> {
    return this.#turn(() => this.#storage.remove(place));
  }

  #ready(): void {
    this.#readySeconds = 0;
    this.#storage.forget();
    this.#quietly(SYNC.at, SYNC.proof);
    for (const at of EXTRAS) this.#quietly(at);
    this.#readStored();
    this.#turns.next();
  }

  #second(): void {
    this.#turns.expire();
    this.#inbox?.expire();
    if (this.#link.problem !== undefined) return;
    // A message that stays incomplete is given up; then the network is looked after.
    if (this.#incoming.second()) this.#dialogue.go(STATE.operator);
    this.#turns.next();
    this.#dialogue.second();
    if (this.#isReady() && ++this.#readySeconds % POLL_EVERY === POLL_AT) {
      this.#poll();
    }
  }

  /** Once a minute: network, its name and signal, the settings that messages need, and the memory, whatever was announced. */
  #poll(): void {
    if (!this.#turns.idle) return;
    for (const name of NETWORKS) {
      this.#quietly(name === "+CREG" ? "AT+CREG?;+CSQ" : `AT${name}?`);
    }
    this.#quietly("AT+COPS?");
    for (const at of this.#dialogue.refreshes) {
      this.#quietly(at);
    }
    this.#readStored();
  }

  #bytes(chunk: Uint8Array): void {
    this.#exchange.alive();
    this.#incoming.bytes(chunk);
    this.#turns.next();
  }

  #message(message: RawMessage): void {
    const isFresh = !("index" in message.header), { listing } = this.#storage;
    if (isFresh) this.#dialogue.heard();
    // A stored one whose memory nobody knows would be deleted in the wrong one; it is read again.
    else if (listing === undefined) return;
    this.#inbox?.add(message, listing ?? "");
  }

  #line(line: string): void {
    const answers = this.#exchange.line(line);
    this.#dialogue.line(line);
    if (line.startsWith("+CUSD:")) this.#ussd.line(line);
    else if (line.startsWith("+CLIP:")) this.#called();
    else if (STORED.test(line) && !answers) this.#readStored();
  }

  /** A call only shows that the network is there. */
  #called(): void {
    this.#dialogue.heard();
    this.#calls.hangUp();
  }

  /** Reads what is in the modem's memory; always as PDUs, whose ends are certain. */
  #readStored(): void {
    if (this.#reading) return;
    this.#reading = true;
    const isText = this.#dialogue.delivery === "text";
    this.#turn(() => {
      this.#reading = false;
      return inPduMode(this.#exchange, isText, async () => {
        try {
          await this.#storage.list();
        } finally {
          this.#inbox?.endOfList();
        }
      });
    }).catch(() => this.#reading = false);
  }

  /** Runs a command whose refusal changes nothing. */
  #quietly(at: string, proof?: string): void {
    this.#run(at, proof).catch(() => {});
  }
}
