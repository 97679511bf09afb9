import type { TrackOptions } from "ovms-edge/car";
import { xrt } from "./metrics.ts";

const drive = {
  powerMin: xrt.powerMin,
  powerMax: xrt.powerMax,
  currentMin: xrt.currentMin,
  currentMax: xrt.currentMax,
  driveLimit: xrt.driveLimit,
  chargeLimit: xrt.recuperationLimit,
  status: xrt.status,
  drive: xrt.drive,
};

/** Track of a Twizy, with the columns that today's apps read as well. */
export const track: TrackOptions = { prefix: "RT", drive };

/** The same as release 3.9 has it, whose power follows the battery. */
export const laterTrack: TrackOptions = {
  prefix: "RT",
  drive: {
    ...drive,
    levels: {
      drive: { name: "xrt.cfg.level.drive", unit: "" },
      recuperation: { name: "xrt.cfg.level.recup", unit: "" },
    },
  },
  streamed: { every: 3, at: 1 },
  recordsAt: 21,
  bit: 2,
  cuts: true,
};
