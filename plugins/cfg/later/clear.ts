import { carryOut } from "../change.ts";
import type { Write } from "../macro.ts";
import { logResets } from "../objects.ts";
import type { LaterCommand } from "./session.ts";

/** Clears all logs of the controller, as code 209 does; nothing brings them back. */
export const clear: LaterCommand = {
  name: "CLEAR",
  usage: "",
  summary: "clear the controller's logs",
  bus: "returns",
  async run(session) {
    const { controller, ledger, command, who, login } = session;
    const writes = logResets.map((object): Write => [object, () => 1]);
    await carryOut(controller, ledger, {
      steps: [{ preOp: false, reads: [], writes, blind: true, part: "" }],
      command,
      who,
      standing: false,
      type: login().type,
      allow: () => session.allow("idle"),
    });
    return "OK";
  },
};
