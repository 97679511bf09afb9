/** A feature slot as a plugin claims it, and as its handlers have it. */

/** A feature slot that a plugin claims. */
export interface FeatureDecl {
  /** 0 to 15; 8 to 15 survive a restart. */
  readonly slot: number;
  /** What it is for. */
  readonly summary: string;
  /** Unit of the value; `user` is km or miles as parameter 2 says. */
  readonly unit?: "%" | "user" | "bits";
  /** Whether setting it makes the program write to the car; default as the plugin's. */
  readonly sensitive?: boolean;
}

/** A feature slot of the plugin. */
export interface Feature {
  /** 0 to 255. */
  readonly value: number;
  /** Sets it, durably for the slots 8 to 15; `text` is what parameter 24 to 31 then shows. */
  set(value: number, text?: string): void;
}
