import type { TrackOptions } from "ovms-edge/car";
import { xrt } from "./metrics.ts";

/** Track of a Twizy, with the columns that today's apps read as well. */
export const track: TrackOptions = {
  prefix: "RT",
  drive: {
    powerMin: xrt.powerMin,
    powerMax: xrt.powerMax,
    currentMin: xrt.currentMin,
    currentMax: xrt.currentMax,
    driveLimit: xrt.driveLimit,
    chargeLimit: xrt.recuperationLimit,
    status: xrt.status,
    drive: xrt.drive,
  },
};
