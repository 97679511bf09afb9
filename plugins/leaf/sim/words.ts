/** The words that steer the simulated Leaf. */
import type { Steering } from "ovms-edge";
import type { Cable, LeafCar } from "./car.ts";

const CABLES: readonly Cable[] = ["slow", "quick", "timer"];
const FASTEST = 145;

function numberIn(text: string, most: number, usage: string): number {
  const number = Number(text);
  if (text !== "" && number >= 0 && number <= most) return number;
  throw new Error(`Expected: ${usage}, 0 to ${most}`);
}

/** The car's words. */
export function wordsOf(car: LeafCar): Readonly<Record<string, Steering>> {
  return {
    key: {
      usage: "key on|off",
      help: "makes the car ready to drive, or parks it",
      run([to = ""]) {
        if (to !== "on" && to !== "off") {
          throw new Error("Expected: key on|off");
        }
        car.turnKey(to === "on");
        return `The car is ${car.ready ? "ready to drive" : "parked"}`;
      },
    },
    drive: {
      usage: "drive KMH",
      help: "drives at a speed, 0 stops",
      run([text = ""]) {
        const speed = numberIn(text, FASTEST, "drive KMH");
        if (car.cable !== "none") throw new Error("Unplug it first");
        if (!car.ready) car.turnKey(true);
        car.target = speed;
        return speed > 0 ? `Driving at ${speed} km/h` : "Stopping";
      },
    },
    plug: {
      usage: "plug [slow|quick|timer]",
      help: "plugs a cable in; with timer it waits",
      run([text = "slow"]) {
        const cable = CABLES.find((name) => name === text);
        if (!cable) throw new Error("Expected: plug [slow|quick|timer]");
        car.plug(cable);
        return car.charging
          ? `Charging with ${car.chargePower.toFixed(1)} kW`
          : car.finished
          ? "Plugged in, it is full"
          : "Plugged in, waiting for the timer";
      },
    },
    unplug: {
      usage: "unplug",
      help: "pulls the cable",
      run() {
        car.unplug();
        return "Unplugged";
      },
    },
    soc: {
      usage: "soc PERCENT",
      help: "fills or empties the battery",
      run([text = ""]) {
        car.soc = numberIn(text, 100, "soc PERCENT");
        return `The BMS has ${car.soc} %, the dashboard ${car.dashSoc} %`;
      },
    },
    status: {
      usage: "status",
      help: "tells what the car is like",
      run: () =>
        [
          car.ready ? "ready" : car.awake ? "awake" : "asleep",
          `${Math.round(car.speed)} km/h`,
          `SOC ${car.soc.toFixed(1)} % (dashboard ${car.dashSoc} %)`,
          `${car.volts.toFixed(1)} V`,
          `${car.power.toFixed(1)} kW`,
          `${car.odometer.toFixed(1)} km`,
          car.charging ? "charging" : `cable: ${car.cable}`,
        ].join(", "),
    },
  };
}
