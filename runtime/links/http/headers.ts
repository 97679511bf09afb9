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

/** Adds the strict headers to an answer; what it says itself stays. */
export function harden(response: Response, policy: string): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(STRICT)) headers.set(name, value);
  headers.set("content-security-policy", policy);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}
