/** `--record`: a recorder before the buses. */
import {
  openRecordingFile,
  type Recording,
  type RecordLimit,
} from "../../hal/replay/mod.ts";
import type { Recorded } from "../assembly.ts";
import { RecordedCan } from "./recorded_can.ts";
import type { RecordTo } from "../action.ts";
import { notWritten } from "../usage_error.ts";

/** Time between two writes of what was recorded, ms. */
const FLUSH = 1000;

/**
 * Records the frames of the buses in a file until the program ends.
 * @throws UsageError with one sentence when the file cannot be written
 */
export const recordedTo = ({ file, limit }: RecordTo): Recorded =>
(
  { can, clock },
  log,
  closing,
) => {
  const recorder = openRecorder(file, limit);
  if (recorder.path !== file) {
    log(
      "warning",
      `${file} holds something else: the recording goes to ${recorder.path}`,
    );
  }
  let told = false;
  const flush = () => {
    recorder.flush();
    if (recorder.problem === undefined || told) return;
    told = true;
    log("error", recorder.problem);
  };
  const stop = clock.every(FLUSH, flush);
  closing.defer(() => {
    stop();
    flush();
    recorder.close();
  });
  return new RecordedCan(can, clock, recorder);
};

function openRecorder(file: string, limit: RecordLimit): Recording {
  try {
    return openRecordingFile(file, limit);
  } catch (error) {
    throw notWritten(file, error);
  }
}
