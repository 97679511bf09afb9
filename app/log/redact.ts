/** Takes phone numbers, passwords and positions out of what is logged. */

import { telling } from "../../runtime/settings/secrets.ts";

/** What may be logged. */
export type Details = Readonly<Record<string, unknown>>;

/** Characters of a text that are looked at, and of a longer one those at its end that may begin a secret. */
const LOOKED_AT = 6000, UNSURE = 1000;
/** Keys whose value is a position or a number to call, whatever it looks like. */
const SENSITIVE =
  /^(lat(itude)?|lon(gitude)?|position|phone|from|to|password)$/i;
/** Four decimals of a degree are eleven metres; nothing else that is logged has so many. The hemisphere may stand at it. */
const DEGREES =
  /(?<![\d.]|[^\WNSEW\d])[-+]?\d{1,3}\.\d{4,}(?!\d|\.\d|[^\WNSEW\d])/g;
/** The same as receivers write them: degrees and minutes in one, and the half of the world. */
const NMEA = /(?<![\w.])\d{3,5}\.\d+ *, *[NSEW]\b/g;
/** What a program logs in with somewhere, as in a header that an error quotes. */
const LOGIN = /\b(Basic|Bearer) +[\w+/=.~-]{4,}/gi;
/**
 * Seven and more digits with what people write between them; not the date of an event, nor what stands
 * behind a colon, as lines of a file do, unless it begins as only a number to call does.
 */
const PHONE =
  /(?<![\w.+-])(?<!:(?!\+|00))(?!\d{4}-\d\d-\d\d)(?:\+|00)?\d(?:[ ()/-]{0,2}\d){6,}(?!\w|\.\d)/g;

/** Secrets as they stand in texts: as they are, quoted, and in an address. */
function spellings(secrets: readonly string[]): readonly string[] {
  return telling(secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]));
}

/**
 * A text without secrets, positions and phone numbers; of a very long one its first thousands of
 * characters, as anything else would take as long as whoever wrote it likes.
 * @param secrets values that are hidden wherever they appear
 */
export function redactText(text: string, secrets: readonly string[]): string {
  let hidden = text.slice(0, LOOKED_AT);
  for (const secret of spellings(secrets)) {
    hidden = hidden.replaceAll(secret, "[secret]");
  }
  const clean = hidden.replaceAll(LOGIN, "$1 [secret]")
    .replaceAll(NMEA, "[position]")
    .replaceAll(DEGREES, "[position]")
    .replaceAll(PHONE, "[phone]");
  return text.length > LOOKED_AT ? `${clean.slice(0, -UNSURE)} ...` : clean;
}

/** The same for everything that comes with an event; values that are no plain data become text. */
export function redact(details: Details, secrets: readonly string[]): Details {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      SENSITIVE.test(key) ? "[hidden]" : clean(value, secrets),
    ]),
  );
}

function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "boolean" || value === null || value === undefined) {
    return value;
  }
  if (typeof value === "number") {
    const text = redactText(String(value), secrets);
    return text === String(value) ? value : text;
  }
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets));
  if (isPlain(value)) return redact(value, secrets);
  return redactText(String(value), secrets);
}

function isPlain(value: unknown): value is Details {
  return typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
}
