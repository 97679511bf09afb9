/** Sessions of browsers: they survive a restart, and end when they are not used. */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { Store } from "../../../../hal/mod.ts";
import { REVOCABLE } from "../../../settings/revocable.ts";
import { fingerprint } from "./fingerprint.ts";

/** Life of a session without use, s. A restart counts as use, since nobody knows how long it took. */
export const IDLE = 7 * 24 * 3600;
/** Sessions at the same time; the oldest one gives way. */
const SESSIONS = 50;
/** Where they are, by the fingerprint of their id. */
const SECTION = REVOCABLE.sessions;

const stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ who: v.string(), proof: v.string() }),
);

/** Whose session it is, and the fingerprint of the secret that opened it: another secret ends it. */
export type Session = v.InferOutput<typeof stored>;

/** All sessions. */
export class Sessions {
  readonly #sessions = new Map<string, Session & { until: number }>();

  /**
   * @param now seconds that only go forward
   * @param since when sessions of before count as used
   */
  constructor(
    readonly store: Pick<Store, "entries" | "put">,
    readonly now: () => number,
    since: number,
  ) {
    for (const [key, text] of store.entries(SECTION)) {
      const parsed = v.safeParse(stored, text);
      if (!parsed.success) continue;
      this.#sessions.set(key, { ...parsed.output, until: since + IDLE });
    }
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Opens one; its id. */
  open(session: Session): string {
    const id = randomBytes(32).toString("base64url"), key = fingerprint(id);
    this.#sessions.set(key, { ...session, until: this.now() + IDLE });
    this.#keep({ [key]: JSON.stringify(session) });
    const oldest = this.#sessions.keys().next().value;
    if (this.#sessions.size > SESSIONS && oldest !== undefined) {
      this.#end([oldest]);
    }
    return id;
  }

  /** The session of an id, which is used by that; undefined for none. */
  use(id: string): Session | undefined {
    const key = fingerprint(id), session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    if (session.until < this.now()) {
      this.#end([key]);
      return undefined;
    }
    session.until = this.now() + IDLE;
    return session;
  }

  end(id: string): void {
    this.#end([fingerprint(id)]);
  }

  /** Ends all but one. */
  endOthers(id: string | undefined): void {
    const own = id === undefined ? "" : fingerprint(id);
    this.#end([...this.#sessions.keys()].filter((key) => key !== own));
  }

  #end(keys: readonly string[]): void {
    for (const key of keys) this.#sessions.delete(key);
    this.#keep(Object.fromEntries(keys.map((key) => [key, undefined])));
  }

  /** On a full disk a session lives until the restart; one that ended there has no secret to live by, or ends again. */
  #keep(changes: Readonly<Record<string, string | undefined>>): void {
    try {
      this.store.put(SECTION, changes);
    } catch {
      // The store tells of it itself
    }
  }
}
