/**
 * What the bus does when the key turns or a cable is plugged: rows of twizy-can.md section 5.2.
 *
 * Where the specification gives no duration, one of the recorded order is assumed.
 * @module
 */

/** What display and charger show. */
export type Stage = "start" | "on" | "charging" | "off";

/** What the BMS sends: nothing, no values yet, SOC only, all, end of charge, SOC only before it stops. */
export type BmsStage = "silent" | "wake" | "ready" | "live" | "stop" | "exit";

/** Whether the motor controller has no power, power but no frames yet, or sends. */
export type ControllerStage = "off" | "boot" | "on";

/** One phase of the bus. */
export interface BusPhase {
  /** Duration, a multiple of 100; Infinity = until the next sequence. */
  readonly ms: number;
  /** 0x597 B1. */
  readonly status: number;
  /** 0x597 B3. */
  readonly charger: number;
  readonly stage: Stage;
  readonly bms: BmsStage;
  readonly controller: ControllerStage;
}

function row(
  ms: number,
  status: number,
  charger: number,
  stage: Stage,
  bms: BmsStage,
  controller: ControllerStage,
): BusPhase {
  return { ms, status, charger, stage, bms, controller };
}

const STAY = Infinity;

/** No frames at all. */
export const SILENT = row(STAY, 0, 0, "off", "silent", "off");
/** Key on, normal operation. */
const ON = row(STAY, 0x95, 0x41, "on", "live", "on");
/** Charging, key off. */
const CHARGING = row(STAY, 0xa4, 0xb1, "charging", "live", "off");
/** Charging, key on. */
const CHARGING_ON = row(STAY, 0xb5, 0xb1, "charging", "live", "on");

/** From the end of the BMS until all frames stop. */
const TAIL = [row(5000, 0xe0, 0xd1, "off", "silent", "off"), SILENT];

/** The sequences; each ends in a phase that stays. */
export const SEQUENCES = {
  keyOn: [
    row(200, 0xf0, 0xa2, "start", "silent", "off"),
    row(300, 0xf0, 0xa1, "start", "wake", "off"),
    row(400, 0xf0, 0xc1, "start", "ready", "off"),
    row(100, 0xf4, 0xc1, "start", "ready", "off"),
    row(300, 0xf5, 0x41, "start", "ready", "off"),
    row(200, 0x95, 0x41, "on", "live", "off"),
    row(100, 0x95, 0x41, "on", "live", "boot"),
    ON,
  ],
  keyOff: [
    row(200, 0x85, 0x41, "off", "live", "off"),
    row(500, 0xe5, 0xd1, "off", "exit", "off"),
    row(500, 0xe4, 0xd1, "off", "exit", "off"),
    row(1000, 0xe0, 0xd1, "off", "exit", "off"),
    ...TAIL,
  ],
  plug: [
    row(500, 0xe0, 0xa1, "off", "silent", "off"),
    row(500, 0xe0, 0xa2, "off", "wake", "off"),
    row(500, 0xe0, 0xa1, "off", "ready", "off"),
    row(1000, 0xe4, 0xb1, "charging", "ready", "off"),
    CHARGING,
  ],
  plugKeyOn: [
    row(300, 0x95, 0x41, "on", "live", "on"),
    row(1000, 0xf5, 0xb1, "charging", "live", "on"),
    CHARGING_ON,
  ],
  keyOnCharging: [
    row(300, 0xb4, 0xb1, "charging", "live", "off"),
    row(100, 0xb5, 0xb1, "charging", "live", "boot"),
    CHARGING_ON,
  ],
  keyOffCharging: [CHARGING],
  charged: [
    row(2000, 0xe4, 0xd1, "charging", "stop", "off"),
    row(1000, 0xe0, 0xd1, "off", "exit", "off"),
    row(1000, 0xe0, 0x91, "off", "exit", "off"),
    row(5000, 0xe0, 0x91, "off", "silent", "off"),
    SILENT,
  ],
  chargedKeyOn: [
    row(2000, 0xf5, 0xd1, "charging", "stop", "on"),
    ON,
  ],
  unplug: [
    row(200, 0xa4, 0xb1, "charging", "live", "off"),
    row(300, 0xe4, 0xb1, "charging", "live", "off"),
    row(700, 0xe4, 0xd1, "off", "exit", "off"),
    row(1000, 0xe0, 0xd1, "off", "exit", "off"),
    ...TAIL,
  ],
  unplugKeyOn: [
    row(200, 0xb5, 0xb1, "charging", "live", "on"),
    row(500, 0xf5, 0xd1, "charging", "live", "on"),
    ON,
  ],
  unplugEarly: TAIL,
  trickle: [
    row(500, 0xe0, 0xa2, "off", "silent", "off"),
    row(500, 0xe4, 0xa1, "off", "silent", "off"),
    row(1_800_000, 0x84, 0x91, "off", "silent", "off"),
    row(2000, 0xe0, 0x91, "off", "silent", "off"),
    SILENT,
  ],
} as const satisfies Record<string, readonly BusPhase[]>;

/** Names of the sequences. */
export type Sequence = keyof typeof SEQUENCES;
