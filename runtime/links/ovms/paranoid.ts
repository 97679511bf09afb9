import { cipher, hmacMd5, seal, unseal } from "./crypt.ts";
import { PREFIX } from "./protocol.ts";

/** Codes that stay readable for the server in paranoid mode. */
const OPEN_CODES = "EAagP";

/**
 * Paranoid mode: data is encrypted once more with the module password, which the server does not
 * know. The server cannot read such messages and throws wrapped history away.
 */
export class Paranoid {
  /** Tells the apps the token of the key; the first message after login. */
  readonly announcement: string;
  readonly #key: Uint8Array;

  /**
   * @param modulePassword parameter 1
   * @param token 22 random characters, the same until the program ends
   */
  constructor(modulePassword: string, token: string) {
    this.#key = hmacMd5(modulePassword, token);
    this.announcement = `${PREFIX}ET${token}`;
  }

  /** `MP-0 <code><data>` becomes `MP-0 EM<code><encrypted data>`, unless the code stays open. */
  wrap(plain: string): string {
    const code = plain.charAt(PREFIX.length);
    if (OPEN_CODES.includes(code)) return plain;
    const data = plain.slice(PREFIX.length + 1);
    return `${PREFIX}EM${code}${seal(cipher(this.#key), data)}`;
  }

  /** The message inside `MP-0 EM<code><encrypted data>`; undefined when the data is not base64. */
  unwrap(plain: string): string | undefined {
    const data = unseal(cipher(this.#key), plain.slice(PREFIX.length + 3));
    return data === undefined
      ? undefined
      : PREFIX + plain.charAt(PREFIX.length + 2) + data;
  }
}

/** Whether a message is wrapped by paranoid mode and has a code inside. */
export function isWrapped(plain: string): boolean {
  return plain.startsWith(`${PREFIX}EM`) && plain.length > PREFIX.length + 2;
}
