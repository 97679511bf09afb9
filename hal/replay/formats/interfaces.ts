/** An interface's name as its bytes, with the number of its bus. */
interface Known {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly bus: number;
}

/** First number of the interfaces that were not chosen. */
export const NOT_CHOSEN = 101;

/**
 * Numbers of buses for names of interfaces: as the user says; else in order of the number at the end
 * of the name, so that can0 and can1 are bus 1 and 2, and a single can1 is bus 1.
 */
export class Interfaces {
  readonly #known: Known[] = [];
  readonly #said: boolean;
  #last: Known | undefined;

  /** @param seen names that are known to come */
  constructor(
    seen: Iterable<string>,
    said: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#said = said.size > 0;
    for (const [name, bus] of said) this.#add(name, bus);
    const number = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0);
    for (
      const name of [...new Set(seen)].sort((a, b) => number(a) - number(b))
    ) {
      if (!said.has(name)) this.#add(name, this.#free());
    }
  }

  /** The bus of the interface whose name is `bytes[from..to[`. */
  bus(bytes: Uint8Array, from: number, to: number): number {
    const last = this.#last;
    if (last && same(last.bytes, bytes, from, to)) return last.bus;
    const known =
      this.#known.find((entry) => same(entry.bytes, bytes, from, to)) ??
        this.#add(
          new TextDecoder().decode(bytes.slice(from, to)),
          this.#free(),
        );
    this.#last = known;
    return known.bus;
  }

  /** The names by the numbers of their buses. */
  names(): ReadonlyMap<number, string> {
    return new Map(this.#known.map(({ bus, name }) => [bus, name]));
  }

  /** Beside names that the user chose, others are of buses that no vehicle has. */
  #free(): number {
    let bus = this.#said ? NOT_CHOSEN : 1;
    while (this.#known.some((entry) => entry.bus === bus)) bus++;
    return bus;
  }

  #add(name: string, bus: number): Known {
    const known = { name, bytes: new TextEncoder().encode(name), bus };
    this.#known.push(known);
    return known;
  }
}

function same(
  name: Uint8Array,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (to - from !== name.length) return false;
  for (let n = 0; n < name.length; n++) {
    if (name[n] !== bytes[from + n]) return false;
  }
  return true;
}
