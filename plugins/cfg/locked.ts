import { locked } from "./advice.ts";
import type { Controller } from "./controller.ts";
import { CODE, Failure, FailureIn, Halt } from "./failure.ts";
import { controller as facts, od } from "./objects.ts";

/**
 * Why a controller refused a write, where it refuses them all: since its software 0712.0003 nothing can
 * be changed any more.
 * @param error what the command failed with
 * @returns a sentence, or undefined when it is not locked, or not known to be
 */
export async function lockAdvice(
  controller: Controller,
  error: unknown,
): Promise<string | undefined> {
  const failure = error instanceof FailureIn ? error.failure : error;
  const refused = failure instanceof Failure && failure.abort !== undefined &&
    failure.code === CODE.writeFailed;
  if (!refused) return undefined;
  const { info } = controller;
  try {
    const software = await controller.readAny(od.software);
    return isLocked(String(software)) ? locked(String(software)) : undefined;
  } catch (cause) {
    if (cause instanceof Failure || cause instanceof Halt) return undefined;
    throw cause;
  } finally {
    // The reply tells of the write
    controller.info = info;
  }
}

function isLocked(software: string): boolean {
  const { family, release } = facts.lockedFrom;
  const [first, second] = software.trim().split(".");
  return first === family && Number(second) >= release;
}
