/** What the DIAG block shows. */
export interface DiagValues {
  /** `<framework>/<type><module version>/V<hardware>`. */
  readonly firmware: string;
  /** The switch of the module: data enabled. */
  readonly dataEnabled: boolean;
  /** 12 V supply, V; undefined while unknown. */
  readonly volts: number | undefined;
  /** 0 to 31. */
  readonly signal: number;
  readonly vin: string;
  readonly carType: string;
  /** %, undefined before any data. */
  readonly soc: number | undefined;
  /** Miles; undefined before any data. */
  readonly idealMiles: number | undefined;
  readonly estimatedMiles: number | undefined;
}

/** What the console runs commands with. */
export interface DiagHost {
  /** Runs an SMS text as the registered phone; resolves with the text of each reply. */
  sms(text: string): Promise<readonly string[]>;
  /** Runs a MSG command such as `2,9,20`; resolves with its plain lines, such as `MP-0 c2,0`. */
  msg(command: string): Promise<readonly string[]>;
  /** The capability line, `MP-0 V...`. */
  capabilities(): string;
  values(): DiagValues;
  /** Asks the modem; resolves with the lines of its answer. Left out: there is none. */
  modem?(at: string): Promise<readonly string[]>;
  /** Restarts the module; called when its announcement was written. */
  restart(): void;
}

/** Longest input line; what is more overwrites its last character, as in the module. */
const LONGEST = 200;
const GREETING = "\x1b[2J\x1b[01;01H\r\n# OVMS DIAGNOSTICS MODE\r\n\r\n";
const MODEM_QUERIES = ["AT+COPS?", "AT+CPIN?", "AT+CSQ"];

/**
 * The serial console of the module's diagnostics mode, as a protocol of lines: it is fed with what
 * was typed and writes what the terminal shows. The word `SETUP` opens it.
 *
 * Input lines end with CR, LF is ignored, nothing is echoed. One command runs at a time.
 */
export class DiagConsole {
  readonly #host: DiagHost;
  readonly #write: (text: string) => void;
  #line = "";
  #open = false;
  #running: Promise<void> = Promise.resolve();

  /** @param write writes to the terminal; one character a byte */
  constructor(host: DiagHost, write: (text: string) => void) {
    this.#host = host;
    this.#write = (text) => write(completeLineEnds(text));
  }

  /** True once `SETUP` was received. */
  get open(): boolean {
    return this.#open;
  }

  /** Takes what was typed, in pieces as it comes. */
  input(text: string): void {
    for (const char of text) {
      if (char === "\n") continue;
      if (char === "\r") {
        const line = this.#line;
        this.#line = "";
        this.#running = this.#running.then(() => this.#run(line));
      } else this.#line = this.#line.slice(0, LONGEST - 1) + char;
    }
  }

  /** Resolves when everything typed so far was run. */
  settled(): Promise<void> {
    return this.#running;
  }

  /** Shows a notification that would be sent, such as `CHARGE`. */
  notify(kind: string): void {
    if (this.#open) this.#write(`\r\n# NOTIFY ${kind} ALERT\r\n`);
  }

  /** Shows a text that would be sent. */
  show(text: string): void {
    if (this.#open) this.#write(smsOutput([text]));
  }

  async #run(line: string): Promise<void> {
    if (line.startsWith("SETUP")) {
      this.#open = true;
      return this.#write(GREETING);
    }
    if (!this.#open || isIgnored(line)) return;
    try {
      await this.#command(line);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#write(`\r\n# ERROR: ${why}\r\n`);
    }
  }

  async #command(line: string): Promise<void> {
    const [, word = "", rest = ""] = /^(\S*) ?(.*)$/s.exec(line) ?? [];
    switch (word.toUpperCase()) {
      case "HELP":
      case "?":
        return await this.#help();
      case "DIAG":
        return await this.#diag();
      case "RESET":
        this.#write("\r\n# Leaving Diagnostics Mode\r\n");
        return this.#host.restart();
      case "M":
        return this.#write(msgOutput(await this.#host.msg(rest)));
      case "S":
        return this.#write(smsOutput(await this.#host.sms(rest)));
      default:
        return this.#write(smsOutput(await this.#host.sms(line)));
    }
  }

  async #help(): Promise<void> {
    const sms = await this.#host.sms("HELP");
    this.#write(
      "\r\n# COMMANDS: HELP ? DIAG RESET or S ...\r\n# 'S' COMMANDS:\r\n  " +
        sms.join("\r\n") + "\r\n# 'M' COMMANDS:\r\n  " +
        this.#host.capabilities() + "\r\n",
    );
  }

  async #diag(): Promise<void> {
    this.#write(diagBlock(this.#host.values()));
    for (const at of this.#host.modem ? MODEM_QUERIES : []) {
      const lines = await this.#host.modem?.(at) ?? [];
      for (const line of lines) this.#write(`${line}\r\n`);
    }
  }
}

/** Empty lines, comments, and a modem's answers on the same line. */
function isIgnored(line: string): boolean {
  return line.trim() === "" || /^[#+]/.test(line);
}

/** Output of the `S` prefix. */
function smsOutput(replies: readonly string[]): string {
  return "\r\n" + replies.map((reply) => `# ${reply}\r\n`).join("");
}

/** Output of the `M` prefix. */
function msgOutput(lines: readonly string[]): string {
  return "\r\n# " + lines.map((line) => `${line}\r\n`).join("") + "\r\n";
}

/** The block of the `DIAG` command; what is unknown is shown as `-`. */
function diagBlock(values: DiagValues): string {
  const { soc = "-", idealMiles = "-", estimatedMiles = "-" } = values;
  const volts = values.volts === undefined ? "-" : values.volts.toFixed(1);
  return [
    "\r\n# DIAG\r\n",
    `# Firmware: ${values.firmware}`,
    `#  SWITCH:   ${values.dataEnabled ? 1 : 0}`,
    `#  12V Line: ${volts} V`,
    `#  Signal:   ${values.signal}\r\n`,
    `#  VIN:      ${values.vin} (${values.carType})`,
    `#  SOC:      ${soc}% (${idealMiles} ideal, ${estimatedMiles} est miles)\r\n`,
    "",
  ].join("\r\n");
}

/** Every lone CR or LF becomes CR LF. */
function completeLineEnds(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}
