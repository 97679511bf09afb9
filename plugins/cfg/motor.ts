/** Whether the motor turns, as the controller says. */
import { type Sdo, SdoError } from "ovms-edge";
import type { MotorTurns } from "./car.ts";
import { od, place } from "./objects.ts";

/** Aborts of a controller that has no such object, or not this part of it. */
const MISSING: readonly (number | undefined)[] = [0x06020000, 0x06090011];
/** An Integer32. */
const SIZE = 4;

/** Asks for it; whatever else goes wrong, nothing is known. */
export async function turnsOf(sdo: Sdo): Promise<MotorTurns> {
  try {
    const { value } = await sdo.read(...place(od.velocity), undefined, SIZE);
    return value | 0;
  } catch (error) {
    if (!(error instanceof SdoError)) throw error;
    const isMissing = error.kind === "abort" && MISSING.includes(error.code);
    return isMissing ? "no object" : undefined;
  }
}
