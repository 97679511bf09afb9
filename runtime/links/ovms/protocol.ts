import {
  cipher,
  digest,
  newToken,
  type RandomBytes,
  sameDigest,
  seal,
  sessionKey,
  unseal,
} from "./crypt.ts";
import type { Rc4 } from "./rc4.ts";

/** Every message begins with it, in both directions; one code letter and its data follow. */
export const PREFIX = "MP-0 ";
const WELCOME = "MP-S 0 ";

/** What can be wrong with a line of the server. */
export type Fault =
  /** Not a welcome before login, or not base64 after it. */
  | "garbage"
  /** The server mirrors the car's own token: it need not know the password. */
  | "mirrored"
  /** The server does not know the password. */
  | "digest"
  /** The line does not decrypt to `MP-0 ` and a code. */
  | "prefix";

/** What a line of the server turned out to be. */
export type Received =
  | { readonly kind: "welcome" }
  | { readonly kind: "message"; readonly plain: string }
  | { readonly kind: "fault"; readonly fault: Fault };

/** Whose login it is. */
export interface Credentials {
  /** Vehicle id, parameter 8 as stored; the server compares in upper case. */
  readonly vehicle: string;
  /** Server password, parameter 9. */
  readonly password: string;
}

interface Ciphers {
  readonly send: Rc4;
  readonly receive: Rc4;
}

/** The car's side of one connection, lines in and lines out, without socket and time. */
export class CarProtocol {
  /** The car's login, the first line on the wire. */
  readonly login: string;
  readonly #password: string;
  readonly #token: string;
  #ciphers: Ciphers | undefined;

  constructor({ vehicle, password }: Credentials, random: RandomBytes) {
    this.#password = password;
    this.#token = newToken(random);
    this.login = `MP-C 0 ${this.#token} ${
      digest(password, this.#token)
    } ${vehicle}`;
  }

  /** True after the server's welcome was verified. */
  get loggedIn(): boolean {
    return this.#ciphers !== undefined;
  }

  /** Understands one line, without its line end. */
  receive(line: string): Received {
    return this.#ciphers
      ? decoded(unseal(this.#ciphers.receive, line))
      : this.#welcome(line);
  }

  /**
   * Encrypts one message. The server cuts a message at its first LF, so each becomes a CR, which the
   * protocol uses inside texts.
   * @param plain `MP-0 ` with code and data
   * @throws Error before login
   */
  seal(plain: string): string {
    if (!this.#ciphers) {
      throw new Error(
        "a message cannot be encrypted before the server's welcome; send it after login",
      );
    }
    return seal(this.#ciphers.send, plain.replaceAll("\n", "\r"));
  }

  #welcome(line: string): Received {
    if (!line.startsWith(WELCOME)) return fault("garbage");
    const blank = line.indexOf(" ", WELCOME.length);
    if (blank < 0) return fault("garbage");
    const token = line.slice(WELCOME.length, blank);
    if (token === this.#token) return fault("mirrored");
    const expected = digest(this.#password, token);
    if (!sameDigest(line.slice(blank + 1), expected)) return fault("digest");
    const key = sessionKey(this.#password, token, this.#token);
    this.#ciphers = { send: cipher(key), receive: cipher(key) };
    return { kind: "welcome" };
  }
}

function decoded(plain: string | undefined): Received {
  if (plain === undefined) return fault("garbage");
  const message = plain.startsWith(PREFIX) && plain.length > PREFIX.length;
  return message ? { kind: "message", plain } : fault("prefix");
}

function fault(fault: Fault): Received {
  return { kind: "fault", fault };
}
