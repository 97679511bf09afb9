/** In a usage: words that are secret or of other people, and places that nobody named. */
const PRIVATE = /password|\bpin\b|\bphone\b|\bnumber\b|TEXT|\.\.\./i;

/** Whether what is written behind a command may be a password, a phone number or somebody's text, by its usage. */
export function hasPrivateWords(usage: string): boolean {
  return PRIVATE.test(usage);
}
