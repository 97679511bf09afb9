import type { CanSink } from "./linux_can.ts";

/** What an error frame of the kernel tells (`linux/can/error.h`). */
export interface CanErrors {
  /** Frames were lost in the controller. */
  readonly overrun: boolean;
  /** The controller has left the bus. */
  readonly busOff: boolean;
  /** The controller is back on the bus. */
  readonly restarted: boolean;
}

const CLASS = { controller: 0x4, busOff: 0x40, restarted: 0x100 };
/** Byte 1 of a controller error: receive queue overflow. */
const RECEIVE_OVERFLOW = 0x01;

/** Every class of error frames, for `CAN_RAW_ERR_FILTER`. */
export const ALL_ERRORS = 0x1fffffff;

/** Reads an error frame: the classes in its identifier, details in its data. */
export function errorsOf(classes: number, data: Uint8Array): CanErrors {
  return {
    overrun: (classes & CLASS.controller) !== 0 &&
      ((data[1] ?? 0) & RECEIVE_OVERFLOW) !== 0,
    busOff: (classes & CLASS.busOff) !== 0,
    restarted: (classes & CLASS.restarted) !== 0,
  };
}

/**
 * Counts and tells an error frame.
 * @param network name of the interface, such as `can0`
 */
export function tellErrors(
  sink: CanSink,
  errors: CanErrors,
  network: string,
): void {
  sink.error();
  if (errors.overrun) sink.overrun(1);
  if (errors.busOff) sink.trouble(busOff(network));
  if (errors.restarted) sink.trouble(undefined);
}

function busOff(network: string): string {
  return `${network} is bus-off; it comes back by itself if it was set up with restart-ms, ` +
    `else as root: ip link set ${network} type can restart`;
}
