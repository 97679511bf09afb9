/** What is secret at present, and texts without it. */
import type { Store } from "../../hal/mod.ts";
import { parameters } from "./params.ts";
import { MASK } from "./setting_text.ts";
import { secretTexts } from "./settings.ts";

/** Shorter secrets would blot out half of every text. */
const SHORTEST_SECRET = 3;

/** Present values of secret parameters and settings, defaults left out: those everybody knows. */
export function secretsOf(store: Store): readonly string[] {
  const values = store.entries("params");
  return [
    ...secretTexts(store),
    ...parameters.flatMap(({ number, secret, fallback }) => {
      const value = values.get(String(number));
      return secret && value !== undefined && value !== fallback ? [value] : [];
    }),
  ];
}

/** Secrets that can be told from other words, the longest first: one may be the begin of another. */
export function telling(secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
}

/**
 * Masks what is secret in texts that were made for its owner, such as an answer to `PASS?` that waits for
 * the network, and are shown to others.
 */
export function masking(store: Store): (text: string) => string {
  const secrets = telling(secretsOf(store));
  return (text) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}
