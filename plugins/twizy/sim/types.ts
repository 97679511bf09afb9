/** How the simulated car begins; everything has a default. */
export interface SimTwizyOptions {
  /** Chooses the spread of cells and modules and the driver's mood. Default 1. */
  readonly seed?: number;
  /** %. Default 80. */
  readonly soc?: number;
  /** km. Default 4419.4. */
  readonly odometer?: number;
  /** Consumption so far in Wh/km, which the display's range is made from. Default 80. */
  readonly consumption?: number;
  /** Metres above sea level. Default 139. */
  readonly altitude?: number;
  /** °C of the air, and of all parts at the start. Default 15. */
  readonly ambient?: number;
  /** Last seven digits of the VIN. Default 7378280. */
  readonly serial?: string;
}

/** What a GPS receiver in the car would report. */
export interface Position {
  readonly fix: boolean;
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** Metres above sea level. */
  readonly altitude: number;
  /** Course, degrees. */
  readonly direction: number;
  /** km/h. */
  readonly speed: number;
}

/** Energies, Wh. */
export interface Energies {
  readonly used: number;
  readonly regained: number;
  readonly charged: number;
}

/** The model's own account, to compare with what a decoder makes of the frames. */
export interface Truth {
  /** %. */
  readonly soc: number;
  /** Wh at the nominal 64 V, from the samples sent in 0x155 since the start. */
  readonly used: number;
  /** Wh, as `used`. */
  readonly regained: number;
  /** Wh, as `used`. */
  readonly charged: number;
  /** The same energies at the voltage that the pack had. */
  readonly measured: Energies;
  /** Metres driven since the start. */
  readonly distance: number;
  /** km. */
  readonly odometer: number;
  /** km/h. */
  readonly speed: number;
  /** Power now in W at the nominal 64 V, positive = discharge. */
  readonly power: number;
  /** As the display shows it, km. */
  readonly range: number;
  /** Pack voltage under load, V. */
  readonly volts: number;
  /** Cell voltages under load, V. */
  readonly cells: readonly number[];
  /** Module temperatures, °C. */
  readonly modules: readonly number[];
  /** °C. */
  readonly motor: number;
  /** °C. */
  readonly controller: number;
  /** °C. */
  readonly charger: number;
}
