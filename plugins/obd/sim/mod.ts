/**
 * A simulated plug-in hybrid behind its OBD-II port: silent by itself, its engine's control unit answers
 * while the key is on. It imports nothing of the decoder, so that each checks the other.
 * @module
 */
import {
  type NodeAnswer,
  SimulatedNode,
  type SimulatedVehicle,
  type SimulatedWorld,
  type Steering,
} from "ovms-edge";

/** What the car is like; the words change it. */
interface Car {
  key: boolean;
  /** km/h. */
  speed: number;
  /** km/h that it speeds up or slows down to. */
  target: number;
  /** %. */
  soc: number;
  /** %. */
  fuel: number;
  /** km. */
  odometer: number;
  /** °C. */
  coolant: number;
  stored: number[];
  pending: number[];
}

const VIN = "WVWZZZ3CZJE000042";
/** Change of speed in a second, km/h; way of the whole battery and the whole tank, km. */
const PACE = 5, BATTERY_WAY = 50, TANK_WAY = 800;
const WARM = 90, COLD = 15;
/** 12 V supply with and without the converter at work. */
const VOLTS = { on: 14.1, off: 12.6 };
const IDLE = 900, RPM_PER_KMH = 30;

const byte = (value: number) => Math.round(value) & 0xff;
const word = (value: number) => [byte(Math.floor(value / 256)), byte(value)];
const share = (percent: number) => [byte(percent * 2.55)];
const rpm = ({ speed }: Car) => IDLE + RPM_PER_KMH * speed;

/** What the unit measures, by the parameter of mode 01. */
const MEASURES: Readonly<Record<number, (car: Car) => number[]>> = {
  0x01: (
    { stored },
  ) => [(stored.length > 0 ? 0x80 : 0) + stored.length, 7, 0, 0],
  0x04: ({ speed }) => share(20 + speed / 3),
  0x05: ({ coolant }) => [byte(coolant + 40)],
  0x0c: (car) => word(Math.round(rpm(car) * 4)),
  0x0d: ({ speed }) => [byte(speed)],
  0x0f: () => [COLD + 8 + 40],
  0x11: ({ speed }) => share(15 + speed / 4),
  0x2f: ({ fuel }) => share(fuel),
  0x42: () => word(VOLTS.on * 1000 - 100),
  0x46: () => [COLD + 40],
  0x5b: ({ soc }) => share(soc),
  0xa6: ({ odometer }) => {
    const tenths = Math.round(odometer * 10);
    return [...word(Math.floor(tenths / 65536)), ...word(tenths % 65536)];
  },
};

/** The four bytes that tell which of the 32 parameters behind a number there are. */
function listFrom(base: number): number[] {
  const bytes = [0, 0, 0, 0];
  const numbers = Object.keys(MEASURES).map(Number);
  const goesOn = numbers.some((pid) => pid > base + 32);
  for (const pid of [...numbers, ...goesOn ? [base + 32] : []]) {
    const at = pid - base - 1, index = at >> 3;
    if (at >= 0 && at < 32) {
      bytes[index] = (bytes[index] ?? 0) | 0x80 >> (at & 7);
    }
  }
  return bytes;
}

const hex = (...bytes: number[]) => Uint8Array.from(bytes).toHex();
const codes = (mode: number, list: readonly number[]) => [
  mode + 0x40,
  list.length,
  ...list.flatMap(word),
];

/** All that it answers. */
function answersOf(car: Car): Record<string, NodeAnswer> {
  const measures = Object.entries(MEASURES).map(([number, measure]) => {
    const pid = Number(number);
    return [hex(1, pid), () => [0x41, pid, ...measure(car)]] as const;
  });
  const lists = [0, 0x20, 0x40, 0x60, 0x80, 0xa0].map((base) =>
    [hex(1, base), [0x41, base, ...listFrom(base)]] as const
  );
  return {
    ...Object.fromEntries(measures),
    ...Object.fromEntries(lists),
    "0902": [0x49, 2, 1, ...new TextEncoder().encode(VIN)],
    "03": () => codes(3, car.stored),
    "07": () => codes(7, car.pending),
    "0a": () => codes(0x0a, []),
    "04": () => {
      if (car.speed > 0) return [0x7f, 4, 0x22];
      car.stored = [];
      car.pending = [];
      return [0x44];
    },
  };
}

function drive(car: Car, seconds: number): void {
  const change = PACE * seconds, { target } = car;
  const wanted = car.key ? target : 0;
  car.speed = car.speed < wanted
    ? Math.min(wanted, car.speed + change)
    : Math.max(wanted, car.speed - change);
  const km = car.speed * seconds / 3600;
  car.odometer += km;
  if (car.soc > 15) car.soc -= 100 * km / BATTERY_WAY;
  else car.fuel = Math.max(0, car.fuel - 100 * km / TANK_WAY);
  const aim = car.key ? WARM : COLD;
  car.coolant += (aim - car.coolant) * seconds / (car.key ? 240 : 3600);
}

/** `P0301` as its two bytes. */
function codeOf(text: string): number {
  const [, letter = "", digits = ""] = /^([pcbu])([0-3][0-9a-f]{3})$/.exec(
    text,
  ) ?? [];
  if (digits === "") throw new Error("Expected a code such as P0301");
  return "pcbu".indexOf(letter) << 14 | Number.parseInt(digits, 16);
}

function steeringOf(car: Car): Record<string, Steering> {
  return {
    key: {
      usage: "key on|off",
      help: "turns the key",
      run([to = ""]) {
        if (to !== "on" && to !== "off") {
          throw new Error("Expected: key on|off");
        }
        car.key = to === "on";
        if (!car.key) car.speed = car.target = 0;
        return `The key is ${to}`;
      },
    },
    drive: {
      usage: "drive KMH",
      help: "drives at a speed, 0 stops",
      run([text = ""]) {
        const kmh = Number(text);
        if (text === "" || !(kmh >= 0 && kmh <= 200)) {
          throw new Error("Expected: drive KMH, 0 to 200");
        }
        car.key = true;
        car.target = kmh;
        return kmh > 0 ? `Driving at ${kmh} km/h` : "Stopping";
      },
    },
    fault: {
      usage: "fault CODE",
      help: "stores a trouble code, such as P0301",
      run([text = ""]) {
        const code = codeOf(text);
        if (!car.stored.includes(code)) car.stored.push(code);
        return `The car has ${text.toUpperCase()}`;
      },
    },
    status: {
      usage: "status",
      help: "tells what the car is like",
      run: () =>
        `Key ${car.key ? "on" : "off"}, ${Math.round(car.speed)} km/h, SOC ${
          car.soc.toFixed(1)
        } %, fuel ${car.fuel.toFixed(1)} %, ${car.odometer.toFixed(1)} km`,
    },
  };
}

/** Puts a car into a world, its key on. */
export function simulateCar(world: SimulatedWorld): SimulatedVehicle {
  const car: Car = {
    key: true,
    speed: 0,
    target: 0,
    soc: 60,
    fuel: 45,
    odometer: 23_456.7,
    coolant: COLD,
    stored: [0x0301],
    pending: [0x0420],
  };
  const engine = new SimulatedNode({
    to: 0x7e0,
    from: 0x7e8,
    also: [0x7df],
    answers: answersOf(car),
    after: (ms, work) => world.after(ms, work),
    emit: (id, data) => world.emit(id, data),
  });
  return {
    step: (ms) => drive(car, ms / 1000),
    receive(id, data) {
      engine.silent = !car.key;
      engine.receive(id, data);
    },
    get volts() {
      return car.key ? VOLTS.on : VOLTS.off;
    },
    steering: steeringOf(car),
  };
}
