/** Numbers of the dialogue's states; SMS DIAG and GPRS? show them. */
export const STATE = {
  firstRun: 0x00,
  wakeUp: 0x01,
  softReset: 0x02,
  hardReset: 0x03,
  simCheck: 0x10,
  pinCheck: 0x11,
  setup: 0x12,
  ready: 0x20,
  operator: 0x21,
  settle: 0x22,
  waitForNetwork: 0x23,
} as const;

/** One of the numbers of `STATE`. */
export type StateNumber = typeof STATE[keyof typeof STATE];

/** What a state sends, how long it lasts and where it goes. */
export interface StateRow {
  /** Seconds between repetitions of what it sends; 0: sent once, when the state begins. */
  readonly repeat: number;
  /** A time-out of n comes in second n + 1; Infinity: none. */
  readonly timeout: number;
  /** Where the time-out leads. */
  readonly next: StateNumber;
  /** Code of the green LED, which tells the state to people. */
  readonly green: number;
}

/** The rows of the dialogue, as far as a gateway with its own IP network needs them. */
export const STATES: Readonly<Record<StateNumber, StateRow>> = {
  [STATE.firstRun]: { repeat: 0, timeout: 10, next: STATE.wakeUp, green: 0 },
  [STATE.wakeUp]: { repeat: 1, timeout: 20, next: STATE.hardReset, green: 10 },
  [STATE.simCheck]: { repeat: 3, timeout: 95, next: STATE.hardReset, green: 9 },
  [STATE.pinCheck]: { repeat: 3, timeout: 95, next: STATE.hardReset, green: 8 },
  [STATE.setup]: { repeat: 3, timeout: 35, next: STATE.hardReset, green: 7 },
  [STATE.operator]: {
    repeat: 0,
    timeout: 240,
    next: STATE.hardReset,
    green: 6,
  },
  [STATE.settle]: { repeat: 0, timeout: 10, next: STATE.ready, green: 6 },
  [STATE.waitForNetwork]: {
    repeat: 10,
    timeout: 30,
    next: STATE.ready,
    green: 6,
  },
  [STATE.ready]: {
    repeat: 0,
    timeout: Infinity,
    next: STATE.ready,
    green: 2,
  },
  [STATE.softReset]: { repeat: 0, timeout: 0, next: STATE.firstRun, green: 0 },
  [STATE.hardReset]: { repeat: 0, timeout: 2, next: STATE.softReset, green: 0 },
};

/** Codes of the red LED: what is wrong. */
export const RED = {
  off: 0,
  signalLost: 1,
  noModem: 2,
  noSim: 3,
  pinLock: 4,
  operatorFailed: 6,
} as const;

/** The setup line of a gateway; what it means: registration reports, caller's number, SMS format and delivery. */
export const SETUP = {
  /** Messages come as text, at once; their header tells their length. */
  text: "AT+CREG=1;+CLIP=1;+CMGF=1;+CNMI=2,2;+CSDH=1;E0",
  /** Messages come as PDUs, at once. */
  pdu: "AT+CREG=1;+CLIP=1;+CMGF=0;+CNMI=2,2;E0",
  /** Messages stay in the modem's memory, as PDUs, until they were handled. */
  stored: "AT+CREG=1;+CLIP=1;+CMGF=0;+CNMI=2,1;E0",
} as const;

/** How messages come in. */
export type Delivery = keyof typeof SETUP;
