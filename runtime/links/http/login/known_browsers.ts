/** Browsers that once logged in with the module password: theirs never waits while strangers guess. */
import { randomBytes } from "node:crypto";
import type { Store } from "../../../../hal/mod.ts";
import { REVOCABLE } from "../../../settings/revocable.ts";
import { fingerprint } from "./fingerprint.ts";

/** Wrong passwords after which a browser is no longer known: whoever stole its cookie cannot guess on. */
const WRONG = 10;
/** So many at the same time; the one that logged in longest ago gives way. */
const MOST = 50;
/** Where they are: by the fingerprint of their id, the fingerprint of the password that they gave. */
const SECTION = REVOCABLE.browsers;

/** All known browsers; a changed password makes each a stranger again. */
export class KnownBrowsers {
  /** In the order in which they logged in. */
  readonly #proofs = new Map<string, string>();
  readonly #wrong = new Map<string, number>();

  constructor(readonly store: Pick<Store, "entries" | "put">) {
    for (const [key, proof] of store.entries(SECTION)) {
      this.#proofs.set(key, proof);
    }
  }

  /**
   * Whether a browser logged in with the present password.
   * @param id what its cookie says
   * @param password undefined: there is none
   */
  isKnown(id: string | undefined, password: string | undefined): boolean {
    return id !== undefined && password !== undefined &&
      this.#proofs.get(fingerprint(id)) === fingerprint(password);
  }

  /**
   * A browser logged in.
   * @param id what its cookie says, where it is known already
   * @returns what its cookie is to say
   */
  remember(id: string | undefined, password: string): string {
    const known = this.isKnown(id, password) ? id : undefined;
    const now = known ?? randomBytes(32).toString("base64url");
    const key = fingerprint(now), proof = fingerprint(password);
    this.#wrong.delete(key);
    this.#proofs.delete(key);
    this.#proofs.set(key, proof);
    if (known === undefined) this.#keep({ [key]: proof });
    const oldest = this.#proofs.keys().next().value;
    if (this.#proofs.size > MOST && oldest !== undefined) {
      this.#forget([oldest]);
    }
    return now;
  }

  /** A known browser gave a wrong password; true when that was one too many. */
  wrong(id: string): boolean {
    const key = fingerprint(id), count = (this.#wrong.get(key) ?? 0) + 1;
    this.#wrong.set(key, count);
    if (count < WRONG) return false;
    this.#forget([key]);
    return true;
  }

  /** All but one are strangers from now on. */
  forgetOthers(id: string | undefined): void {
    const own = id === undefined ? "" : fingerprint(id);
    this.#forget([...this.#proofs.keys()].filter((key) => key !== own));
  }

  #forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.#proofs.delete(key);
      this.#wrong.delete(key);
    }
    this.#keep(Object.fromEntries(keys.map((key) => [key, undefined])));
  }

  /** On a full disk a browser is known, or forgotten, until the restart. */
  #keep(changes: Readonly<Record<string, string | undefined>>): void {
    try {
      this.store.put(SECTION, changes);
    } catch {
      // The store tells of it itself
    }
  }
}
