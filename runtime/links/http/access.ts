/** Who asks: found from what a request carries, in one place for API, stream and page. */
import type { Clock, Store } from "../../../hal/mod.ts";
import { sameSecret } from "../../commands/auth.ts";
import type { Principal } from "../../contract/plugin.ts";
import { fingerprint } from "./fingerprint.ts";
import { Problem } from "./problem.ts";
import { Sessions } from "./sessions.ts";
import { Slowdown } from "./slowdown.ts";
import { type Right, Tokens } from "./tokens.ts";
import { LONGEST, WaitingLine } from "./waiting_line.ts";

/** What logins are checked against. */
export interface AccessOptions {
  /** Whether a login is needed; without one everybody is the owner, as at the prompt. */
  readonly needed: boolean;
  /** Makes whoever gives it the owner; undefined when there is none. */
  readonly token: string | undefined;
  /** The module password as it is now, or undefined while it is the one that everybody knows. */
  readonly password: () => string | undefined;
  readonly clock: Clock;
  /** Since when sessions of before count as used, ms of the monotonic clock. */
  readonly since: number;
  /** Keeps named tokens and sessions. */
  readonly store: Pick<Store, "entries" | "put">;
  /** Told when passwords of an address, or of all, have to wait from now on. */
  readonly lockedOut: () => void;
}

const COOKIE = "ovms_session";
/** How long browsers keep the cookie, s: the gateway knows when the session ends. */
const KEPT = 400 * 24 * 3600;

/** Who a request was found to come from. */
export interface Caller {
  /** Whose rights its commands have. */
  readonly principal: Extract<Principal, "owner" | "password">;
  readonly right: Right;
  /** `owner`, `password`, or the name of a token behind `token `. */
  readonly who: string;
}

const OWNER: Caller = { principal: "owner", right: "tune", who: "owner" };
const PASSWORD: Caller = {
  principal: "password",
  right: "tune",
  who: "password",
};
const NAMED = "token ";

/** Checks tokens, passwords and sessions. */
export class Access {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly #slowdown = new Slowdown();
  readonly #line: WaitingLine;

  constructor(readonly options: AccessOptions) {
    this.#line = new WaitingLine(
      options.clock,
      (address) => this.#slowdown.tries(address, this.#now),
    );
    this.tokens = new Tokens(options.store);
    this.sessions = new Sessions(
      options.store,
      () => this.#now,
      options.since / 1000,
    );
  }

  get #now(): number {
    return this.options.clock.monotonic() / 1000;
  }

  /**
   * Who a request comes from; a password waits for its turn while strangers guess.
   * @throws Problem 401 without a valid login, 429 where too many wait
   */
  async caller(request: Request, address: string): Promise<Caller> {
    if (!this.options.needed) return OWNER;
    const bearer = bearerOf(request);
    if (bearer !== undefined) return await this.#check(bearer, address);
    const caller = this.#session(request);
    if (caller !== undefined) return caller;
    throw new Problem(
      401,
      "Log in with the token or the module password",
      { "www-authenticate": "Bearer" },
    );
  }

  /** Whether a request would still be let in: what a long answer asks from time to time. */
  holds(request: Request): boolean {
    const bearer = bearerOf(request);
    if (!this.options.needed) return true;
    return bearer === undefined
      ? this.#session(request) !== undefined
      : this.#who(bearer) !== undefined;
  }

  /**
   * Logs in; a password waits for its turn while strangers guess.
   * @returns value of the header `set-cookie`
   * @throws Problem 401 for a wrong secret, 429 where too many wait
   */
  async login(
    secret: string,
    address: string,
  ): Promise<{ caller: Caller; cookie: string }> {
    const caller = await this.#check(secret, address);
    const id = this.sessions.open({
      who: caller.who,
      proof: fingerprint(secret),
    });
    return { caller, cookie: cookie(id, KEPT) };
  }

  /** Ends a request's session; the value of `set-cookie`. */
  logout(request: Request): string {
    const id = sessionOf(request);
    if (id !== undefined) this.sessions.end(id);
    return cookie("", 0);
  }

  /** Ends all sessions but that of a request. */
  logoutOthers(request: Request): void {
    this.sessions.endOthers(sessionOf(request));
  }

  #session(request: Request): Caller | undefined {
    const id = sessionOf(request);
    const session = id === undefined ? undefined : this.sessions.use(id);
    if (id === undefined || session === undefined) return undefined;
    const known = this.#known(session.who);
    if (known?.proof === session.proof) return known.caller;
    this.sessions.end(id);
    return undefined;
  }

  /** Whose session may go on, by the fingerprint of the secret that opens it now. */
  #known(who: string): { caller: Caller; proof: string } | undefined {
    const { token, password } = this.options;
    if (who.startsWith(NAMED)) {
      const named = this.tokens.get(who.slice(NAMED.length));
      return named &&
        { caller: callerOf(who, named.right), proof: named.proof };
    }
    const secret = who === OWNER.who ? token : password();
    if (secret === undefined) return undefined;
    const caller = who === OWNER.who ? OWNER : PASSWORD;
    return { caller, proof: fingerprint(secret) };
  }

  /**
   * Nobody guesses a token: that is taken at once. A password is looked at when it is its turn, be the
   * address one that was wrong too often: a stranger behind the same proxy may have been. One that is
   * looked at all the time is guessed some day.
   */
  async #check(secret: string, address: string): Promise<Caller> {
    const token = this.#who(secret);
    if (token !== undefined && token !== PASSWORD) {
      this.#slowdown.right(address);
      return token;
    }
    const waits = this.#slowdown.isSlow(this.#now) ||
      this.#slowdown.isLocked(address, this.#now);
    if (waits && !await this.#line.turn(address)) {
      throw tooMany(this.#hasToken);
    }
    const caller = this.#who(secret);
    if (caller !== undefined) {
      this.#slowdown.right(address);
      return caller;
    }
    if (this.#slowdown.wrong(address, this.#now)) this.options.lockedOut();
    throw new Problem(401, "Neither the token nor the module password", {
      "www-authenticate": "Bearer",
    });
  }

  /** Sends away who waits for a password to be looked at. */
  close(): void {
    this.#line.close();
  }

  get #hasToken(): boolean {
    return this.options.token !== undefined || this.tokens.size > 0;
  }

  #who(secret: string): Caller | undefined {
    const { token = "", password } = this.options;
    // All are compared whatever the first one says.
    const isToken = sameSecret(secret, token);
    const isPassword = sameSecret(secret, password() ?? "");
    const named = this.tokens.find(secret);
    if (isToken) return OWNER;
    if (named) return callerOf(NAMED + named.name, named.right);
    return isPassword ? PASSWORD : undefined;
  }
}

/** For whom the line has no place. */
function tooMany(hasToken: boolean): Problem {
  const instead = hasToken ? ", or log in with a token" : "";
  return new Problem(
    429,
    `Too many wrong logins, and many who wait: try again in a minute${instead}`,
    { "retry-after": String(LONGEST / 1000) },
  );
}

/** What a named token makes of whoever gives it. */
function callerOf(who: string, right: Right): Caller {
  return { who, right, principal: right === "tune" ? "owner" : "password" };
}

function bearerOf(request: Request): string | undefined {
  const header = request.headers.get("authorization");
  return header === null
    ? undefined
    : /^Bearer +(.+)$/i.exec(header)?.[1] ?? "";
}

function sessionOf(request: Request): string | undefined {
  const header = request.headers.get("cookie") ?? "";
  return header.split(/; */).find((part) => part.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
}

function cookie(id: string, seconds: number): string {
  return `${COOKIE}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
}
