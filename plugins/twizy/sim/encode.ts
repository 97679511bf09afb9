/**
 * Physical values into payload fields, one function a frame; bytes it does not name stay as they are.
 *
 * Formulas from twizy-can.md sections 2 and 5, written for sending and sharing nothing with the
 * decoder, so that the two check each other.
 * @module
 */

/** Speed field while the car is off or charging. */
const NO_SPEED = 0xffff;

function put16(data: Uint8Array, at: number, value: number): void {
  data[at] = value >> 8;
  data[at + 1] = value;
}

function put24(data: Uint8Array, at: number, value: number): void {
  data[at] = value >> 16;
  put16(data, at + 1, value);
}

function put32(data: Uint8Array, at: number, value: number): void {
  data[at] = value >> 24;
  put24(data, at + 1, value);
}

/** The k-th 12-bit value, leaving the other half of the shared byte alone. */
function put12(data: Uint8Array, k: number, value: number): void {
  const at = (k * 3) >> 1;
  if (k & 1) {
    data[at] = ((data[at] ?? 0) & 0xf0) | value >> 8;
    data[at + 1] = value;
  } else {
    data[at] = value >> 4;
    data[at + 1] = (value & 0x0f) << 4 | ((data[at + 1] ?? 0) & 0x0f);
  }
}

function limit(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value;
}

/** °C with an offset of 40, kept inside the values that mean a temperature. */
function temperature(celsius: number): number {
  return limit(Math.round(celsius) + 40, 1, 0xef);
}

/** 0x155: SOC in %; 0 cannot be sent because it means invalid. */
export function stateOfCharge(data: Uint8Array, soc: number): void {
  put16(data, 4, limit(Math.round(soc * 400), 1, 40000));
}

/**
 * 0x155: charge level, current and SOC.
 * @param level 0 to 7 steps of 300 W
 * @param units power in 16 W (the current in 1/4 A), positive = discharge
 * @param soc %
 */
export function batteryState(
  data: Uint8Array,
  level: number,
  units: number,
  soc: number,
): void {
  const raw = limit(2000 - units, 1, 0x0eff);
  data[0] = level;
  data[1] = 0x90 | raw >> 8;
  data[2] = raw;
  stateOfCharge(data, soc);
}

/**
 * 0x424: limits, temperatures and health.
 * @param recuperation W, in steps of 500
 * @param drive W, in steps of 500
 * @param coldest °C of the coldest module
 * @param hottest °C of the hottest module
 * @param health SOH, %
 */
export function batteryLimits(
  data: Uint8Array,
  recuperation: number,
  drive: number,
  coldest: number,
  hottest: number,
  health: number,
): void {
  data[2] = Math.round(recuperation / 500);
  data[3] = Math.round(drive / 500);
  data[4] = temperature(coldest);
  data[5] = Math.round(health);
  data[7] = temperature(hottest);
}

/**
 * 0x425: usable energy in kWh and pack voltage.
 * The voltage's scale is only known approximately (twizy-can.md section 7).
 */
export function batteryEnergy(
  data: Uint8Array,
  kWh: number,
  volts: number,
): void {
  data[1] = Math.round(kWh * 10);
  const raw = Math.round((volts - 13.051) * 6.981);
  data[6] = raw >> 8 & 1;
  data[7] = raw;
}

/** 0x554: module temperatures, °C. */
export function moduleTemperatures(
  data: Uint8Array,
  celsius: ArrayLike<number>,
): void {
  for (let i = 0; i < celsius.length; i++) {
    data[i] = temperature(celsius[i] ?? 0);
  }
}

/** 0x556, 0x557, 0x55E: `count` cell voltages in V from cell index `from` on. */
export function cellVoltages(
  data: Uint8Array,
  volts: ArrayLike<number>,
  from: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    put12(data, k, limit(Math.round((volts[from + k] ?? 0) * 200), 1, 0x0eff));
  }
}

/** 0x55E: the battery's own odometer, km, in steps of 10. */
export function batteryOdometer(data: Uint8Array, km: number): void {
  put16(data, 6, Math.floor(km / 10));
}

/** 0x55F: the two pack voltages, V. */
export function packVoltages(data: Uint8Array, v1: number, v2: number): void {
  const a = Math.round(v1 * 10);
  const b = Math.round(v2 * 10);
  data[5] = a >> 4;
  data[6] = (a & 0x0f) << 4 | b >> 8;
  data[7] = b;
}

/**
 * 0x597: the charger, master of switching on and off.
 * @param mains cable connected
 * @param status status byte B1
 * @param dcdc current of the DC/DC converter, A
 * @param state charger state B3
 * @param celsius charger temperature; undefined is sent as 0 as in the first frame
 */
export function chargerState(
  data: Uint8Array,
  mains: boolean,
  status: number,
  dcdc: number,
  state: number,
  celsius: number | undefined,
): void {
  data[0] = mains ? 0x20 : 0;
  data[1] = status;
  data[2] = Math.round(dcdc * 5);
  data[3] = state;
  data[7] = celsius === undefined ? 0 : temperature(celsius);
}

/** 0x426: odometer, whole km. */
export function chargerOdometer(data: Uint8Array, km: number): void {
  put24(data, 3, Math.floor(km));
}

/** 0x436: the display's minute counter. */
export function minuteCounter(data: Uint8Array, minutes: number): void {
  put32(data, 0, minutes);
}

/** 0x599: odometer, whole km. */
export function displayOdometer(data: Uint8Array, km: number): void {
  put32(data, 0, Math.floor(km));
}

/** 0x599: remaining range, km. */
export function displayRange(data: Uint8Array, km: number): void {
  data[5] = limit(Math.floor(km), 1, 0xfe);
}

/** 0x599: speed, km/h; undefined while off or charging. */
export function displaySpeed(
  data: Uint8Array,
  speed: number | undefined,
): void {
  put16(data, 6, speed === undefined ? NO_SPEED : Math.round(speed * 100));
}

/** 0x5D7: speed in km/h (undefined while off or charging) and odometer in km, to 10 m. */
export function exactOdometer(
  data: Uint8Array,
  speed: number | undefined,
  km: number,
): void {
  put16(data, 0, speed === undefined ? NO_SPEED : Math.round(speed * 100));
  // The last nibble belongs to the next byte: 28 bits, left-aligned in 32.
  put32(data, 2, (Math.floor(km * 100 + 1e-6) << 4) >>> 0);
}

/** 0x69F: the last seven digits of the VIN, sent in reverse order after a fixed F. */
export function serialNumber(data: Uint8Array, digits: string): void {
  const reversed = `F${[...digits].reverse().join("")}`;
  for (let i = 0; i < 4; i++) {
    data[i] = parseInt(reversed.slice(2 * i, 2 * i + 2), 16);
  }
}

/**
 * 0x59E: distance counter and temperature of the motor controller.
 * @param metres any distance; the counter has 1/10 m and wraps at 65536
 */
export function distanceCounter(
  data: Uint8Array,
  metres: number,
  celsius: number,
): void {
  put16(data, 0, Math.floor(metres * 10 + 1e-6) % 65536);
  data[5] = temperature(celsius);
}

/** 0x196: motor temperature, °C. */
export function motorTemperature(data: Uint8Array, celsius: number): void {
  data[5] = temperature(celsius);
}

/** 0x19F: motor speed, 1/min. */
export function motorSpeed(data: Uint8Array, rpm: number): void {
  const raw = 2000 + Math.round(rpm / 10);
  data[2] = raw >> 4;
  data[3] = (raw & 0x0f) << 4 | ((data[3] ?? 0) & 0x0f);
}

/** Position of the gear keys. */
export type Gear = "D" | "N" | "R";

const GEARS: Readonly<Record<Gear, number>> = { D: 0x80, N: 0x20, R: 0x08 };

/**
 * 0x59B: gear, GO, footbrake and pedal.
 * @param pedal 0 to 1
 * @param capacitor voltage of the controller's capacitors, V
 */
export function driveState(
  data: Uint8Array,
  gear: Gear,
  go: boolean,
  brake: boolean,
  pedal: number,
  capacitor: number,
): void {
  data[0] = GEARS[gear];
  data[1] = (go ? 0x0c : 0) | (brake ? 0x01 : 0);
  data[3] = Math.round(pedal * 0xfd);
  data[4] = (brake ? 0x60 : 0x40) | (go ? 0x04 : 0);
  data[5] = Math.round(capacitor * 2);
}
