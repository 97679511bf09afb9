/** Who asks: found from what a request carries, in one place for API, stream and page. */
import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../../hal/mod.ts";
import { sameSecret } from "../../commands/auth.ts";
import type { Principal } from "../../contract/plugin.ts";
import { Lockout } from "./lockout.ts";
import { Problem } from "./problem.ts";

/** What logins are checked against. */
export interface AccessOptions {
  /** Whether a login is needed; without one everybody is the owner, as at the prompt. */
  readonly needed: boolean;
  /** Makes whoever gives it the owner; undefined when there is none. */
  readonly token: string | undefined;
  /** The module password as it is now, or undefined while it is the one that everybody knows. */
  readonly password: () => string | undefined;
  readonly clock: Clock;
  /** Told once when an address is locked out. */
  readonly lockedOut: () => void;
}

/** Life of a session without use, s. */
const IDLE = 12 * 3600;
/** Sessions at the same time; the oldest one gives way. */
const SESSIONS = 50;
const COOKIE = "ovms_session";

interface Session {
  readonly principal: Principal;
  /** Fingerprint of the secret: a changed one ends the session. */
  readonly proof: string;
  until: number;
}

/** Who a request was found to come from. */
export type Caller = Extract<Principal, "owner" | "password">;

/** Checks tokens, passwords and sessions. */
export class Access {
  readonly #sessions = new Map<string, Session>();
  readonly #lockout = new Lockout();

  constructor(readonly options: AccessOptions) {}

  get #now(): number {
    return this.options.clock.monotonic() / 1000;
  }

  /**
   * Who a request comes from.
   * @throws Problem 401 without a valid login, 429 after too many wrong ones
   */
  caller(request: Request, address: string): Caller {
    if (!this.options.needed) return "owner";
    const bearer = bearerOf(request);
    if (bearer !== undefined) return this.#check(bearer, address);
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
   * Logs in.
   * @returns value of the header `set-cookie`
   * @throws Problem 401 for a wrong secret, 429 after too many
   */
  login(secret: string, address: string): { caller: Caller; cookie: string } {
    const principal = this.#check(secret, address);
    const id = randomBytes(32).toString("base64url");
    const until = this.#now + IDLE;
    this.#sessions.set(id, { principal, proof: fingerprint(secret), until });
    const oldest = this.#sessions.keys().next().value;
    if (this.#sessions.size > SESSIONS && oldest !== undefined) {
      this.#sessions.delete(oldest);
    }
    return { caller: principal, cookie: cookie(id, IDLE) };
  }

  /** Ends a request's session; the value of `set-cookie`. */
  logout(request: Request): string {
    const id = sessionOf(request);
    if (id !== undefined) this.#sessions.delete(id);
    return cookie("", 0);
  }

  #session(request: Request): Caller | undefined {
    const id = sessionOf(request);
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (id === undefined || session === undefined) return undefined;
    const { principal, proof, until } = session;
    const known = this.#secretOf(principal);
    if (
      until < this.#now || known === undefined || fingerprint(known) !== proof
    ) {
      this.#sessions.delete(id);
      return undefined;
    }
    session.until = this.#now + IDLE;
    return principal === "owner" ? "owner" : "password";
  }

  #secretOf(principal: Principal): string | undefined {
    const { token, password } = this.options;
    return principal === "owner" ? token : password();
  }

  #check(secret: string, address: string): Caller {
    const now = this.#now, wait = this.#lockout.remaining(address, now);
    if (wait > 0) {
      throw new Problem(
        429,
        `Too many wrong logins: try again in ${Math.ceil(wait / 60)} min`,
        { "retry-after": String(wait) },
      );
    }
    const caller = this.#who(secret);
    if (caller !== undefined) {
      this.#lockout.right(address);
      return caller;
    }
    if (this.#lockout.wrong(address, now)) this.options.lockedOut();
    throw new Problem(401, "Neither the token nor the module password", {
      "www-authenticate": "Bearer",
    });
  }

  #who(secret: string): Caller | undefined {
    const { token = "", password } = this.options;
    // Both are compared whatever the first one says.
    const isToken = sameSecret(secret, token);
    const isPassword = sameSecret(secret, password() ?? "");
    return isToken ? "owner" : isPassword ? "password" : undefined;
  }
}

function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("base64");
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
