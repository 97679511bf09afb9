/** What bytes of the Twizy's frames mean, where more than one place asks. */

/** SOC raw value of 100 %: 1/400 %. */
export const SOC_FULL = 40000;
/** Raw current of zero; 1/4 A below it discharges. */
export const CURRENT_ZERO = 2000, CURRENT_INVALID = 0xf00;
/** Nominal watts of one raw current step: 64 V by 1/4 A. */
export const WATTS = 16, NOMINAL = 64;
/** Bits of the status byte, 0x597 B1; the car charges while of CHARGING and SWITCHING only the first is set. */
export const ALIVE = 0x80,
  CHARGING_OR_SWITCHING = 0x60,
  CHARGING = 0x20,
  KEY = 0x10;
/** The status byte while the bus is silent. */
export const OFFLINE = 0x40;
/** Bits of 0x597 B3 that are both set while the DC/DC converter is off. */
export const CONVERTER_OFF = 0xc0;
/** Usable energy of a new battery, kWh (guide). */
export const USABLE = 6.3;
/** Values that say that nothing is measured: of a cell, a byte, the speed. */
export const BLANK_CELL = 0xfff,
  NOT_AVAILABLE = 0xff,
  SPEED_NOT_AVAILABLE = 0xffff;

/** The gear of 0x59B B0: 1 forward, 0 neutral, -1 reverse. */
export const gears: Readonly<Record<number, number>> = {
  0x80: 1,
  0x20: 0,
  0x08: -1,
};
/** The CANopen state of the controller, by its heartbeat, 0x701 B0. */
export const nodeStates: Readonly<Record<number, string>> = {
  0x00: "Booting",
  0x05: "Operational",
  0x7f: "PreOperational",
};
