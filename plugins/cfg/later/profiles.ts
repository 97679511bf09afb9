import type { Asker } from "../command.ts";
import { loadProfile } from "./profile_commands.ts";
import { type Outcome, runLater } from "./run.ts";
import type { LaterCommand, LaterWorld } from "./session.ts";

/** Loads a profile as HomeLink, a button or the page ask for it. */
export function switchTo(
  world: LaterWorld,
  number: number,
  asker: Asker,
): Promise<Outcome> {
  const command: LaterCommand = {
    name: "LOAD",
    usage: "",
    summary: "",
    bus: "returns",
    run: (session) => loadProfile(session, number),
  };
  return runLater(world, "LOAD", command, [String(number)], asker);
}
