import type { MiddlewareHandler } from "hono";
import { Problem } from "../answers/problem.ts";

/** Lets one request through at a time; refuses the others with 503. */
export function oneAtATime(): MiddlewareHandler {
  let isBusy = false;
  return async (_, next) => {
    if (isBusy) {
      throw new Problem(
        503,
        "Another large file is being read: try again in a few seconds",
        { "retry-after": "5" },
      );
    }
    isBusy = true;
    try {
      await next();
    } finally {
      isBusy = false;
    }
  };
}
