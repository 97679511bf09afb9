/**
 * The RC4 stream cipher, which no library kept here offers. Too weak for new designs; the OVMS v2
 * protocol is made of it.
 */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, at) => at);
  #i = 0;
  #j = 0;

  /**
   * @param key 1 to 256 bytes
   * @param discard bytes of the key stream to throw away first
   */
  constructor(key: Uint8Array, discard = 0) {
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + this.#at(i) + (key[i % key.length] ?? 0)) & 255;
      this.#swap(i, j);
    }
    this.apply(new Uint8Array(discard));
  }

  /** Encrypts or decrypts, which are the same; the stream runs on from call to call. */
  apply(data: Uint8Array): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(data, (byte) => byte ^ this.#next());
  }

  #next(): number {
    this.#i = (this.#i + 1) & 255;
    this.#j = (this.#j + this.#at(this.#i)) & 255;
    this.#swap(this.#i, this.#j);
    return this.#at((this.#at(this.#i) + this.#at(this.#j)) & 255);
  }

  #at(index: number): number {
    return this.#state[index] ?? 0;
  }

  #swap(a: number, b: number): void {
    const kept = this.#at(a);
    this.#state[a] = this.#at(b);
    this.#state[b] = kept;
  }
}
