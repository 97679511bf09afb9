/** The 12 V supply. */
export interface Supply {
  /** Volts, or undefined while unknown. */
  volts(): number | undefined;
}
