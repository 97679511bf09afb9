/** Named tokens: logins that their owner can take back one by one, each with what it may. */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { Store } from "../../../../hal/mod.ts";
import { sameSecret } from "../../../commands/auth.ts";
import { CommandError } from "../../../contract/plugin.ts";
import { REVOCABLE } from "../../../settings/revocable.ts";
import { fingerprint } from "./fingerprint.ts";

/** What a login may: look, run commands as the module password does, or everything. */
export const RIGHTS = ["see", "command", "tune"] as const;
/** One of them; each includes those before it. */
export type Right = (typeof RIGHTS)[number];

/** Where they are: their fingerprints, by name. */
const SECTION = REVOCABLE.tokens;
/** So many at the same time. */
const MOST = 20;
/** Random bytes of a token: nobody guesses it. */
const BYTES = 24;

const stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    proof: v.string(),
    right: v.picklist(RIGHTS),
    /** UTC; empty while the clock was not to be trusted. */
    made: v.string(),
  }),
);
type Stored = v.InferOutput<typeof stored>;

/** A token as it is listed: without itself. */
export interface TokenInfo {
  readonly name: string;
  readonly right: Right;
  /** When it was made, UTC; empty where nobody knows. */
  readonly made: string;
}

/** All named tokens. */
export class Tokens {
  readonly #tokens = new Map<string, Stored>();

  constructor(readonly store: Pick<Store, "entries" | "put">) {
    for (const [name, text] of store.entries(SECTION)) {
      const parsed = v.safeParse(stored, text);
      if (parsed.success) this.#tokens.set(name, parsed.output);
    }
  }

  get size(): number {
    return this.#tokens.size;
  }

  list(): readonly TokenInfo[] {
    return [...this.#tokens].map(([name, { right, made }]) => ({
      name,
      right,
      made,
    }));
  }

  /**
   * Makes a token; only its fingerprint is kept.
   * @returns the token, which nobody can be told again
   * @throws CommandError when there is one of that name, or too many
   */
  make(name: string, right: Right, made: string): string {
    if (this.#tokens.has(name)) {
      throw new CommandError(
        `There is a token ${name} already: revoke it first, or choose another name`,
      );
    }
    if (this.size >= MOST) {
      throw new CommandError(`At most ${MOST} tokens: revoke one first`);
    }
    const token = `ovms_${randomBytes(BYTES).toString("base64url")}`;
    const entry: Stored = { proof: fingerprint(token), right, made };
    this.store.put(SECTION, { [name]: JSON.stringify(entry) });
    this.#tokens.set(name, entry);
    return token;
  }

  /** Takes a token back, and with it whatever was opened by it; false when there is none of that name. */
  revoke(name: string): boolean {
    if (!this.#tokens.has(name)) return false;
    this.store.put(SECTION, { [name]: undefined });
    return this.#tokens.delete(name);
  }

  /** The one that a secret is; undefined for none. All are compared, whichever it is. */
  find(secret: string): TokenInfo | undefined {
    const proof = fingerprint(secret);
    const found = [...this.#tokens].filter(([, entry]) =>
      sameSecret(proof, entry.proof)
    );
    return this.list().find(({ name }) => name === found[0]?.[0]);
  }

  /** Fingerprint and right of one by its name. */
  get(name: string): Readonly<Stored> | undefined {
    return this.#tokens.get(name);
  }
}
