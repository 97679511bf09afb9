import { createHmac, timingSafeEqual } from "node:crypto";
import { Rc4 } from "./rc4.ts";

/** Source of random bytes; injectable so that tests can repeat a connection. */
export type RandomBytes = (count: number) => Uint8Array;

const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const TOKEN_LENGTH = 22;
/** The first bytes of an RC4 key stream betray the key; both sides throw these away. */
const DISCARD = 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** HMAC-MD5 of a text with a text as key: 16 bytes. */
export function hmacMd5(key: string, message: string): Uint8Array {
  return new Uint8Array(createHmac("md5", key).update(message).digest());
}

/** A token of the login: 22 random characters of the base64 alphabet. */
export function newToken(random: RandomBytes): string {
  return Array.from(random(TOKEN_LENGTH), (byte) => ALPHABET[byte & 63])
    .join("");
}

/** The proof that one knows the password, 24 characters with `==` at the end. */
export function digest(password: string, token: string): string {
  return new Uint8Array(hmacMd5(password, token)).toBase64();
}

/** Compares a digest that came with the expected one, in a time that tells nothing about them. */
export function sameDigest(came: string, expected: string): boolean {
  const a = encoder.encode(came), b = encoder.encode(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The key of both directions of a connection, 16 bytes. */
export function sessionKey(
  password: string,
  serverToken: string,
  carToken: string,
): Uint8Array {
  return hmacMd5(password, serverToken + carToken);
}

/** RC4 as the protocol uses it, 1024 bytes of key stream thrown away. */
export function cipher(key: Uint8Array): Rc4 {
  return new Rc4(key, DISCARD);
}

/** Encrypts a text into one line of padded base64; the cipher moves on. */
export function seal(cipher: Rc4, plain: string): string {
  return cipher.apply(encoder.encode(plain)).toBase64();
}

/** Decrypts one line; undefined, and the cipher stays where it was, when the line is not base64. */
export function unseal(cipher: Rc4, line: string): string | undefined {
  const bytes = fromBase64(line);
  return bytes && decoder.decode(cipher.apply(bytes));
}

function fromBase64(line: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(line);
  } catch {
    return undefined;
  }
}
