/** Messages to browsers, as push services carry them. */

/** A browser, as it says itself where it is reached and who can read what is meant for it. */
export interface PushTarget {
  /** Address at its push service. */
  readonly endpoint: string;
  /** Its public key and a secret, as base64url. */
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/**
 * Encrypts a message so that only one browser can read it: the body of a request with the content
 * encoding `aes128gcm` (RFC 8291).
 * @param message at most 3993 bytes
 * @throws Error for keys that cannot be, or a message that is too long
 */
export async function encryptPush(
  { endpoint, keys }: PushTarget,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when somebody wants it
  const { encryptNotification } = await import("@block65/webcrypto-web-push");
  const target = { endpoint, keys: { ...keys }, expirationTime: null };
  // Their length tells less than filling each up to 4 kB costs on a mobile network
  const body = await encryptNotification(target, message, { pad: false });
  return new Uint8Array(body);
}
