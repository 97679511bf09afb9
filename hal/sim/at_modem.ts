import type { ByteDevice } from "./at_port.ts";
import {
  type AtCommand,
  AtError,
  CAPACITY,
  readCommands,
  SETTINGS,
  TESTS,
} from "./at_commands.ts";
import {
  type NetworkMessage,
  networkMessages,
  readSubmit,
  type SentMessage,
  SERVICE_CENTRE,
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

interface StoredMessage {
  readonly message: NetworkMessage;
  /** 0: not read yet, 1: read. */
  status: number;
}

const CR = 0x0d, LF = 0x0a, SUB = 0x1a, ESC = 0x1b;
const STATUS_TEXTS = ["REC UNREAD", "REC READ"];

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
  /** Messages by memory and place. */
  readonly #memories = new Map([["SM", new Map<number, StoredMessage>()]]);
  /** Memories for reading, writing and what comes in. */
  #chosen = ["SM", "SM", "SM"];
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
    return [...this.#memories.values()].flatMap((places) => [...places.keys()]);
  }

  /** Gives the modem a further memory, such as `ME`, for the messages that come in from now on. */
  addMemory(name: string): void {
    this.#memories.set(name, new Map());
    this.#chosen[2] = name;
  }

  /** The memory that is read, or that takes what comes in. */
  #memory(use: 0 | 2): Map<number, StoredMessage> {
    return this.#memories.get(this.#chosen[use] ?? "") ?? new Map();
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
    for (const message of messages) this.#deliverOne(message);
  }

  /** A message lies in the memory, as if it had come while nobody was connected. */
  store(from: string, text: string): void {
    const messages = networkMessages(
      from,
      text,
      ++this.#reference & 0xff,
      this.wallMs(),
    );
    for (const message of messages) this.#keep(message);
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
    "+CPMS?": () => [`+CPMS: ${this.#usage((name) => `"${name}",`)}`],
    "+CPMS=": (names) => this.#choose(names),
    "+CFUN=": () => (this.#powerOn(), []),
    "+CUSD=": ([, code = ""]) => this.#askNetwork(code),
    "+CMGL=": ([status = "4"]) => this.#list(status),
    "+CMGR=": ([index = ""]) => this.#show(Number(index)),
    "+CMGD=": ([index = ""]) => this.#delete(Number(index)),
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

  #choose(names: readonly string[]): readonly string[] {
    if (names.some((name) => !this.#memories.has(name))) {
      throw new AtError("+CMS ERROR: 302");
    }
    this.#chosen = this.#chosen.map((name, at) => names[at] ?? name);
    return [`+CPMS: ${this.#usage(() => "")}`];
  }

  #usage(head: (name: string) => string): string {
    return this.#chosen.map((name) =>
      `${head(name)}${this.#memories.get(name)?.size ?? 0},${CAPACITY}`
    ).join();
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

  #list(status: string): readonly string[] {
    const isWanted = (each: StoredMessage) =>
      ["4", "ALL"].includes(status) || status === String(each.status) ||
      status === STATUS_TEXTS[each.status];
    return [...this.#memory(0)].filter(([, each]) => isWanted(each)).flatMap(
      ([index, each]) => {
        const lines = this.#isText
          ? [
            `+CMGL: ${index},"${STATUS_TEXTS[each.status]}",${
              textHeader(each.message)
            }`,
            each.message.text.body,
          ]
          : [
            `+CMGL: ${index},${each.status},"",${each.message.octets}`,
            each.message.pdu,
          ];
        each.status = 1;
        return [lines.join("\r\n")];
      },
    );
  }

  #show(index: number): readonly string[] {
    const stored = this.#memory(0).get(index);
    // SIMCom answers an empty place with OK alone, and one that does not exist with 321.
    if (!stored) {
      if (index >= 1 && index <= CAPACITY) return [];
      throw new AtError("+CMS ERROR: 321");
    }
    const { message, status } = stored;
    stored.status = 1;
    return this.#isText
      ? [
        `+CMGR: "${STATUS_TEXTS[status]}",${
          textHeader(message)
        }\r\n${message.text.body}`,
      ]
      : [`+CMGR: ${status},"",${message.octets}\r\n${message.pdu}`];
  }

  #delete(index: number): readonly string[] {
    if (index < 1 || index > CAPACITY) throw new AtError("+CMS ERROR: 321");
    this.#memory(0).delete(index);
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

  /** As `+CNMI` says: at once, or into the memory with or without notice. */
  #deliverOne(message: NetworkMessage): void {
    const mode = this.#setting("+CNMI").split(",")[1] ?? "0";
    if (mode !== "2") {
      const index = this.#keep(message);
      if (mode === "1" && index !== undefined) {
        this.say(`+CMTI: "${this.#chosen[2]}",${index}`);
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

  /** A full memory refuses. */
  #keep(message: NetworkMessage): number | undefined {
    for (let index = 1; index <= CAPACITY; index++) {
      if (this.#memory(2).has(index)) continue;
      this.#memory(2).set(index, { message, status: 0 });
      return index;
    }
    return undefined;
  }
}

function textHeader({ from, time, text }: NetworkMessage, full = true): string {
  const head = `"${from}","","${time}"`;
  return full
    ? `${head},145,${text.first},0,${text.dcs},"${SERVICE_CENTRE}",145,${text.length}`
    : head;
}
