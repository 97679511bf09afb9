import type { GpsFix } from "../mod.ts";
import { isPlace } from "./place.ts";

/** Numbers of a gpsd report (protocol 3): `TPV` a position, `SKY` the satellites. */
export class GpsdReports {
  #satellites: number | undefined;
  #hdop: number | undefined;
  #bad = 0;

  /** Lines that could not be read. */
  get bad(): number {
    return this.#bad;
  }

  /** Takes a line; returns the fix of a `TPV` report. */
  line(line: string): GpsFix | undefined {
    const report = readObject(line);
    if (!report) {
      this.#bad++;
      return undefined;
    }
    const { class: kind } = report;
    if (kind === "SKY") this.#sky(report);
    return kind === "TPV" ? this.#position(report) : undefined;
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
      mode < 2 || latitude === undefined || longitude === undefined ||
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
