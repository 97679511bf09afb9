import { type Call, CommandError } from "ovms-edge";
import { withAdvice } from "../advice.ts";
import { Failure, Refused } from "../failure.ts";
import { lists, type LogList } from "./lists.ts";
import type { X } from "./own.ts";
import { failureText, type Source } from "./source.ts";
import { inTurn } from "./entries.ts";

/** Seconds that a whole log may take with lost replies. */
export const PATIENCE = 120;

/**
 * Asks the controller, in turn.
 * @throws CommandError with the controller's error
 */
export async function ask<T>(
  ctx: X,
  work: (from: Source) => Promise<T>,
  run?: Parameters<typeof inTurn>[2],
): Promise<T> {
  try {
    return await inTurn(ctx, work, run);
  } catch (error) {
    if (error instanceof Refused) {
      throw new CommandError(withAdvice(error.message, error.advice), {
        cause: error,
      });
    }
    if (error instanceof Failure) {
      throw new CommandError(failureText(error), { cause: error });
    }
    throw error;
  }
}

/** Asks it while no other plugin changes anything. @throws CommandError */
export function askAlone<T>(
  ctx: X,
  work: (from: Source) => Promise<T>,
): Promise<T> {
  return ask(ctx, work, (run) => ctx.hal.can.sdo.work(run));
}

/** Who asks, for the journal. */
export const whoOf = ({ link, principal }: Call) => `${link} ${principal}`;

/**
 * A log by its name or the beginning of it.
 * @throws CommandError
 */
export function byName(word: string): LogList {
  const found = lists.find(({ name }) => name.startsWith(word.toLowerCase()));
  if (found) return found;
  throw new CommandError(
    `There is no log ${word}: expected ${
      lists.map(({ name }) => name).join(", ")
    }`,
  );
}
