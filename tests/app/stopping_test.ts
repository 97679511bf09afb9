import { deepEqual, equal } from "node:assert/strict";
import { onSignals, Stopping } from "../../app/stopping.ts";
import { main } from "../../main.ts";
import { withOutput } from "./output.ts";

/** Signals that are listened to within `work`, and not after it. */
async function heard(
  work: () => void | Promise<void>,
): Promise<readonly Deno.Signal[]> {
  const listening = new Set<Deno.Signal>(), all: Deno.Signal[] = [];
  const { addSignalListener, removeSignalListener } = Deno;
  Object.assign(Deno, {
    addSignalListener(signal: Deno.Signal) {
      listening.add(signal);
      all.push(signal);
    },
    removeSignalListener: (signal: Deno.Signal) => listening.delete(signal),
  });
  try {
    await work();
  } finally {
    Object.assign(Deno, { addSignalListener, removeSignalListener });
  }
  equal(listening.size, 0);
  return all;
}

Deno.test("a terminal that is gone asks to stop as the system does; without one nohup has its way", async () => {
  const signals = (hasTerminal: boolean) =>
    heard(() => onSignals(new Stopping(), hasTerminal)());
  deepEqual(await signals(true), ["SIGINT", "SIGTERM", "SIGHUP"]);
  deepEqual(await signals(false), ["SIGINT", "SIGTERM"]);
});

Deno.test("a file that may not grow ends nobody", async () => {
  const signals = await heard(() =>
    withOutput((bytes) => bytes.length, async () => {
      equal(await main(["--version"], () => undefined), 0);
    })
  );
  deepEqual(signals, ["SIGXFSZ"]);
});
