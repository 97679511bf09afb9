import type { Value } from "../../../metrics/metrics.ts";
import { metricTopic } from "../topics.ts";
import { HOME } from "./device.ts";

const PLACE: ReadonlySet<string> = new Set(
  ["v.p.latitude", "v.p.longitude"].map(metricTopic),
);
/** Metres of inaccuracy by the satellites' geometry, and where that is not known. */
const BY_HDOP = 5, UNKNOWN = 100;

/** What the values are read from. */
export interface HomeSources {
  /** A metric's present value. */
  readonly look: (name: string) => Value | undefined;
  /** Features that are shown, by slot. */
  readonly features: () => ReadonlyMap<number, number>;
  /** Publishes a text, retained, on a topic below the prefix. */
  readonly publish: (topic: string, text: string) => void;
}

/** Values that Home Assistant wants in another form than OVMS v3 publishes them. */
export class HomeValues {
  readonly #sources: HomeSources;
  readonly #told = new Map<number, number>();
  #moved = false;

  constructor(sources: HomeSources) {
    this.#sources = sources;
  }

  /** A metric was published: the position follows at the same pace. */
  told(topic: string): void {
    if (PLACE.has(topic)) this.#moved = true;
  }

  /** Everything is due once more. */
  all(): void {
    this.#told.clear();
    this.#moved = true;
  }

  /** One second. */
  second(): void {
    const { features, publish } = this.#sources;
    if (this.#moved) this.#tellPlace();
    this.#moved = false;
    for (const [slot, value] of features()) {
      if (this.#told.get(slot) === value) continue;
      this.#told.set(slot, value);
      publish(HOME.feature(slot), String(value));
    }
  }

  #tellPlace(): void {
    const { look, publish } = this.#sources;
    const latitude = look("v.p.latitude"), longitude = look("v.p.longitude");
    if (typeof latitude !== "number" || typeof longitude !== "number") return;
    const hdop = look("v.p.gpshdop");
    const gps_accuracy = typeof hdop === "number"
      ? Math.ceil(hdop * BY_HDOP)
      : UNKNOWN;
    const text = JSON.stringify({ latitude, longitude, gps_accuracy });
    publish(HOME.position, text);
  }
}
