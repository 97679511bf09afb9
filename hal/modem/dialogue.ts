import type { GsmState } from "../mod.ts";
import type { DialogueActions } from "./dialogue_actions.ts";
import { afterName, splitFields } from "./fields.ts";
import { operatorName, signalOf } from "./network_texts.ts";
import { Registration, technologyName } from "./registration.ts";
import { NetworkWatch } from "./network_watch.ts";
import { PinEntry } from "./pin_entry.ts";
import { Setup, type SetupResult } from "./setup.ts";
import {
  type Delivery,
  RED,
  STATE,
  type StateNumber,
  STATES,
} from "./states.ts";
import { hexOfUcs2 } from "./ucs2_text.ts";

/** Seconds before the end of the operator selection from which on it counts as failed. */
const OPERATOR_LATE = 20;
/** Restarts in vain after which the pauses grow, and the longest pause, s. */
const PATIENT_RESTARTS = 2, LONGEST_PAUSE = 3600;

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
  readonly #watch = new NetworkWatch();
  readonly #pin: PinEntry;
  #number: StateNumber = STATE.firstRun;
  #seconds = 0;
  /** The state's `OK` counts, since what it asked for is there. */
  #passed = false;
  /** The modem refused the first form of the state's command. */
  #plain = false;
  #signal = 0;
  #operator = "";
  #technology = "";
  /** The operator lock that was sent last; undefined before one was. */
  #lock: string | undefined;
  #red: number = RED.off;
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
    this.#pin = new PinEntry(actions.pin);
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

  /** A setting that it refused and that messages need. */
  get lacking(): string | undefined {
    return this.#setup.lacking;
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
    this.#watch.connected();
    if (this.#red === RED.signalLost) this.#red = RED.off;
  }

  /** A second has passed while the port is open. */
  second(): void {
    const row = STATES[this.#number], timeout = this.#timeout();
    this.#seconds++;
    const remedy = this.#watch.second();
    if (remedy !== undefined) return this.go(remedy);
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

  /** Goes to a state; public for what a line of the modem alone does not tell. */
  go(number: StateNumber): void {
    if (number !== STATE.ready) this.#leave("the modem is being set up again");
    this.#number = number;
    this.#seconds = 0;
    this.#passed = this.#plain = false;
    this.#pin.forget();
    this.#watch.stop();
    if (number === STATE.pinCheck) this.#pin.begin();
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
    this.#operatorTold(afterName(line, "+COPS"));
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
        this.#pin.identify(line);
        return this.#checkPin(afterName(line, "+CPIN"));
      default:
        this.#passed = true;
    }
  }

  /** `<mode>,<format>,<name>,<kind>` of the network that it is in; a list of all that there are is another answer. */
  #operatorTold(told: string | undefined): void {
    if (told === undefined || !/^\d/.test(told)) return;
    const [, , name, kind] = splitFields(told);
    if (name) this.#operator = operatorName(name);
    if (name) this.#technology = technologyName(kind) ?? "";
  }

  #check(value: string | undefined, good: RegExp, red: number): void {
    if (value === undefined) return;
    this.#passed = good.test(value);
    this.#red = this.#passed ? RED.off : red;
  }

  #checkPin(value: string | undefined): void {
    if (value === undefined) return;
    this.#check(value, /^R/, RED.pinLock);
    this.#pin.told(value, this.#passed);
  }

  /** The SIM waits: its PIN is sent, if there is one that may be tried. */
  #enterPin(): void {
    const at = this.#pin.command();
    if (at !== undefined) this.#actions.send(at);
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
        if (this.#pin.entered) this.#pin.answered();
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
    if (this.#pin.entered) return this.#pin.refused(line);
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
    this.#watch.begin();
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
