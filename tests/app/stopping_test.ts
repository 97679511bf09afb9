import { deepEqual } from "node:assert/strict";
import { onSignals, Stopping } from "../../app/stopping.ts";

/** Signals that ask the program to stop. */
function heard(hasTerminal: boolean): readonly Deno.Signal[] {
  const signals = new Set<Deno.Signal>();
  const { addSignalListener, removeSignalListener } = Deno;
  Object.assign(Deno, {
    addSignalListener: (signal: Deno.Signal) => void signals.add(signal),
    removeSignalListener: (signal: Deno.Signal) => void signals.delete(signal),
  });
  try {
    const stop = onSignals(new Stopping(), hasTerminal);
    const all = [...signals];
    stop();
    deepEqual([...signals], []);
    return all;
  } finally {
    Object.assign(Deno, { addSignalListener, removeSignalListener });
  }
}

Deno.test("a terminal that is gone asks to stop as the system does; without one nohup has its way", () => {
  deepEqual(heard(true), ["SIGINT", "SIGTERM", "SIGHUP"]);
  deepEqual(heard(false), ["SIGINT", "SIGTERM"]);
});
