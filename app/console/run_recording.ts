import { SimClock } from "../../hal/sim/mod.ts";
import { assemble, openRecording, type RunOptions } from "../assembly.ts";
import type { World } from "../car/controls.ts";
import { goOn } from "../recordings/replay.ts";
import { replayOn } from "../recordings/replay_on.ts";
import { onSignals, Stopping } from "../stopping.ts";
import { promptLink } from "./prompt.ts";
import { Screen } from "./screen.ts";
import { historyOf, waiting, web } from "./session.ts";

/** Runs a recording; afterwards time goes on until the input ends. The exit code. */
export async function runRecording(
  options: RunOptions,
  file: string,
): Promise<number> {
  const recording = await openRecording(file);
  await using closing = new AsyncDisposableStack();
  const stopping = new Stopping(), input = Promise.withResolvers<void>();
  closing.defer(onSignals(stopping));
  const screen = new Screen(), clock = new SimClock(0, false);
  const parts = assemble(options, clock, closing, screen.log);
  const { runtime, sim } = parts;
  const url = await web(options, parts, { closing });
  sim.supply.value = undefined;
  runtime.start();
  const world: World = {
    hal: sim,
    car: undefined,
    wait: waiting(clock, screen),
  };
  let code = 0;
  const ended = (_: number, fine: boolean) => {
    if (screen.interactive) stopping.ask();
    else if (!fine) code = 1;
    input.resolve();
  };
  const prompt = await promptLink({
    world,
    history: historyOf(options),
    ended,
  });
  screen.open(prompt.start(runtime), closing);
  screen.welcome(url);
  const { action } = options;
  screen.tell(
    await replayOn({ runtime, sim, action }, recording, stopping, file),
  );
  void input.promise.then(stopping.ask);
  await goOn(clock, stopping);
  return code;
}
