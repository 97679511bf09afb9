import type { Vehicle } from "../contract/vehicle.ts";
import type { Settings } from "../settings/settings.ts";

/** A vehicle type as it is put to work: in one of its editions. */
export interface Chosen {
  readonly vehicle: Vehicle;
  /** Name of the edition; empty for the vehicle itself. */
  readonly edition: string;
}

/** Full name of the setting that chooses the edition; undefined for a vehicle that has but one. */
export function editionSetting(
  { type, editions }: Vehicle,
): string | undefined {
  return editions && `${type.toLowerCase()}.${editions.by}`;
}

/** The vehicle in all its editions, itself first. */
export function allEditions(vehicle: Vehicle): readonly Vehicle[] {
  const others = Object.values(vehicle.editions?.of ?? {});
  return [vehicle, ...others.map((edition) => ({ ...vehicle, ...edition }))];
}

/** The vehicle in the edition that its setting names. */
export function inEdition(vehicle: Vehicle, settings: Settings): Chosen {
  const { editions, settings: decls = {} } = vehicle;
  const decl = editions && decls[editions.by];
  if (!editions || !decl) return { vehicle, edition: "" };
  const value = settings.stored(editionSetting(vehicle) ?? "", decl);
  const edition = editions.of[String(value)];
  return edition
    ? { vehicle: { ...vehicle, ...edition }, edition: String(value) }
    : { vehicle, edition: "" };
}
