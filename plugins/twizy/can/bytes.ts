/**
 * What bytes of the Twizy's frames mean, where more than one place asks. Whoever decodes takes constants of
 * its own from it: one of another module is looked up at each use, several thousand times a second.
 */
export const BYTES = {
  /** SOC raw value of 100 %: 1/400 %. */
  SOC_FULL: 40000,
  /** Raw current of zero; 1/4 A below it discharges. */
  CURRENT_ZERO: 2000,
  CURRENT_INVALID: 0xf00,
  /** Nominal watts of one raw current step: 64 V by 1/4 A. */
  WATTS: 16,
  NOMINAL: 64,
  /** Bits of the status byte, 0x597 B1; the car charges while of CHARGING and SWITCHING only the first is set. */
  ALIVE: 0x80,
  CHARGING_OR_SWITCHING: 0x60,
  CHARGING: 0x20,
  KEY: 0x10,
  /** The status byte while the bus is silent. */
  OFFLINE: 0x40,
  /** Bits of 0x597 B3 that are both set while the DC/DC converter is off. */
  CONVERTER_OFF: 0xc0,
  /** Usable energy of a new battery, kWh (guide). */
  USABLE: 6.3,
  /** Values that say that nothing is measured: of a cell, a byte, the speed. */
  BLANK_CELL: 0xfff,
  NOT_AVAILABLE: 0xff,
  SPEED_NOT_AVAILABLE: 0xffff,
} as const;
