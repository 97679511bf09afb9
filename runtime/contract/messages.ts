/**
 * Fields of the server messages that a vehicle fills in another way than from the standard metric: the
 * name of a metric, or a constant.
 */
export interface MessageOverrides {
  /** SOC, %. */
  readonly soc?: string;
  /** Odometer, km. */
  readonly odometer?: string;
  /** Speed, km/h. */
  readonly speed?: string;
  /** Temperature of the power electronics, °C. */
  readonly pemTemperature?: string;
  /** Temperature of the motor, °C. */
  readonly motorTemperature?: string;
  /** Greatest charge current, A. */
  readonly chargeLimit?: string | number;
  /** Time that the charge has taken so far: a metric in s, or a constant in minutes. */
  readonly chargeMinutes?: string | number;
  /** Energy of the charge so far, kWh. */
  readonly chargeEnergy?: string | number;
  /** Minutes to a full battery. */
  readonly minutesToFull?: string | number;
  /** Minutes to the SOC limit of the charge. */
  readonly minutesToLimit?: string | number;
  /** Range at which the charge is to end, km. */
  readonly rangeLimit?: string | number;
  /** SOC at which the charge is to end, %. */
  readonly socLimit?: string | number;
  /** Way of the trip, km. */
  readonly trip?: string | number;
  /** Drive mode. */
  readonly driveMode?: string;
  /** False: the bit "awake" of the environment stays 0. */
  readonly awake?: false;
  /** False: the bit of what is powered by the 12 V battery, as the car's bus, stays 0. */
  readonly bus?: false;
}
