import { SystemClock } from "../hal/clock.ts";
import { SimClock } from "../hal/sim/mod.ts";
import {
  assemble,
  openRecording,
  type RunOptions,
  startCar,
  toStderr,
} from "./assembly.ts";
import { control, type World } from "./car/controls.ts";
import { awaitData, type Bench, runLines } from "./exec.ts";
import type { MetricStore } from "../runtime/metrics/metrics.ts";
import { say } from "./say.ts";
import { Stopping } from "./stopping.ts";

/** `--exec`: runs commands on the simulated car, or after the end of a recording; the exit code. */
export async function runCommands(options: RunOptions): Promise<number> {
  const { action } = options, file = action.replay;
  const recording = file === undefined ? undefined : await openRecording(file);
  await using closing = new AsyncDisposableStack();
  // A recording brings its own wall time.
  const clock = recording
    ? new SimClock(0, false)
    : new SimClock(new SystemClock().wall().ms);
  const parts = assemble(options, clock, closing, toStderr);
  const { runtime, sim } = parts;
  const out = separated();
  sim.gsm.onSend = ({ to, text }) => out(`SMS to ${to}: ${text}`);
  if (recording) sim.supply.value = undefined;
  runtime.start();
  const car = recording ? undefined : await startCar(parts, action, closing);
  const world: World = {
    hal: sim,
    get car() {
      return car?.vehicle;
    },
    wait: async (ms) => {
      await new Promise<void>((resolve) => void clock.after(ms, resolve));
      return "";
    },
  };
  const bench: Bench = {
    runtime,
    clock,
    out,
    err: (text) => console.error(text),
    control: (line) => control(world, line),
  };
  if (recording) {
    const { replayOn } = await import("./recordings/replay_on.ts");
    const lines = await replayOn(
      { runtime, sim, action },
      recording,
      new Stopping(),
      `${file}`,
    );
    for (const line of lines) console.error(line);
  } else {
    await awaitData(bench);
  }
  const ok = await runLines(bench, action.exec);
  if (action.dumpMetrics) out(metricsJson(runtime.host.metrics));
  return ok ? 0 : 1;
}

/** All metrics by name; null for what was never received. */
function metricsJson(metrics: MetricStore): string {
  const values = metrics.slots().map((slot) =>
    [slot.spec.name, metrics.received(slot) ?? null] as const
  );
  return JSON.stringify(Object.fromEntries(values.sort()), null, 1);
}

/** Prints messages with an empty line between them. */
function separated(): (text: string) => void {
  let first = true;
  return (text) => {
    say(first ? text : `\n${text}`);
    first = false;
  };
}
