/** A line of history. */
export interface HistoryRow {
  readonly type: string;
  readonly number: number;
  /** Milliseconds since 1970, whole seconds. */
  readonly at: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly data: string;
}

/** The last message of one code. */
export interface LastMessage {
  readonly text: string;
  readonly paranoid: boolean;
}

/** Bytes of one day: from and to the car, from and to apps. */
export interface Traffic {
  carIn: number;
  carOut: number;
  appIn: number;
  appOut: number;
}

/** Longest text that the genuine server's table of last messages takes. */
const MESSAGE_LENGTH = 255;
const SECOND = 1000;

/** What the server keeps of one vehicle. It outlives connections and restarts of the server. */
export class VehicleData {
  readonly password: string;
  /** Last message of each code. */
  readonly messages = new Map<string, LastMessage>();
  /** Traffic by day, such as `2026-01-31`. */
  readonly traffic = new Map<string, Traffic>();
  /** Notices for phones, a letter for the kind and the text. */
  readonly pushes: string[] = [];
  /** Token of paranoid mode, empty before the first. */
  paranoidToken = "";
  /** When the car last sent a message, ms since 1970. */
  updated: number | undefined;
  /** A login of the car failed, and none has succeeded since. */
  loginFailed = false;
  readonly #rows = new Map<string, HistoryRow>();

  /** @param password the server password that the car and its apps share */
  constructor(password: string) {
    this.password = password;
  }

  /** History in the order of its time. */
  get history(): readonly HistoryRow[] {
    return [...this.#rows.values()].sort((a, b) => a.at - b.at);
  }

  /** Keeps a message of the car as the last of its code. */
  keep(code: string, text: string, paranoid: boolean): void {
    this.messages.set(code, { text: text.slice(0, MESSAGE_LENGTH), paranoid });
  }

  /** Writes history; a row of the same type, number and second is replaced. */
  record(row: HistoryRow): void {
    const at = Math.floor(row.at / SECOND) * SECOND;
    this.#rows.set(`${row.type},${row.number},${at}`, { ...row, at });
  }

  /** Deletes history that has expired. */
  purge(now: number): void {
    for (const [key, row] of this.#rows) {
      if (row.expires <= now) this.#rows.delete(key);
    }
  }

  /** Paranoid messages cannot be read any more after a change of the token. */
  newParanoidToken(token: string): void {
    if (token === this.paranoidToken) return;
    this.paranoidToken = token;
    for (const [code, { paranoid }] of this.messages) {
      if (paranoid) this.messages.delete(code);
    }
  }

  /** Traffic of a day, to be counted up. */
  trafficOf(day: string): Traffic {
    const known = this.traffic.get(day);
    if (known) return known;
    const none = { carIn: 0, carOut: 0, appIn: 0, appOut: 0 };
    this.traffic.set(day, none);
    return none;
  }
}

/** Time as the server prints it, UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
