/** Who asks: found from what a request carries, in one place for API, stream and page. */
import type { Clock, Store } from "../../../../hal/mod.ts";
import { sameSecret } from "../../../commands/auth.ts";
import type { Principal } from "../../../contract/plugin.ts";
import { cookieOf, setCookie } from "./cookies.ts";
import { fingerprint } from "./fingerprint.ts";
import { KnownBrowsers } from "./known_browsers.ts";
import { PasswordDoor } from "./password_door.ts";
import { Problem } from "../answers/problem.ts";
import { Sessions } from "./sessions.ts";
import { type Right, Tokens } from "./tokens.ts";

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
  /** Keeps named tokens, sessions and known browsers. */
  readonly store: Pick<Store, "entries" | "put">;
  /** Told when passwords of an address, or of all, have to wait from now on. */
  readonly lockedOut: () => void;
}

/** When whoever found no place in the line may ask again, s: as soon as one is free. */
const AGAIN = 5;

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
  readonly #door: PasswordDoor;
  readonly #browsers: KnownBrowsers;

  constructor(readonly options: AccessOptions) {
    const { clock, store, since } = options;
    this.#door = new PasswordDoor(clock);
    this.#browsers = new KnownBrowsers(store);
    this.tokens = new Tokens(store);
    this.sessions = new Sessions(
      store,
      () => clock.monotonic() / 1000,
      since / 1000,
    );
  }

  /**
   * Who a request comes from; a password waits for its turn while strangers guess.
   * @throws Problem 401 without a valid login, 429 where too many wait
   */
  async caller(request: Request, address: string): Promise<Caller> {
    if (!this.options.needed) return OWNER;
    const bearer = bearerOf(request);
    if (bearer !== undefined) {
      return await this.#check(bearer, request, address);
    }
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
   * Logs in; a password waits for its turn while strangers guess, that of a known browser never.
   * @returns values of the header `set-cookie`
   * @throws Problem 401 for a wrong secret, 429 where too many wait
   */
  async login(
    secret: string,
    request: Request,
    address: string,
  ): Promise<{ caller: Caller; cookies: string[] }> {
    const caller = await this.#check(secret, request, address);
    const proof = fingerprint(secret);
    const session = this.sessions.open({ who: caller.who, proof });
    const cookies = [setCookie("ovms_session", session)];
    // A token never waits, so that its browser need not be known
    if (caller === PASSWORD) {
      const id = cookieOf(request, "ovms_browser");
      const browser = this.#browsers.remember(id, secret);
      cookies.push(setCookie("ovms_browser", browser));
    }
    return { caller, cookies };
  }

  /** Ends a request's session; the value of `set-cookie`. */
  logout(request: Request): string {
    const id = cookieOf(request, "ovms_session");
    if (id !== undefined) this.sessions.end(id);
    return setCookie("ovms_session", undefined);
  }

  /** Ends all sessions but that of a request, and knows no other browser any more. */
  logoutOthers(request: Request): void {
    this.sessions.endOthers(cookieOf(request, "ovms_session"));
    this.#browsers.forgetOthers(cookieOf(request, "ovms_browser"));
  }

  #session(request: Request): Caller | undefined {
    const id = cookieOf(request, "ovms_session");
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
   * Nobody guesses a token: that is taken at once. So is the password of a browser that is known, which
   * has few tries. Any other one is looked at when it is its turn, be the address one that was wrong too
   * often: a stranger behind the same proxy may have been. What is looked at all the time, or let in
   * without waiting when it is right, is guessed some day.
   */
  async #check(
    secret: string,
    request: Request,
    address: string,
  ): Promise<Caller> {
    const token = this.#who(secret);
    if (token !== undefined && token !== PASSWORD) return token;
    const { lockedOut, password } = this.options;
    const browser = cookieOf(request, "ovms_browser");
    const known = this.#browsers.isKnown(browser, password())
      ? browser
      : undefined;
    const turn = known !== undefined ||
      this.#door.turn(address, request.signal);
    if (turn !== true && !await turn) throw tooMany(this.#hasToken);
    const caller = this.#who(secret);
    if (caller !== undefined) {
      // Who never waits says nothing of others at the same address
      if (known === undefined) this.#door.right(address);
      return caller;
    }
    const tells = known === undefined
      ? this.#door.wrong(address)
      : this.#browsers.wrong(known);
    if (tells) lockedOut();
    throw new Problem(401, "Neither the token nor the module password", {
      "www-authenticate": "Bearer",
    });
  }

  /** Sends away who waits for a password to be looked at. */
  close(): void {
    this.#door.close();
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
    `Too many wrong logins, and many who wait: try again in a few seconds${instead}`,
    { "retry-after": String(AGAIN) },
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
