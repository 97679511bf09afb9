/** The place without degrees is off Africa: receivers that know none show it, degrees. */
const NOWHERE = 1e-4;

/** Whether both are there and stand for a place, degrees. */
export function isPlace(
  latitude: number | undefined,
  longitude: number | undefined,
): boolean {
  return latitude !== undefined && longitude !== undefined &&
    Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 &&
    !(Math.abs(latitude) < NOWHERE && Math.abs(longitude) < NOWHERE);
}
