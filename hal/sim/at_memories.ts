import { AtError, CAPACITY } from "./at_commands.ts";
import { type NetworkMessage, textHeader } from "./at_messages.ts";

interface StoredMessage {
  readonly message: NetworkMessage;
  /** 0: not read yet, 1: read. */
  status: number;
}

/** Which of the chosen memories: the one that is read, or the one that takes what comes in. */
const READ = 0, TAKES = 2;
const STATUS_TEXTS = ["REC UNREAD", "REC READ"];

/** Messages stored in a simulated modem, by memory and place, as the commands for them answer. */
export class AtMemories {
  readonly #memories = new Map([["SM", new Map<number, StoredMessage>()]]);
  /** Memories for reading, writing and what comes in. */
  #chosen = ["SM", "SM", "SM"];

  /** Places of stored messages. */
  get places(): number[] {
    return [...this.#memories.values()].flatMap((places) => [...places.keys()]);
  }

  /** The memory that takes what comes in. */
  get taking(): string {
    return this.#chosen[TAKES] ?? "";
  }

  /** A further memory, such as `ME`, which takes what comes in from now on. */
  add(name: string): void {
    this.#memories.set(name, new Map());
    this.#chosen[TAKES] = name;
  }

  /** Keeps a message; its place, or undefined where the memory is full. */
  keep(message: NetworkMessage): number | undefined {
    const places = this.#of(TAKES);
    for (let index = 1; index <= CAPACITY; index++) {
      if (places.has(index)) continue;
      places.set(index, { message, status: 0 });
      return index;
    }
    return undefined;
  }

  /** Answers `+CPMS=`. */
  choose(names: readonly string[]): readonly string[] {
    if (names.some((name) => !this.#memories.has(name))) {
      throw new AtError("+CMS ERROR: 302");
    }
    this.#chosen = this.#chosen.map((name, at) => names[at] ?? name);
    return [`+CPMS: ${this.#usage(() => "")}`];
  }

  /** Answers `+CPMS?`. */
  chosen(): readonly string[] {
    return [`+CPMS: ${this.#usage((name) => `"${name}",`)}`];
  }

  /** Answers `+CMGL=`. */
  list(status: string, isText: boolean): readonly string[] {
    const isWanted = (each: StoredMessage) =>
      ["4", "ALL"].includes(status) || status === String(each.status) ||
      status === STATUS_TEXTS[each.status];
    return [...this.#of(READ)].filter(([, each]) => isWanted(each)).map(
      ([index, each]) => `+CMGL: ${index},${shown(each, isText)}`,
    );
  }

  /** Answers `+CMGR=`. */
  show(index: number, isText: boolean): readonly string[] {
    const stored = this.#of(READ).get(index);
    // SIMCom answers an empty place with OK alone, and one that does not exist with 321.
    if (!stored) {
      if (index >= 1 && index <= CAPACITY) return [];
      throw new AtError("+CMS ERROR: 321");
    }
    return [`+CMGR: ${shown(stored, isText)}`];
  }

  /** Answers `+CMGD=`. */
  delete(index: number): readonly string[] {
    if (index < 1 || index > CAPACITY) throw new AtError("+CMS ERROR: 321");
    this.#of(READ).delete(index);
    return [];
  }

  #of(use: typeof READ | typeof TAKES): Map<number, StoredMessage> {
    return this.#memories.get(this.#chosen[use] ?? "") ?? new Map();
  }

  #usage(head: (name: string) => string): string {
    return this.#chosen.map((name) =>
      `${head(name)}${this.#memories.get(name)?.size ?? 0},${CAPACITY}`
    ).join();
  }
}

/** Status, header and body of a message, which is read with that. */
function shown(stored: StoredMessage, isText: boolean): string {
  const { message, status } = stored;
  stored.status = 1;
  return isText
    ? `"${STATUS_TEXTS[status]}",${textHeader(message)}\r\n${message.text.body}`
    : `${status},"",${message.octets}\r\n${message.pdu}`;
}
