import { type Framework, verbs } from "./own.ts";
import { type Status, statusText } from "./status_text.ts";
import { gpsText } from "./texts.ts";

function status({ metrics: m }: Framework): Status {
  return {
    soc: m.soc.value,
    portOpen: m.port.value,
    charging: m.charging.value,
    state: m.chargeState.value,
    mode: m.chargeMode.value,
    volts: m.lineVoltage.value,
    amperes: m.chargeCurrent.value,
    toFull: m.toFull.or(-1),
    toSoc: m.toSoc.or(-1),
    toRange: m.toRange.or(-1),
    socLimit: m.socLimit.or(0),
    rangeLimit: m.rangeLimit.or(0),
    ideal: m.ideal.or(0),
    estimated: m.estimated.or(0),
    odometer: m.odometer.value,
    cac: m.cac.or(0),
  };
}

/** Where the vehicle is and how it does. */
export const vehicleStatus = verbs({
  "GPS": {
    usage: "GPS",
    summary: "Position",
    query: true,
    run: (_, { metrics: { latitude, longitude } }) =>
      gpsText({
        latitude: latitude.value,
        longitude: longitude.value,
        age: latitude.age,
      }),
  },
  "STAT": {
    usage: "STAT",
    summary: "Status",
    query: true,
    code: 6,
    run: (_, ctx) => statusText(status(ctx), ctx.user.units),
  },
});
