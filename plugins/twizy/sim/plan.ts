import type { BusPhase } from "./bus_phases.ts";
import { type Fill, FRAMES, type FrameSpec, type Look } from "./frames.ts";

/** One frame to send, with the buffer that is filled again each time. */
export interface Sending {
  readonly id: number;
  readonly data: Uint8Array;
  readonly fill: Fill | undefined;
  /** Milliseconds. */
  readonly every: number;
  /** Milliseconds into its ten. */
  readonly at: number;
}

/** What to send in a phase: for each of the ten times 10 ms of a 100 ms slot, in time order. */
export type Plan = readonly (readonly Sending[])[];

/**
 * The plan of a phase of the bus.
 * @param skip identifiers that somebody else sends
 */
export function planFor(
  phase: BusPhase,
  skip: readonly number[],
): Plan {
  const tens: Sending[][] = Array.from({ length: 10 }, () => []);
  for (const frame of FRAMES) {
    const look = skip.includes(frame.id) ? undefined : lookIn(frame, phase);
    if (look === undefined) continue;
    const [bytes, fill] = look;
    const sending: Sending = {
      id: frame.id,
      data: parse(bytes),
      fill,
      every: frame.every,
      at: frame.phase % 10,
    };
    for (let at = frame.phase; at < 100; at += frame.every) {
      tens[Math.floor(at / 10)]?.push(sending);
    }
  }
  for (const sendings of tens) sendings.sort((a, b) => a.at - b.at);
  return tens;
}

/** How the frame looks in a phase; undefined while it is not sent. */
function lookIn(frame: FrameSpec, phase: BusPhase): Look | undefined {
  switch (frame.from) {
    case "bms":
      if (phase.bms === "silent") return undefined;
      return frame.stages?.[phase.bms] ?? frame.look;
    case "controller":
      return phase.controller === "on" ? frame.look : undefined;
    default:
      if (phase.status === 0) return undefined;
      return frame.stages?.[phase.stage] ?? frame.look;
  }
}

function parse(hex: string): Uint8Array {
  return Uint8Array.from(
    hex.split(" ").filter((byte) => byte !== ""),
    (byte) => parseInt(byte, 16),
  );
}
