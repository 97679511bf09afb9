import { busesOf } from "../../runtime/contract/vehicle.ts";
import type { SimClock } from "../../hal/sim/mod.ts";
import type { Parts, RunAction } from "../assembly.ts";
import { Pace } from "./pace.ts";
import { replay } from "./replay.ts";
import { reportLines } from "./replay_texts.ts";
import type { Stopping } from "../stopping.ts";

/** What a recording is played on, and how the user wants it. */
export interface ReplayedOn extends Pick<Parts<SimClock>, "runtime" | "sim"> {
  readonly action: RunAction;
}

/**
 * Plays a recording on the runtime's buses.
 * @param name of the recording, for the sentences
 * @returns sentences about what was found
 */
export async function replayOn(
  { runtime, sim, action }: ReplayedOn,
  recording: ReadableStream<Uint8Array>,
  stopping: Stopping,
  name: string,
): Promise<readonly string[]> {
  const { clock } = sim;
  const report = await replay(recording, {
    bus: sim.bus,
    clock,
    pace: new Pace(action.speed, clock),
    stopping,
  }, {
    ...action.reading,
    vehicle: runtime.vehicle ? busesOf(runtime.vehicle) : [1],
  });
  return reportLines(report, name);
}
