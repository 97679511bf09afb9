import type { Auth, Principal } from "../contract/plugin.ts";
import { TRIES, WrongTries } from "./wrong_tries.ts";

/**
 * A phone number in the form in which two are compared: without blanks, dashes and brackets, `00` as
 * `+`, and a national number as an international one if the country code is known.
 * @param country such as `+49`; empty when none is set
 */
export function normalNumber(number: string, country: string): string {
  const plain = number.replaceAll(/[\s()/-]/g, "").replace(/^00/, "+");
  return country !== "" && /^0\d/.test(plain)
    ? country + plain.slice(1)
    : plain;
}

/** Digits of a number without its country that are enough to be somebody's. */
const ENOUGH = 9;
/** No short code of a provider is a phone. */
const SHORTEST = 7;

/**
 * Whether two numbers are the same phone. An empty one is nobody's.
 *
 * Networks leave out the `+`, or the country as well: such a number is the international one if a
 * country is set, or if that ends with all of its digits.
 */
export function sameNumber(a: string, b: string, country: string): boolean {
  const x = normalNumber(a, country), y = normalNumber(b, country);
  return x !== "" &&
    (x === y || meansSame(x, y, country) || meansSame(y, x, country));
}

/** Whether digits without `+` stand for an international number. */
function meansSame(
  digits: string,
  international: string,
  country: string,
): boolean {
  if (!/^[1-9]\d*$/.test(digits) || !/^\+\d+$/.test(international)) {
    return false;
  }
  if (digits.length >= ENOUGH && international.endsWith(digits)) return true;
  return country !== "" && digits.length >= SHORTEST &&
    (international === country + digits || international === `+${digits}`);
}

/**
 * Whole-value comparison in a time that depends on the given text alone. An empty secret matches
 * nothing.
 */
export function sameSecret(given: string, secret: string): boolean {
  const encoder = new TextEncoder();
  const a = encoder.encode(given), b = encoder.encode(secret);
  let differing = a.length ^ b.length;
  for (const [at, byte] of a.entries()) {
    differing |= byte ^ (b[at % Math.max(1, b.length)] ?? 0);
  }
  return differing === 0 && secret !== "";
}

/** What the check needs to know of the settings. */
export interface AuthSettings {
  readonly phone: string;
  readonly password: string;
  /** Country code for national numbers, such as `+49`; empty when none is set. */
  readonly country: string;
}

/** Who is taken for whom. */
export type Verdict =
  | {
    readonly ok: true;
    readonly principal: Principal;
    readonly words: readonly string[];
  }
  | { readonly ok: false; readonly locked: boolean };

/** Checks callers; the only place where that happens. */
export class Authority {
  readonly #wrong = new WrongTries();

  /**
   * @param settings read at each check, so that a change takes effect at once
   * @param lockedOut told once when a number is locked out
   */
  constructor(
    readonly settings: () => AuthSettings,
    readonly lockedOut: () => void,
  ) {}

  isOwner(number: string): boolean {
    const { phone, country } = this.settings();
    return sameNumber(number, phone, country);
  }

  /**
   * @param caller who the link says it is: `owner` for the local console, `password` for a login with the module password, `app` for a login at a server or broker, `anyone` for a phone
   * @param words words behind the verb; a password that was needed is taken away
   * @param now seconds of the vehicle's clock
   */
  check(
    auth: Auth,
    caller: Principal,
    number: string,
    words: readonly string[],
    now: number,
  ): Verdict {
    const owner = caller === "owner" || this.isOwner(number);
    if (owner && auth !== "password") {
      return { ok: true, principal: "owner", words };
    }
    // A login with the module password, or an app that a broker or server let in.
    if ((caller === "password" || caller === "app") && auth === "owner") {
      return { ok: true, principal: caller, words };
    }
    if (auth === "phone") return { ok: false, locked: false };
    const [given = "", ...rest] = words;
    if (!owner && this.#wrong.isLocked(number, now)) {
      return { ok: false, locked: false };
    }
    if (given !== "" && sameSecret(given, this.settings().password)) {
      this.#wrong.forget(number);
      return { ok: true, principal: owner ? "owner" : "password", words: rest };
    }
    return {
      ok: false,
      locked: !owner && given !== "" && this.#count(number, now),
    };
  }

  /** Counts a wrong password; true when that was one too many. */
  #count(number: string, now: number): boolean {
    if (this.#wrong.count(number, now) !== TRIES) return false;
    this.lockedOut();
    return true;
  }
}
