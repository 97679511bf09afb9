/**
 * The server's own cryptography. It shares nothing with the car's, so that one cannot repeat the
 * other's mistake.
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";

/** HMAC-MD5 as base64 text. */
export function proof(password: string, token: string): string {
  return createHmac("md5", password).update(token).digest("base64");
}

/** A token of 22 characters of the base64 alphabet. */
export function randomToken(): string {
  return randomBytes(17).toString("base64").slice(0, 22);
}

/** Both directions of a connection, from one key. */
export function streams(
  password: string,
  serverToken: string,
  callerToken: string,
): { readonly out: Stream; readonly back: Stream } {
  const key = createHmac("md5", password).update(serverToken)
    .update(callerToken).digest();
  return { out: new Stream(key), back: new Stream(key) };
}

/** One direction of a connection: lines of base64 over RC4. */
export class Stream {
  readonly #keystream: Iterator<number>;

  /** @param key at least one byte */
  constructor(key: Uint8Array) {
    this.#keystream = keystream(key);
    for (let i = 0; i < 1024; i++) this.#keystream.next();
  }

  encrypt(text: string): string {
    return this.#apply(Buffer.from(text, "utf8")).toString("base64");
  }

  /** White space and missing padding are taken; what is no base64 gives noise. */
  decrypt(line: string): string {
    return this.#apply(Buffer.from(line, "base64")).toString("utf8");
  }

  #apply(bytes: Buffer): Buffer {
    return Buffer.from(
      bytes.map((byte) => byte ^ Number(this.#keystream.next().value)),
    );
  }
}

function* keystream(key: Uint8Array): Generator<number, never> {
  const box = [...Array(256).keys()];
  const at = (index: number) => box[index & 0xff] ?? 0;
  const swap = (a: number, b: number) => {
    [box[a], box[b]] = [at(b), at(a)];
  };
  let y = 0;
  for (let x = 0; x < 256; x++) {
    y = (y + at(x) + (key.at(x % key.length) ?? 0)) & 0xff;
    swap(x, y);
  }
  y = 0;
  for (let x = 1;; x = (x + 1) & 0xff) {
    y = (y + at(x)) & 0xff;
    swap(x, y);
    yield at(at(x) + at(y));
  }
}
