/**
 * Sections of the store whose rows let somebody in or allow something. One that is gone was taken back,
 * so that none may return from an older copy.
 */
export const REVOCABLE = {
  tokens: "http.tokens",
  sessions: "http.sessions",
  browsers: "http.browsers",
  grants: "grants",
} as const;
