import { Car } from "./car.ts";
import { runCommand } from "./commands.ts";

/** A simulated Twizy that understands lines, as a user or a test writes them. */
export class SimTwizy extends Car {
  /**
   * Runs one line such as `drive city`; `help` lists them all.
   * @returns a short sentence
   * @throws Error with a sentence when the line is not understood or not possible now
   */
  command(line: string): string {
    return runCommand(this, line);
  }
}
