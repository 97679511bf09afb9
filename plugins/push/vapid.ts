/** Who sends, as push services want to know it (VAPID, RFC 8292): a key pair of the gateway's own. */
import { v } from "ovms-edge";
import type { Memory } from "./subscriptions.ts";

const KEY = "vapid";
const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
/** A token holds for so long, s; a day is the most. */
const HOLDS = 12 * 3600;
/** Who is named where nobody is known: nobody can be reached there. */
const NOBODY = "mailto:owner@ovms-edge.invalid";

const stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ x: v.string(), y: v.string(), d: v.string() }),
);
/** The pair as numbers of a JSON Web Key. */
export type Pair = v.InferOutput<typeof stored>;

/** The gateway's pair; undefined while there is none. */
function pairIn(memory: Memory): Pair | undefined {
  const parsed = v.safeParse(stored, memory.entries().get(KEY));
  return parsed.success ? parsed.output : undefined;
}

/** The gateway's pair, made when it is needed for the first time. */
export async function pairOf(memory: Memory): Promise<Pair> {
  const known = pairIn(memory);
  if (known) return known;
  const { privateKey } = await crypto.subtle.generateKey(CURVE, true, ["sign"]);
  const { x = "", y = "", d = "" } = await crypto.subtle.exportKey(
    "jwk",
    privateKey,
  );
  // Somebody else may have made one meanwhile, and given its key to a browser
  const pair = pairIn(memory) ?? { x, y, d };
  memory.put({ [KEY]: JSON.stringify(pair) });
  return pair;
}

const base64 = { alphabet: "base64url", omitPadding: true } as const;
const bytes = (text: string) => Uint8Array.fromBase64(text, base64);
const text = (value: unknown) =>
  new TextEncoder().encode(JSON.stringify(value)).toBase64(base64);

/** The public key as browsers and push services take it. */
export function publicKey({ x, y }: Pair): string {
  return Uint8Array.of(4, ...bytes(x), ...bytes(y)).toBase64(base64);
}

/**
 * The header `authorization` for a push service.
 * @param origin of the console, whom the service may turn to
 * @param now wall time, ms since 1970 UTC
 */
export async function authorization(
  pair: Pair,
  endpoint: string,
  origin: string,
  now: number,
): Promise<string> {
  const key = await crypto.subtle.importKey(
    "jwk",
    { kty: "EC", crv: "P-256", ...pair },
    CURVE,
    false,
    ["sign"],
  );
  const content = `${text({ typ: "JWT", alg: "ES256" })}.${
    text({
      aud: new URL(endpoint).origin,
      exp: Math.floor(now / 1000) + HOLDS,
      sub: origin.startsWith("https:") ? origin : NOBODY,
    })
  }`;
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    new TextEncoder().encode(content),
  );
  const token = `${content}.${new Uint8Array(signature).toBase64(base64)}`;
  return `vapid t=${token}, k=${publicKey(pair)}`;
}
