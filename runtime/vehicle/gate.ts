import { CommandError } from "../contract/plugin.ts";

/** Refuses to write to the bus while feature 15 is 0: nobody's fault, and the user is told what to do. */
export class GateClosed extends CommandError {
  constructor() {
    super(
      "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
    );
  }
}

/** Causes behind each other that are looked at: an error of a plugin may be its own cause. */
const DEEPEST = 10;

/** Whether the closed write gate is what an error comes from, in the end. */
export function isGateRefusal(error: unknown): boolean {
  let cause = error;
  // Looking at what a plugin threw may throw, too
  try {
    for (let n = 0; n < DEEPEST && cause instanceof Error; n++) {
      // The gate of the HAL has an error of its own, which the runtime knows by name only.
      if (cause instanceof GateClosed || cause.name === "CanReadOnlyError") {
        return true;
      }
      cause = cause.cause;
    }
  } catch {
    return false;
  }
  return false;
}
