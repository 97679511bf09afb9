import { createHash } from "node:crypto";
import type { Store } from "../mod.ts";

/** Where it is remembered what became of PINs, by the SIM's fingerprint. */
const SECTION = "sim";
/** Stands for a SIM that does not tell its number. */
const UNKNOWN = "-";
/** A SIM locks itself with the third wrong PIN: that one is the owner's. */
const MOST_TRIES = 2;
/** `+CME ERROR` of a PIN that is wrong (3GPP TS 27.007, section 9.2.1), and what modems without numbers say. */
const WRONG = /^(\+CME ERROR: ?(16|incorrect password)|ERROR)/i;
/** The SIM has not looked at the PIN. */
const BUSY = /^\+CME ERROR: ?(14|SIM busy)/i;

/** What became of the PINs of one SIM. */
interface Ledger {
  /** PINs entered since the SIM was last open. */
  readonly tries: number;
  /** Fingerprints of PINs that it refused. */
  readonly refused: readonly string[];
}

const FRESH: Ledger = { tries: 0, refused: [] };

/**
 * Enters the SIM's PIN: each value once, and never a third time in a row. What is tried is remembered
 * before it is tried, so that neither restarts nor power cuts add up to a locked SIM.
 */
export class SimPin {
  readonly #store: Pick<Store, "entries" | "put">;
  readonly #pin: () => string;
  #sim = UNKNOWN;
  /** What was entered and not answered yet. */
  #entered: string | undefined;
  /** What was entered last. */
  #last: string | undefined;
  #note: string | undefined;

  /** @param pin the PIN as it is set now, empty for none */
  constructor(store: Pick<Store, "entries" | "put">, pin: () => string) {
    this.#store = store;
    this.#pin = pin;
  }

  /** Why the SIM stays locked, for people; undefined while it is not. */
  get note(): string | undefined {
    return this.#note;
  }

  /** The modem is asked anew; its SIM may be another one. */
  begin(): void {
    this.#sim = UNKNOWN;
    this.#entered = undefined;
  }

  /** The SIM's number (ICCID) is known. */
  identify(iccid: string): void {
    this.#sim = fingerprint(iccid);
  }

  /** The PIN that is to be entered now; undefined when that must not be, as `note` tells. */
  take(): string | undefined {
    if (this.#entered !== undefined) return undefined;
    const pin = this.#pin();
    const why = this.#objection(pin);
    this.#note = why ?? "the SIM has not taken its PIN yet";
    if (why !== undefined) return undefined;
    const own = this.#ledger(this.#sim);
    // On a full disk this throws: what cannot be remembered is not tried.
    try {
      this.#write({ ...own, tries: own.tries + 1 });
    } catch {
      this.#note =
        "the SIM's PIN is not tried, since the store cannot remember that it was";
      return undefined;
    }
    this.#entered = this.#last = pin;
    return pin;
  }

  /** The SIM is open: what it was opened with is right, also where an answer to something else refused it. */
  accepted(): void {
    const right = this.#last === undefined ? "" : fingerprint(this.#last);
    this.#note = this.#entered = undefined;
    const { tries, refused } = this.#ledger(this.#sim);
    const wrong = refused.filter((mark) => mark !== right);
    if (tries > 0 || wrong.length < refused.length) {
      this.#quietly({ tries: 0, refused: wrong });
    }
  }

  /** The modem refused the PIN that was entered, with this line. */
  refused(line: string): void {
    const entered = this.#entered, own = this.#ledger(this.#sim);
    if (entered === undefined) return;
    if (BUSY.test(line)) {
      this.#entered = undefined;
      return this.#quietly({ ...own, tries: Math.max(0, own.tries - 1) });
    }
    if (!WRONG.test(line)) return;
    this.#quietly({ ...own, refused: [...own.refused, fingerprint(entered)] });
    this.#note = this.#objection(entered);
  }

  /** The SIM or the modem asks for something that is not entered here, such as `SIM PUK`. */
  locked(what: string): void {
    this.#note = what.startsWith("SIM PUK")
      ? "the SIM asks for its PUK: unlock it in a phone"
      : `the modem asks for ${what}: unlock it with its maker's program`;
  }

  #objection(pin: string): string | undefined {
    if (pin === "") {
      return "the SIM asks for its PIN: give it as setting modem.pin";
    }
    const all = this.#ledgers();
    const mark = fingerprint(pin);
    if (all.some(({ refused }) => refused.includes(mark))) {
      return "the SIM refused the PIN of setting modem.pin, which is not tried again: set the right one";
    }
    const tries = all.reduce((sum, { tries }) => sum + tries, 0);
    return tries >= MOST_TRIES
      ? "the SIM has one try left: enter its PIN in a phone"
      : undefined;
  }

  /** What may have been this SIM: a nameless one may be any. */
  #ledgers(): readonly Ledger[] {
    const sims = this.#sim === UNKNOWN
      ? [...this.#store.entries(SECTION).keys()]
      : [this.#sim, UNKNOWN];
    return sims.map((sim) => this.#ledger(sim));
  }

  #ledger(sim: string): Ledger {
    const text = this.#store.entries(SECTION).get(sim);
    return text === undefined ? FRESH : ledgerOf(text);
  }

  #write(ledger: Ledger): void {
    const { tries, refused } = ledger;
    this.#store.put(SECTION, {
      [this.#sim]: [tries, ...refused].join(" "),
    });
  }

  /** What is not written leaves the earlier, stricter state. */
  #quietly(ledger: Ledger): void {
    try {
      this.#write(ledger);
    } catch {
      return;
    }
  }
}

/** `1 <fingerprint> ...`; what is not readable counts as all tries used. */
function ledgerOf(text: string): Ledger {
  const [count = "", ...refused] = text.split(" ");
  return { tries: /^\d+$/.test(count) ? Number(count) : MOST_TRIES, refused };
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
