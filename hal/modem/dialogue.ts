import type { GsmState } from "../mod.ts";
import { afterName, decimal, splitFields } from "./fields.ts";
import { Registration, technologyName } from "./registration.ts";
import { Setup, type SetupResult } from "./setup.ts";
import type { SimPin } from "./sim_pin.ts";
import {
  type Delivery,
  RED,
  STATE,
  type StateNumber,
  STATES,
} from "./states.ts";
import { hexOfUcs2, ucs2Text } from "./ucs2_text.ts";

/** What the dialogue has done for it. */
export interface DialogueActions {
  /** Sends a line outside of the ready state. */
  send(at: string): void;
  /** Opens the port again, since the modem did not answer to a restart. */
  reopen(): void;
  /** The ready state begins. */
  ready(): void;
  /** The ready state ended. */
  notReady(reason: string): void;
  /** Operator that the modem is to use, its short name; empty: the modem chooses (parameter 13). */
  operatorLock(): string;
  /** An entry of the SIM's phone book whose name begins with `O-` (provisioning). */
  phoneBook(name: string): void;
  /** Enters the SIM's PIN; left out: nobody does. */
  readonly pin?: SimPin;
}

/** Seconds without network before something is done about it. */
const NETWORK_WATCHDOG = 120;
/** What is done, in order: the operator is selected again, the modem set up again, then restarted. */
const REMEDIES = [STATE.operator, STATE.softReset, STATE.hardReset] as const;
/** Seconds before the end of the operator selection from which on it counts as failed. */
const OPERATOR_LATE = 20;
/** Restarts in vain after which the pauses grow, and the longest pause, s. */
const PATIENT_RESTARTS = 2, LONGEST_PAUSE = 3600;
const LONGEST_OPERATOR = 8;

/**
 * The start sequence of the modem and its watch over the network: a state machine of lines and
 * seconds, without any port.
 *
 * A modem without SIMCom's own commands answers `ERROR` to them: the SIM is then looked after by
 * the PIN check alone, and a modem without `+CSDH` is switched to PDUs, whose length is certain.
 */
export class Dialogue {
  readonly #actions: DialogueActions;
  readonly #setup: Setup;
  readonly #registration = new Registration();
  #number: StateNumber = STATE.firstRun;
  #seconds = 0;
  /** The state's `OK` counts, since what it asked for is there. */
  #passed = false;
  /** The SIM waits for its PIN. */
  #wantsPin = false;
  /** The PIN was sent, and not answered yet. */
  #entersPin = false;
  /** The modem refused the first form of the state's command. */
  #plain = false;
  #watchdog = 0;
  #signal = 0;
  #operator = "";
  #technology = "";
  /** The operator lock that was sent last; undefined before one was. */
  #lock: string | undefined;
  #red: number = RED.off;
  /** Remedies that did not bring a network. */
  #remedies = 0;
  #restarts = 0;
  /** Restarts since the modem was last ready. */
  #inVain = 0;

  /**
   * @param extras commands that belong to the set-up, as far as the modem takes them
   * @param reports whether reports of deliveries are wanted
   */
  constructor(
    actions: DialogueActions,
    delivery: Delivery,
    extras: readonly string[] = [],
    reports = false,
  ) {
    this.#actions = actions;
    this.#setup = new Setup(delivery, extras, reports);
  }

  get state(): GsmState {
    return {
      number: this.#number,
      registered: this.#registration.registered,
      signal: this.#signal,
      operator: this.#operator,
      technology: this.#registration.isLte ? "LTE" : this.#technology,
    };
  }

  /** Codes of the LEDs that the module would show. */
  get leds(): { readonly green: number; readonly red: number } {
    return { green: STATES[this.#number].green, red: this.#red };
  }

  /** How messages come in with this modem. */
  get delivery(): Delivery {
    return this.#setup.delivery;
  }

  /** Settings that are sent each minute. */
  get refreshes(): readonly string[] {
    return this.#setup.refreshes();
  }

  /** Settings that the modem refused. */
  get missing(): readonly string[] {
    return this.#setup.missing;
  }

  /** How often the modem was restarted. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The port was opened: what was known of the modem is forgotten. */
  opened(): void {
    this.go(STATE.firstRun);
  }

  /** The port is gone. */
  lost(reason: string): void {
    this.#leave(reason);
    this.#number = STATE.firstRun;
    this.#seconds = 0;
    this.#red = RED.noModem;
    this.#unregister();
  }

  /** The modem does not answer any more. */
  silent(): void {
    this.go(STATE.wakeUp);
  }

  /** Something arrived over the network. */
  heard(): void {
    this.#registration.heard();
    this.#connected();
  }

  #connected(): void {
    this.#watchdog = this.#remedies = 0;
    if (this.#red === RED.signalLost) this.#red = RED.off;
  }

  /** A second has passed while the port is open. */
  second(): void {
    const row = STATES[this.#number], timeout = this.#timeout();
    this.#seconds++;
    if (this.#watchdog > 0 && --this.#watchdog === 0) {
      return this.#noNetwork();
    }
    if (this.#seconds > timeout) return this.#timeOut();
    if (this.#number === STATE.operator && this.#isLate(timeout)) {
      this.#red = RED.operatorFailed;
    }
    if (row.repeat > 0 && this.#seconds % row.repeat === 0) this.#repeat();
  }

  /** A state lasts longer each time that a restart of the modem brought nothing: nobody reads a log of restarts. */
  #timeout(): number {
    const { timeout, next } = STATES[this.#number];
    const vain = this.#inVain - PATIENT_RESTARTS;
    return next === STATE.hardReset && vain > 0
      ? Math.min(timeout * 2 ** vain, LONGEST_PAUSE)
      : timeout;
  }

  #repeat(): void {
    if (this.#number === STATE.setup) this.#setUp(this.#setup.silent());
    else this.#send();
  }

  /** Does the next thing about a network that stays away. */
  #noNetwork(): void {
    const remedy = REMEDIES[this.#remedies++ % REMEDIES.length];
    this.go(remedy ?? STATE.operator);
  }

  /** Seconds until the next remedy: longer after each round of them. */
  get #networkPatience(): number {
    const rounds = Math.floor(this.#remedies / REMEDIES.length);
    return Math.min(NETWORK_WATCHDOG * 2 ** rounds, LONGEST_PAUSE);
  }

  /** Goes to a state; public for what a line of the modem alone does not tell. */
  go(number: StateNumber): void {
    if (number !== STATE.ready) this.#leave("the modem is being set up again");
    this.#number = number;
    this.#seconds = 0;
    this.#passed =
      this.#plain =
      this.#wantsPin =
      this.#entersPin =
        false;
    this.#watchdog = 0;
    if (number === STATE.pinCheck) this.#actions.pin?.begin();
    if (number === STATE.hardReset) this.#restart();
    else if (number === STATE.ready) this.#enterReady();
    else if (number === STATE.setup) this.#beginSetup();
    else if (number !== STATE.waitForNetwork) this.#send();
  }

  /** Takes a line of the modem. */
  line(line: string): void {
    if (line === "RDY" || line.startsWith("+CFUN:")) return this.#restarted();
    if (this.#registration.line(line)) return this.#registrationChanged();
    const csq = afterName(line, "+CSQ");
    if (csq !== undefined) this.#signal = signalOf(csq);
    if (this.#number === STATE.ready) return;
    this.#answer(line);
    if (line.startsWith("OK")) this.#ok();
    else if (/^(ER|\+CM[ES] ERROR)/.test(line)) this.#refused(line);
  }

  #isLate(timeout: number): boolean {
    return this.#seconds > timeout - OPERATOR_LATE;
  }

  #timeOut(): void {
    const { next } = STATES[this.#number];
    if (this.#number === STATE.wakeUp) this.#red = RED.noModem;
    // Without a network stored messages are read all the same, and the watchdog runs.
    const hasNetwork = this.#number !== STATE.waitForNetwork;
    this.go(next);
    if (!hasNetwork) this.#registrationChanged();
  }

  #beginSetup(): void {
    this.#setup.begin();
    this.#send();
  }

  #setUp(result: SetupResult): void {
    if (result === "done") return this.go(STATE.operator);
    if (result === "goes on") return this.#send();
    // What no message can be read without: tried again from the start, until the time-out.
    this.#passed = false;
  }

  /** The modem itself restarted: it has lost its settings. */
  #restarted(): void {
    const resetting = this.#number < STATE.simCheck;
    if (!resetting) this.go(STATE.wakeUp);
  }

  /** Restarts the modem: by command, and by opening its port again if the last restart had no effect. */
  #restart(): void {
    this.#restarts++;
    this.#inVain++;
    this.#unregister();
    if (this.#inVain % 2 === 1) this.#actions.send("AT+CFUN=1,1");
    else this.#actions.reopen();
  }

  #send(): void {
    const at = this.#command();
    if (at !== undefined) this.#actions.send(at);
  }

  #command(): string | undefined {
    switch (this.#number) {
      case STATE.wakeUp:
        return "AT";
      case STATE.simCheck:
        return "AT+CSMINS?";
      case STATE.pinCheck:
        return this.#plain ? "AT+CPIN?" : 'AT+CCID;+CPBF="O-";+CPIN?';
      case STATE.setup:
        return this.#setup.command();
      case STATE.operator:
        return this.#operatorCommand();
      case STATE.waitForNetwork:
        return "AT+CREG?";
      default:
        return undefined;
    }
  }

  #operatorCommand(): string {
    // A name with a quote or a control character would end the command early.
    this.#lock = this.#actions.operatorLock();
    const lock = this.#lock.replace(/[^ -~]|"/g, "");
    const name = this.#plain ? hexOfUcs2(lock) : lock;
    return name === "" ? "AT+COPS=0,1;+COPS?" : `AT+COPS=1,1,"${name}";+COPS?`;
  }

  /** What a state learns from the lines of its answer. */
  #answer(line: string): void {
    switch (this.#number) {
      case STATE.simCheck:
        return this.#check(afterName(line, "+CSMINS"), /1$/, RED.noSim);
      case STATE.pinCheck:
        this.#provision(line);
        this.#identifySim(line);
        return this.#checkPin(afterName(line, "+CPIN"));
      case STATE.operator: {
        const [, , name, kind] = splitFields(afterName(line, "+COPS") ?? "");
        if (name) this.#operator = operatorName(name);
        if (name) this.#technology = technologyName(kind) ?? "";
        return;
      }
      default:
        this.#passed = true;
    }
  }

  #check(value: string | undefined, good: RegExp, red: number): void {
    if (value === undefined) return;
    this.#passed = good.test(value);
    this.#red = this.#passed ? RED.off : red;
  }

  /** The SIM's number comes with or without a name in front. */
  #identifySim(line: string): void {
    const [, iccid] = /^(?:\+I?CCID: ?)?"?(89\d{16,18})[\dF]?"?$/i.exec(line) ??
      [];
    if (iccid !== undefined) this.#actions.pin?.identify(iccid);
  }

  #checkPin(value: string | undefined): void {
    if (value === undefined) return;
    this.#check(value, /^R/, RED.pinLock);
    this.#wantsPin = value === "SIM PIN";
    if (this.#passed) this.#actions.pin?.accepted();
    else if (!this.#wantsPin) this.#actions.pin?.locked(value);
  }

  /** The SIM waits: its PIN is sent, if there is one that may be tried. */
  #enterPin(): void {
    if (!this.#wantsPin) return;
    this.#wantsPin = false;
    const pin = this.#actions.pin?.take();
    if (pin === undefined) return;
    this.#entersPin = true;
    this.#actions.send(`AT+CPIN="${pin}"`);
  }

  #pinAnswered(): void {
    this.#entersPin = false;
    this.#actions.pin?.accepted();
  }

  #provision(line: string): void {
    const name = splitFields(afterName(line, "+CPBF") ?? "")[3];
    if (name?.startsWith("O-")) this.#actions.phoneBook(name);
  }

  #ok(): void {
    switch (this.#number) {
      case STATE.wakeUp:
        return this.go(STATE.simCheck);
      case STATE.simCheck:
        return this.#passed ? this.go(STATE.pinCheck) : undefined;
      case STATE.pinCheck:
        if (this.#entersPin) this.#pinAnswered();
        return this.#passed ? this.go(STATE.setup) : this.#enterPin();
      case STATE.setup:
        return this.#setUp(this.#setup.accepted());
      case STATE.operator:
        return this.go(STATE.settle);
      default:
        return;
    }
  }

  #refused(line: string): void {
    if (this.#entersPin) {
      this.#entersPin = false;
      return this.#actions.pin?.refused(line);
    }
    switch (this.#number) {
      case STATE.simCheck:
        return this.go(STATE.pinCheck);
      case STATE.setup:
        return this.#setUp(this.#setup.refused());
      case STATE.operator:
        // A modem left in UCS-2 knows the name in hexadecimal only.
        if (!this.#plain && this.#actions.operatorLock() !== "") {
          this.#plain = true;
          return this.#send();
        }
        return this.go(STATE.waitForNetwork);
      default:
        // The other form of the command, if there is one, when it is sent again.
        this.#plain = !this.#plain;
    }
  }

  #registrationChanged(): void {
    if (this.#registration.registered) {
      this.#connected();
      if (this.#number === STATE.waitForNetwork) this.go(STATE.ready);
      return;
    }
    if (this.#number !== STATE.ready) return;
    this.#red = RED.signalLost;
    if (this.#watchdog === 0) this.#watchdog = this.#networkPatience;
  }

  #enterReady(): void {
    // It was changed after the selection began.
    const lock = this.#lock ?? this.#actions.operatorLock();
    if (lock !== this.#actions.operatorLock()) return this.go(STATE.operator);
    this.#inVain = 0;
    this.#red = RED.off;
    this.#actions.ready();
  }

  #leave(reason: string): void {
    if (this.#number === STATE.ready) this.#actions.notReady(reason);
  }

  #unregister(): void {
    this.#registration.forget();
    this.#signal = 0;
  }
}

/** A name without what would break a line, also when the modem tells it as UCS-2 in hexadecimal. */
function operatorName(field: string): string {
  const name = (ucs2Text(field) ?? fromUtf8(field)).replace(/\p{Cc}/gu, " ")
    .trim();
  return name.slice(0, LONGEST_OPERATOR).trim();
}

/** The text of bytes that are UTF-8, as some modems have names, or else each byte's own character. */
function fromUtf8(text: string): string {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

/** `<q>,<b>`: 0 to 31, anything else is unknown. */
function signalOf(csq: string): number {
  const signal = decimal(splitFields(csq)[0]) ?? 0;
  return signal <= 31 ? signal : 0;
}
