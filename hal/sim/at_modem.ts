import type { ByteDevice } from "./at_port.ts";
import {
  type AtCommand,
  AtError,
  readCommands,
  SETTINGS,
  TESTS,
} from "./at_commands.ts";
import { AtMemories } from "./at_memories.ts";
import {
  type NetworkMessage,
  networkMessages,
  readSubmit,
  type SentMessage,
  SERVICE_CENTRE,
  textHeader,
} from "./at_messages.ts";

/** What goes wrong, as long as it is set. */
export interface AtFaults {
  /** Answers nothing at all. */
  mute: boolean;
  /** Refuses messages with this `+CMS ERROR`. */
  refuse: number | undefined;
  /** Never prompts for a message's text. */
  noPrompt: boolean;
  /** Refuses commands whose name, or name and value such as `+CNMI=2,1`, is in here. */
  unknown: Set<string>;
}

const CR = 0x0d, LF = 0x0a, SUB = 0x1a, ESC = 0x1b;

/**
 * A GSM modem of SIMCom's kind at the level of bytes: AT commands, text and PDU mode, stored
 * messages, unsolicited lines and faults. It answers at once.
 */
export class SimAtModem implements ByteDevice {
  output: (bytes: Uint8Array) => void = () => {};

  /** Messages that were sent, parts one by one. */
  readonly sent: SentMessage[] = [];
  /** Command lines as they came. */
  readonly commands: string[] = [];
  readonly faults: AtFaults = {
    mute: false,
    refuse: undefined,
    noPrompt: false,
    unknown: new Set(),
  };
  /** Network answers to USSD codes. */
  readonly ussd = new Map<string, string>();
  /** Entries of the phone book, as `+CPBF` shows them. */
  phoneBook: string[] = [];
  operator = "Simulated Net";
  /** 1: home, 5: roaming, 2: searching. */
  registration = 1;
  signal = 18;
  millivolts = 4012;
  pin = "READY";
  /** The PIN that opens it, and the tries that are left. */
  readonly lock = { pin: "", triesLeft: 3 };
  simPresent = true;
  /** Called before each line that is written; its lines come in between, unasked. */
  noise: () => readonly string[] = () => [];

  /** Registers that commands set and read, with what they are after a start. */
  readonly #settings = new Map<string, string>();
  readonly #memories = new AtMemories();
  #echo = true;
  #line = "";
  /** Text that is being entered at the prompt. */
  #entry: { readonly target: string; text: string } | undefined;
  #reference = 0;

  constructor(
    private readonly wallMs: () => number = () => Date.UTC(2026, 0, 1),
  ) {
    this.#powerOn();
  }

  /** Places of stored messages. */
  get stored(): number[] {
    return this.#memories.places;
  }

  /** Gives the modem a further memory, such as `ME`, for the messages that come in from now on. */
  addMemory(name: string): void {
    this.#memories.add(name);
  }

  input(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.faults.mute) continue;
      if (this.#entry) this.#enter(byte);
      else this.#type(byte);
    }
  }

  /** A text message comes in over the network. */
  deliver(from: string, text: string): void {
    const messages = networkMessages(
      from,
      text,
      ++this.#reference & 0xff,
      this.wallMs(),
    );
    for (const message of messages) this.deliverOne(message);
  }

  /** A message lies in the memory, as if it had come while nobody was connected. */
  store(from: string, text: string): void {
    const messages = networkMessages(
      from,
      text,
      ++this.#reference & 0xff,
      this.wallMs(),
    );
    for (const message of messages) this.#memories.keep(message);
  }

  /** Somebody calls. */
  ring(from: string): void {
    this.say("RING");
    if (this.#setting("+CLIP") === "1") {
      this.say(`+CLIP: "${from}",145,"",0,"",0`);
    }
  }

  /** The modem restarts by itself and forgets its settings. */
  restart(): void {
    this.#powerOn();
    this.say("RDY");
    this.say("+CFUN: 1");
  }

  /** Registers with the network, or loses it, and reports it if that was asked for. */
  register(status: number): void {
    this.registration = status;
    if (this.#setting("+CREG") === "1") this.say(`+CREG: ${status}`);
  }

  /** Writes one line. */
  say(line: string): void {
    for (const unasked of this.noise()) this.#put(`\r\n${unasked}\r\n`);
    this.#put(`\r\n${line}\r\n`);
  }

  #powerOn(): void {
    this.#settings.clear();
    this.#echo = true;
    this.#line = "";
    this.#entry = undefined;
  }

  #put(text: string): void {
    if (this.faults.mute) return;
    this.output(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  }

  #setting(name: string): string {
    return this.#settings.get(name) ?? SETTINGS.get(name) ?? "";
  }

  get #isText(): boolean {
    return this.#setting("+CMGF") === "1";
  }

  #type(byte: number): void {
    if (this.#echo) this.#put(String.fromCharCode(byte));
    if (byte === LF || byte === ESC) return;
    if (byte !== CR) {
      this.#line += String.fromCharCode(byte);
      return;
    }
    const line = this.#line.trim();
    this.#line = "";
    if (/^AT/i.test(line)) this.#commandLine(line);
  }

  #commandLine(line: string): void {
    this.commands.push(line);
    try {
      for (const command of readCommands(line.slice(2))) {
        for (const answer of this.#run(command)) this.say(answer);
        if (this.#entry) return;
      }
      this.say("OK");
    } catch (error) {
      this.say(error instanceof AtError ? error.message : "ERROR");
    }
  }

  #run(command: AtCommand): readonly string[] {
    const { unknown } = this.faults, { name, raw } = command;
    if (unknown.has(name) || unknown.has(`${name}=${raw}`)) {
      throw new AtError("ERROR");
    }
    const key = command.form === "set"
      ? `${command.name}=`
      : command.form === "run"
      ? command.name
      : `${command.name}${command.form === "read" ? "?" : "=?"}`;
    const work = this.#table[key];
    if (work) return work(command.fields);
    if (command.form === "set" && SETTINGS.has(command.name)) {
      this.#settings.set(command.name, command.raw);
      return [];
    }
    if (command.form === "read" && SETTINGS.has(command.name)) {
      return [`${command.name}: ${this.#setting(command.name)}`];
    }
    if (command.form === "test" && TESTS[command.name] !== undefined) {
      return [`${command.name}: ${TESTS[command.name]}`];
    }
    throw new AtError("ERROR");
  }

  /** What commands do beyond keeping a setting. */
  readonly #table: Readonly<
    Record<string, (fields: readonly string[]) => readonly string[]>
  > = {
    "E0": () => this.#setEcho(false),
    "E1": () => this.#setEcho(true),
    "E": () => this.#setEcho(false),
    "H": () => [],
    "Z": () => [],
    "V1": () => [],
    "I": () => ["SIM900 R11.0"],
    "+CGMI": () => ["SIMCOM_Ltd"],
    "+CGMM": () => ["SIMCOM_SIM900"],
    "+CGMR": () => ["Revision:1137B03SIM900M64_ST"],
    "+CGSN": () => ["013227004223478"],
    "+CIMI": () => ["262011234567890"],
    "+CCID": () => ["89490200001234567890"],
    "+CSMINS?": () => [`+CSMINS: 0,${this.simPresent ? 1 : 0}`],
    "+CPIN?": () => [`+CPIN: ${this.pin}`],
    "+CPIN=": ([pin = ""]) => this.#unlock(pin),
    "+CPBF=": () => this.phoneBook.map((entry) => `+CPBF: ${entry}`),
    "+CREG?": () => [`+CREG: ${this.#setting("+CREG")},${this.registration}`],
    "+CSQ": () => [`+CSQ: ${this.signal},0`],
    "+CBC": () => [`+CBC: 0,80,${this.millivolts}`],
    "+COPS=": () => [],
    "+COPS?": () => [`+COPS: 0,1,"${this.operator}",2`],
    "+CSCA?": () => [`+CSCA: "${SERVICE_CENTRE}",145`],
    "+CPMS?": () => this.#memories.chosen(),
    "+CPMS=": (names) => this.#memories.choose(names),
    "+CFUN=": () => (this.#powerOn(), []),
    "+CUSD=": ([, code = ""]) => this.#askNetwork(code),
    "+CMGL=": ([status = "4"]) => this.#memories.list(status, this.#isText),
    "+CMGR=": ([index = ""]) =>
      this.#memories.show(Number(index), this.#isText),
    "+CMGD=": ([index = ""]) => this.#memories.delete(Number(index)),
    "+CMGS=": ([target = ""]) => this.#prompt(target),
  };

  #unlock(pin: string): readonly string[] {
    if (this.pin !== "SIM PIN") throw new AtError("+CME ERROR: 3");
    if (pin === this.lock.pin) {
      this.lock.triesLeft = 3;
      this.pin = "READY";
      return [];
    }
    if (--this.lock.triesLeft === 0) this.pin = "SIM PUK";
    throw new AtError("+CME ERROR: 16");
  }

  #setEcho(on: boolean): readonly string[] {
    this.#echo = on;
    return [];
  }

  #askNetwork(code: string): readonly string[] {
    const text = this.ussd.get(code);
    // The network answers later than the modem.
    if (text !== undefined) {
      queueMicrotask(() => this.say(`+CUSD: 0,"${text}",15`));
    }
    return [];
  }

  #prompt(target: string): readonly string[] {
    this.#entry = { target, text: "" };
    if (this.faults.noPrompt) return [];
    for (const unasked of this.noise()) this.#put(`\r\n${unasked}\r\n`);
    this.#put("\r\n> ");
    return [];
  }

  #enter(byte: number): void {
    const entry = this.#entry;
    if (!entry) return;
    if (this.#echo) this.#put(String.fromCharCode(byte));
    if (byte === ESC) {
      this.#entry = undefined;
      return this.say("OK");
    }
    if (byte !== SUB) {
      entry.text += String.fromCharCode(byte);
      if (byte === CR) this.#put("\r\n> ");
      return;
    }
    this.#entry = undefined;
    this.#send(entry.target, entry.text);
  }

  #send(target: string, text: string): void {
    const { refuse } = this.faults;
    if (refuse !== undefined) return this.say(`+CMS ERROR: ${refuse}`);
    try {
      this.sent.push(
        this.#isText
          ? { to: target, text }
          : readSubmit(text.trim(), Number(target)),
      );
    } catch {
      return this.say("+CMS ERROR: 304");
    }
    this.say(`+CMGS: ${this.sent.length & 0xff}`);
    this.say("OK");
  }

  /** One message, or a part, comes in as `+CNMI` says: at once, or into the memory with or without notice. */
  deliverOne(message: NetworkMessage): void {
    const mode = this.#setting("+CNMI").split(",")[1] ?? "0";
    if (mode !== "2") {
      const index = this.#memories.keep(message);
      if (mode === "1" && index !== undefined) {
        this.say(`+CMTI: "${this.#memories.taking}",${index}`);
      }
      return;
    }
    this.say(
      this.#isText
        ? `+CMT: ${
          textHeader(message, this.#setting("+CSDH") === "1")
        }\r\n${message.text.body}`
        : `+CMT: "",${message.octets}\r\n${message.pdu}`,
    );
  }
}
