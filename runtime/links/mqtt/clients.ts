/** Seconds for which a client counts as being there. */
const THERE = 120;
/** Clients that are remembered at most: whoever may publish could name millions. */
const MOST = 100;

/** Who looks on at present. */
export class Clients {
  readonly #until = new Map<string, number>();
  #now = 0;

  get count(): number {
    return this.#until.size;
  }

  /** A client says that it is there, or that it left; true when it was not there before. */
  active(client: string, payload: string): boolean {
    if (payload === "" || payload === "0") {
      this.#until.delete(client);
      return false;
    }
    const isNew = !this.#until.has(client);
    if (isNew && this.#until.size >= MOST) return false;
    this.#until.set(client, this.#now + THERE);
    return isNew;
  }

  /** One second. */
  second(): void {
    this.#now++;
    for (const [client, until] of this.#until) {
      if (this.#now >= until) this.#until.delete(client);
    }
  }

  /** The connection ended: nobody is there any more. */
  clear(): void {
    this.#until.clear();
  }
}
