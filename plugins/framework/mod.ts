/**
 * The commands that every vehicle has, and the watch over 12 V battery and SOC. A vehicle's plugin
 * takes a verb over with `replaces: "framework"`.
 * @module
 */
import { alerts, definePlugin, type Plugin } from "ovms-edge";
import { standardCodes } from "./codes.ts";
import { declaredSettings } from "./declared.ts";
import { diagnostics, program } from "./diagnostics.ts";
import { features } from "./features.ts";
import { identity } from "./identity.ts";
import { supplyAlerts } from "./supply_alerts.ts";
import { begin, minute, plugged, second, tenMinutes } from "./monitors.ts";
import { network } from "./network.ts";
import { own } from "./own.ts";
import { parameters } from "./parameters.ts";
import { vehicleStatus } from "./status.ts";
import { helpOn, helpText, vehicleVerbs } from "./texts.ts";
import { vehicleRequests } from "./vehicle_requests.ts";
import { texts } from "./languages.ts";

/** The original's verbs but HELP, in the order in which it lists them. */
const listed = {
  ...identity,
  ...vehicleStatus,
  ...parameters,
  ...network,
  ...diagnostics,
  ...features,
  ...vehicleRequests,
  ...program,
};

const framework: Plugin = definePlugin({
  ...own,
  id: "framework",
  summary: "Common commands, parameters, features, 12 V and SOC alerts",
  texts,
  // Those with power say so.
  sensitive: false,
  sms: {
    ...listed,
    ...declaredSettings,
    "HELP": {
      usage: "HELP [verb]",
      summary: "Lists all commands, or says what one does",
      query: true,
      run: ([verb], { hal: { system } }) => {
        if (verb) return helpOn(verb, system.commands());
        return helpText(
          [...Object.keys(listed), "HELP", ...Object.keys(declaredSettings)],
          vehicleVerbs(system.commands(), system.vehicleVerbs),
          system.vehicleName,
        );
      },
    },
  },
  msg: standardCodes,
  queries: {
    alerts: {
      summary: "A low 12 V battery",
      answer: alerts,
      run: (_, { metrics: m }) => supplyAlerts(m.alert.value, m.volts),
    },
  },
  start: begin,
  on: { pilot: plugged },
  every: { second, minute, tenMinutes },
});
export default framework;
