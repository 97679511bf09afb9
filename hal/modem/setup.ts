import { type Delivery, SETUP } from "./states.ts";

/** One setting, tried on its own when a modem refuses the module's line of all of them. */
interface Step {
  /** As DIAG names what is missing. */
  readonly name: string;
  /** What is sent; the next one when the modem refuses. */
  readonly forms: readonly string[];
  /** Without it no message could be read. */
  readonly necessary?: true;
}

/** How the line of new messages begins: what modems take for the mode differs. */
const MODES = [2, 1, 3];

/** Formats and delivery of messages, by the way they come in; reports of deliveries come in at once. */
function format(delivery: Delivery, reports: boolean): readonly Step[] {
  const where = delivery === "stored" ? 1 : 2;
  const plain = MODES.map((mode) => `AT+CNMI=${mode},${where}`);
  const forms = [...reports ? plain.map((at) => `${at},0,1`) : [], ...plain];
  const isText = delivery === "text";
  return [
    { name: "+CMGF", forms: [`AT+CMGF=${isText ? 1 : 0}`], necessary: true },
    ...isText
      ? [{ name: "+CSDH", forms: ["AT+CSDH=1"], necessary: true } as const]
      : [],
    { name: "+CNMI", forms },
  ];
}

/** How often an optional step is sent to a modem that does not answer it. */
const MOST_TRIES = 3;

/** The steps of a way of delivery, in order. */
function stepsOf(delivery: Delivery, reports: boolean): Step[] {
  return [
    { name: "E0", forms: ["ATE0"] },
    ...format(delivery, reports),
    { name: "+CREG", forms: ["AT+CREG=1"] },
    { name: "+CLIP", forms: ["AT+CLIP=1"] },
  ];
}

/** What became of the set-up with the modem's last answer. */
export type SetupResult = "goes on" | "done" | "failed";

/**
 * The settings that a modem gets: the module's one line, and when that is refused each setting on its
 * own, so that one which a modem lacks costs only what it is for.
 */
export class Setup {
  readonly #wanted: Delivery;
  #delivery: Delivery;
  /** Undefined while the module's line is tried. */
  #steps: readonly Step[] | undefined;
  #at = 0;
  #form = 0;
  #tries = 0;
  readonly #missing = new Set<string>();
  #lacking: string | undefined;
  readonly #extras: readonly Step[];
  readonly #reports: boolean;
  /** The form of +CNMI that the modem took; undefined while it has that of the module's line. */
  #announced: string | undefined;

  /**
   * @param extras further commands, such as those of the user; none is necessary
   * @param reports whether reports of deliveries are wanted
   */
  constructor(
    wanted: Delivery,
    extras: readonly string[] = [],
    reports = false,
  ) {
    this.#reports = reports;
    this.#wanted = this.#delivery = wanted;
    this.#extras = extras.map((at) => ({ name: nameOf(at), forms: [at] }));
  }

  /** How messages come in with this modem. */
  get delivery(): Delivery {
    return this.#delivery;
  }

  /** Settings that the modem refused. */
  get missing(): readonly string[] {
    return [...this.#missing];
  }

  /** A setting that the modem refused and without which no message could be read; undefined for none. */
  get lacking(): string | undefined {
    return this.#lacking;
  }

  /** What is sent each minute: a modem that restarted without a word has its own settings again. */
  refreshes(): readonly string[] {
    const first = format(this.#delivery, this.#reports).flatMap((
      { name, forms: [form] },
    ) => (name === "+CNMI" && this.#announced || form) ?? []);
    return ["ATE0", ...first];
  }

  /** Begins anew. */
  begin(): void {
    this.#announced = undefined;
    this.#delivery = this.#wanted;
    this.#steps = undefined;
    this.#toStep(0);
    this.#missing.clear();
    this.#lacking = undefined;
  }

  /** What is to be sent now. */
  command(): string {
    this.#tries++;
    if (!this.#steps) return this.#line();
    return this.#steps[this.#at]?.forms[this.#form] ?? "AT";
  }

  /** The module's line. */
  #line(): string {
    const line = SETUP[this.#delivery];
    return this.#reports ? line.replace(/\+CNMI=[\d,]+/, "$&,0,1") : line;
  }

  /** The modem has not answered for a while. */
  silent(): SetupResult {
    const step = this.#steps?.[this.#at];
    if (!step || step.necessary || this.#tries < MOST_TRIES) return "goes on";
    // The others would be as silent, and the set-up has to end in its time.
    return this.#extras.includes(step) ? this.#giveUp() : this.refused();
  }

  /** The modem took what was sent. */
  accepted(): SetupResult {
    const step = this.#steps?.[this.#at];
    if (step?.name === "+CNMI") this.#announced = step.forms[this.#form];
    if (this.#steps) return this.#next(this.#steps);
    if (this.#extras.length === 0) return "done";
    this.#steps = this.#extras;
    this.#toStep(0);
    return "goes on";
  }

  /** The modem refused what was sent. */
  refused(): SetupResult {
    if (!this.#steps) {
      if (this.#delivery === "text") this.#delivery = "pdu";
      else {
        const own = stepsOf(this.#delivery, this.#reports);
        this.#steps = [...own, ...this.#extras];
      }
      return "goes on";
    }
    const step = this.#steps[this.#at];
    if (step && this.#form + 1 < step.forms.length) {
      this.#form++;
      this.#tries = 0;
      return "goes on";
    }
    if (step?.necessary) {
      this.#lacking = step.name;
      return "failed";
    }
    if (step) this.#missing.add(step.name);
    return this.#next(this.#steps);
  }

  /** What is left is done without. */
  #giveUp(): SetupResult {
    for (const { name } of this.#steps?.slice(this.#at) ?? []) {
      this.#missing.add(name);
    }
    return "done";
  }

  #next(steps: readonly Step[]): SetupResult {
    this.#toStep(this.#at + 1);
    return this.#at < steps.length ? "goes on" : "done";
  }

  #toStep(at: number): void {
    this.#at = at;
    this.#form = this.#tries = 0;
  }
}

/** A command's name; what behind it may be a number is nobody's business. */
function nameOf(at: string): string {
  return at.replace(/^AT/i, "").replace(/[=?].*$/s, "");
}
