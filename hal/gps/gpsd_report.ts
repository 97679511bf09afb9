import type { GpsFix } from "../mod.ts";
import { isPlace } from "./place.ts";

/** Statuses of positions that nobody measured: dead reckoning, simulated. */
const UNMEASURED: ReadonlySet<unknown> = new Set([5, 8]);
/** So long a receiver that had a position is the one that counts, ms. */
const LASTING = 10_000;

/**
 * Numbers of a gpsd report (protocol 3): `TPV` a position, `SKY` the satellites. Of several receivers
 * one counts as long as it has a position.
 */
export class GpsdReports {
  /** The receiver that had a position last, and when, monotonic ms. */
  #chosen: { readonly device: unknown; readonly at: number } | undefined;
  #satellites: number | undefined;
  #hdop: number | undefined;
  #bad = 0;

  /** Lines that could not be read. */
  get bad(): number {
    return this.#bad;
  }

  /**
   * Takes a line; returns the fix of a `TPV` report.
   * @param now monotonic ms
   */
  line(line: string, now: number): GpsFix | undefined {
    const report = readObject(line);
    if (!report) {
      this.#bad++;
      return undefined;
    }
    const { class: kind, device } = report, chosen = this.#chosen;
    const isOther = chosen !== undefined && chosen.device !== device &&
      now - chosen.at < LASTING;
    if (isOther) return undefined;
    if (kind === "SKY") this.#sky(report);
    if (kind !== "TPV") return undefined;
    const fix = this.#position(report);
    this.#chosen = fix.fix ? { device, at: now } : undefined;
    return fix;
  }

  #sky(report: Readonly<Record<string, unknown>>): void {
    this.#hdop = numberOf(report.hdop) ?? this.#hdop;
    const { satellites } = report;
    // Newer versions count themselves; reports with the quality alone have neither.
    const used = numberOf(report.uSat) ??
      (Array.isArray(satellites)
        ? satellites.filter(isUsed).length
        : undefined);
    this.#satellites = used ?? this.#satellites;
  }

  #position(report: Readonly<Record<string, unknown>>): GpsFix {
    const quality = {
      ...this.#satellites !== undefined && { satellites: this.#satellites },
      ...this.#hdop !== undefined && { hdop: this.#hdop },
    };
    const mode = numberOf(report.mode) ?? 0;
    const latitude = numberOf(report.lat), longitude = numberOf(report.lon);
    if (
      mode < 2 || UNMEASURED.has(report.status) || latitude === undefined ||
      longitude === undefined ||
      !isPlace(latitude, longitude)
    ) return { fix: false, ...quality };
    const altitude = mode < 3
      ? undefined
      : numberOf(report.altMSL) ?? numberOf(report.alt);
    const direction = numberOf(report.track), speed = numberOf(report.speed);
    const time = typeof report.time === "string"
      ? Date.parse(report.time)
      : NaN;
    return {
      fix: true,
      latitude,
      longitude,
      ...altitude !== undefined && { altitude },
      ...direction !== undefined && { direction },
      ...speed !== undefined && { speed: speed * 3.6 },
      ...quality,
      ...Number.isFinite(time) && { time },
    };
  }
}

function readObject(
  line: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isUsed(satellite: unknown): boolean {
  return isObject(satellite) && satellite.used === true;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : undefined;
}
