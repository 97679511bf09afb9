/** Errors as RFC 9457 has them. */

import type { Say } from "./told.ts";
import { CommandError } from "../../../contract/plugin.ts";

/** Why a request was refused: thrown anywhere, answered as problem details. */
export class Problem extends Error {
  override readonly name = "Problem";

  /**
   * @param status HTTP status
   * @param detail what was wrong, what was expected, what to do
   * @param headers further headers of the answer
   */
  constructor(
    readonly status: number,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** Carries out what the core may refuse with a sentence for the user. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CommandError
      ? new Problem(400, error.message)
      : error;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Login needed",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Not possible now",
  413: "Too large",
  415: "Not JSON",
  421: "Another host",
  429: "Too many tries",
  500: "Internal error",
  503: "Not available now",
};

/**
 * The answer to a request that failed.
 * @param say tells it in the language of whoever asked
 */
export function problemResponse(problem: Problem, say: Say): Response {
  const { status, message, headers } = problem;
  const body = {
    type: "about:blank",
    title: say(TITLES[status] ?? "Error"),
    status,
    detail: say(message),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}
