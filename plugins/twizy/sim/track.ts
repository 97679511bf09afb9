/** Where a car is and where it heads. */
export interface Place {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** Course, degrees from north, clockwise. */
  readonly direction: number;
}

/** A closed round near Wuppertal, where the guide's example position lies. */
const ROUND: readonly (readonly [latitude: number, longitude: number])[] = [
  [51.257704, 7.160899],
  [51.2602, 7.1688],
  [51.2641, 7.1757],
  [51.2689, 7.1801],
  [51.2745, 7.1824],
  [51.2793, 7.1779],
  [51.2812, 7.1692],
  [51.2797, 7.1597],
  [51.2752, 7.1523],
  [51.2694, 7.1489],
  [51.2638, 7.1502],
  [51.2597, 7.1548],
];

/** Metres a degree of latitude. */
const DEGREE = 111_195;

interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Degrees a metre. */
  readonly north: number;
  readonly east: number;
  readonly direction: number;
}

const STRETCHES: readonly Stretch[] = stretches();

/** Metres once around. */
const ROUND_LENGTH = STRETCHES.reduce((sum, s) => sum + s.length, 0);

/** The place after driving some metres along the round. */
export function placeAt(metres: number): Place {
  const along = metres % ROUND_LENGTH;
  const stretch = STRETCHES.findLast((s) => s.from <= along);
  if (stretch === undefined) {
    throw new RangeError(
      `${metres} m is no distance driven: expected 0 or more`,
    );
  }
  const rest = along - stretch.from;
  return {
    latitude: stretch.latitude + stretch.north * rest,
    longitude: stretch.longitude + stretch.east * rest,
    direction: stretch.direction,
  };
}

function stretches(): Stretch[] {
  const list: Stretch[] = [];
  let from = 0;
  ROUND.forEach(([latitude, longitude], i) => {
    const [lat, lon] = ROUND[(i + 1) % ROUND.length] ?? [latitude, longitude];
    const north = (lat - latitude) * DEGREE;
    const east = (lon - longitude) * DEGREE *
      Math.cos(latitude * Math.PI / 180);
    const length = Math.hypot(north, east);
    list.push({
      from,
      length,
      latitude,
      longitude,
      north: (lat - latitude) / length,
      east: (lon - longitude) / length,
      direction: (Math.atan2(east, north) * 180 / Math.PI + 360) % 360,
    });
    from += length;
  });
  return list;
}
