/** What a release of the firmware makes of the frames in another way than others. */
export interface BusFacts {
  /** Power counts with the nominal voltage where the owner wants it counted. */
  readonly nominal: boolean;
  /** Also energy at the pack's voltage, and how the car moves, are counted frame by frame. */
  readonly counts: boolean;
  /** A while the mains plug is in; undefined: what reaches the battery. */
  readonly lineCurrent: number | undefined;
  /** Added to the sum of the pack's two voltages before it is halved, 1/10 V. */
  readonly packRounding: 0 | 1;
  /** The change of the speed that counts, 1/100 km/h in 0.1 s, of the one before and the present one. */
  readonly steadied: (before: number, change: number) => number;
  /** The range while it charges: that of the lowest SOC, km, that SOC and the present one, %. */
  readonly chargedRange: (then: number, socThen: number, soc: number) => number;
}

/** As release 3.0. */
export const original: BusFacts = {
  nominal: true,
  counts: false,
  lineCurrent: 10,
  packRounding: 0,
  steadied: (_, change) => change,
  chargedRange: (then, socThen, soc) => then / socThen * soc,
};
