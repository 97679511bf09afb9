/** Cookies of the console: kept by browsers as long as they do, not shown to scripts and other sites. */

/** What is kept in a browser: its session, and by what it is known after that. */
export type CookieName = "ovms_session" | "ovms_browser";

/** How long browsers keep a cookie, s: the gateway knows when what it stands for ends. */
const KEPT = 400 * 24 * 3600;

/** What a request says of a cookie. */
export function cookieOf(
  { headers }: Request,
  name: CookieName,
): string | undefined {
  return (headers.get("cookie") ?? "").split(/; */)
    .find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * A value of the header `set-cookie`.
 * @param value undefined: it is taken away
 */
export function setCookie(name: CookieName, value: string | undefined): string {
  const life = value === undefined ? 0 : KEPT;
  return `${name}=${
    value ?? ""
  }; Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict`;
}
