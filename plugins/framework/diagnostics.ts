import { fitsSms, HARDWARE } from "ovms-edge";
import { type Framework, verbs } from "./own.ts";
import { type Diagnosis, diagText } from "./texts.ts";

function diagnosis({ hal, state, metrics }: Framework): Diagnosis {
  const { settling, volts } = state.supply;
  return {
    ...hal.gsm.leds,
    state: hal.gsm.state,
    // What the converter says now decides whether the average is still one.
    volts: hal.supply.volts() === undefined ? undefined : volts,
    reference: settling > 0 ? settling / 10 : metrics.reference.or(0),
    faults: hal.system.faults,
    problems: hal.system.problems(),
    drivers: hal.system.drivers(),
  };
}

/** How the module itself does. */
export const diagnostics = verbs({
  "DIAG": {
    usage: "DIAG",
    summary: "State of modem, 12 V supply, drivers; problems",
    query: true,
    // One SMS unless something is wrong; elsewhere there is room for all.
    run: (_, ctx, { link }) =>
      diagText(diagnosis(ctx), (text) => link !== "sms" || fitsSms(text)),
  },
});

/** Versions of program, vehicle type and hardware. */
function versionText({ hal }: Framework): string {
  const { version, vehicleType, vehicleName, vehicleEdition } = hal.system;
  const vehicle = vehicleName === ""
    ? ""
    : vehicleType + (vehicleEdition || version);
  return `OVMS Firmware version: ${version}/${vehicle}/${HARDWARE}`;
}

/** The program. */
export const program = verbs({
  "VERSION": {
    usage: "VERSION",
    summary: "Versions of program, vehicle type and hardware",
    query: true,
    mute: false,
    run: (_, ctx) => versionText(ctx),
  },
  "RESET": {
    usage: "RESET",
    summary: "Starts plugins, links and modem again",
    run: (_, { hal }) => {
      hal.system.restart();
      return "Restarting";
    },
  },
});
