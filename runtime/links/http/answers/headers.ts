/** Headers of every answer: nothing is loaded from elsewhere, framed, guessed or kept. */
const STRICT = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
} as const;

/**
 * What a page may load: its own files, and the one inline import map with this hash.
 * @param pictures origin of the owner's tile server; without one nothing is loaded from elsewhere
 */
export function contentPolicy(
  importMapHash: string,
  pictures?: string,
): string {
  return [
    "default-src 'none'",
    `script-src 'self' '${importMapHash}'`,
    "style-src 'self'",
    ["img-src 'self'", ...pictures ? [pictures] : []].join(" "),
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Of data, which loads nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * Adds the strict headers to an answer; what it says itself stays. Data has a shorter policy, and with
 * "not modified", which has nothing to show, none: pages ask again and again, over mobile networks.
 * @param isData whether it is an answer of the API, and no page or script
 */
export function harden(
  response: Response,
  full: string,
  isData: boolean,
): Response {
  const { headers, status } = response;
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (isData && status === 304) return response;
  const policy = isData ? DATA_POLICY : full;
  for (const [name, value] of Object.entries(STRICT)) headers.set(name, value);
  headers.set("content-security-policy", policy);
  return response;
}
