/** Thrown into a handler that was given up when it still wants to change something; nobody's fault. */
export class GivenUp extends Error {
  override readonly name = "GivenUp";

  constructor() {
    super("the command was given up: what it still does has no effect");
  }
}
