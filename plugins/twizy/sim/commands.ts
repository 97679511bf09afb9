import type { Car } from "./car.ts";
import type { Gear } from "./encode.ts";
import { PROFILES } from "./profiles.ts";

/** One word that steers the car. */
export interface Command {
  readonly usage: string;
  readonly help: string;
  /** Does it and says so; throws an Error when it cannot. */
  run(car: Car, args: readonly string[]): string;
}

/** All words, in the order of help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  key: {
    usage: "key on|off",
    help: "turns the key",
    run(car, [word]) {
      const on = onOff(word, this.usage);
      const was = car.state.keyOn;
      car.key(on);
      if (was === on) return `The key is ${word} already`;
      return on ? "Key on" : "Key off, the bus falls silent soon";
    },
  },
  go: {
    usage: "go",
    help: "turns the key into GO",
    run(car) {
      car.go();
      return "In GO: press D or R";
    },
  },
  drive: {
    usage: `drive ${Object.keys(PROFILES).join("|")}|off`,
    help: "drives a profile again and again, or stops",
    run(car, [profile]) {
      if (profile === undefined) throw misuse(this.usage);
      if (profile === "off") {
        car.halt();
        return "Braking to a stop";
      }
      car.drive(profile);
      return `Driving ${profile}`;
    },
  },
  speed: {
    usage: "speed N",
    help: "holds N km/h",
    run(car, [kmh]) {
      car.speed(number(kmh, this.usage));
      return `Driving at ${kmh} km/h`;
    },
  },
  plug: {
    usage: "plug",
    help: "plugs the cable in, the car stops and charges",
    run(car) {
      car.plug();
      return "Plugged in";
    },
  },
  unplug: {
    usage: "unplug",
    help: "pulls the cable",
    run(car) {
      car.unplug();
      return "Unplugged";
    },
  },
  trickle: {
    usage: "trickle",
    help: "feeds the 12 V battery of the parked car for half an hour",
    run(car) {
      car.trickle();
      return "The charger feeds the 12 V battery";
    },
  },
  cell: {
    usage: "cell N mV",
    help: "makes cell N (1 to 14) differ by some mV; 0 heals it",
    run(car, [cell, mv]) {
      car.offsetCell(number(cell, this.usage), number(mv, this.usage));
      return `Cell ${cell} differs by ${mv} mV`;
    },
  },
  module: {
    usage: "module N C",
    help: "makes module N (1 to 7) differ by some °C; 0 heals it",
    run(car, [module, celsius]) {
      car.offsetModule(
        number(module, this.usage),
        number(celsius, this.usage),
      );
      return `Module ${module} differs by ${celsius} °C`;
    },
  },
  soc: {
    usage: "soc N",
    help: "sets the SOC to N %",
    run(car, [percent]) {
      car.setSoc(number(percent, this.usage));
      return `SOC is ${percent} %`;
    },
  },
  "12v": {
    usage: "12v N",
    help: "sets the 12 V battery of the parked car to N V",
    run(car, [volts]) {
      car.setVolts(number(volts, this.usage));
      return `The 12 V battery has ${volts} V`;
    },
  },
  gps: {
    usage: "gps on|off",
    help: "gives the GPS receiver a fix or takes it away",
    run(car, [word]) {
      const on = onOff(word, this.usage);
      car.gps(on);
      return on ? "The GPS receiver has a fix" : "The GPS receiver has no fix";
    },
  },
  press: {
    usage: "press D|N|R",
    help: "presses a gear key; outside GO the controller reports a fault",
    run(car, [key]) {
      const gear = gearOf(key, this.usage);
      const inGo = car.state.go;
      car.press(gear);
      return inGo ? `Gear ${gear}` : `Key ${gear} pressed outside GO`;
    },
  },
  status: { usage: "status", help: "says how the car is", run: status },
};

/**
 * Runs one line on a car; words in any case.
 * @throws Error with a sentence when the line is not understood or not possible now
 */
export function runCommand(car: Car, line: string): string {
  const [word = "", ...args] = line.trim().split(/\s+/);
  const name = word.toLowerCase();
  if (name === "help") return help();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new Error(`The simulated car does not know "${word}": try help`);
  }
  return command.run(car, args.map((arg) => arg.toLowerCase()));
}

function status(car: Car): string {
  const { keyOn, go, gear, pluggedIn, charging } = car.state;
  const { soc, speed, power, odometer, range } = car.truth;
  const mains = charging ? "charging" : pluggedIn ? "plugged in" : "unplugged";
  return [
    `Key ${keyOn ? "on" : "off"}`,
    ...(go ? [`GO in ${gear}`] : []),
    mains,
    `${speed.toFixed(1)} km/h`,
    `${(power / 1000).toFixed(1)} kW`,
    `SOC ${soc.toFixed(2)} %`,
    `range ${Math.floor(range)} km`,
    `odometer ${odometer.toFixed(2)} km`,
    `12 V battery ${car.volts.toFixed(1)} V`,
    `GPS ${car.position.fix ? "on" : "off"}`,
  ].join(", ");
}

function help(): string {
  const commands = Object.values(COMMANDS);
  const width = Math.max(...commands.map((command) => command.usage.length));
  return commands
    .map((command) => `${command.usage.padEnd(width)}  ${command.help}`)
    .join("\n");
}

function misuse(usage: string): Error {
  return new Error(`Expected: ${usage}`);
}

function number(word: string | undefined, usage: string): number {
  if (word === undefined || !/^[+-]?\d+(\.\d+)?$/.test(word)) {
    throw misuse(usage);
  }
  return Number(word);
}

function onOff(word: string | undefined, usage: string): boolean {
  if (word !== "on" && word !== "off") throw misuse(usage);
  return word === "on";
}

function gearOf(word: string | undefined, usage: string): Gear {
  switch (word) {
    case "d":
      return "D";
    case "n":
      return "N";
    case "r":
      return "R";
    default:
      throw misuse(usage);
  }
}
