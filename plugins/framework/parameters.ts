import { v } from "ovms-edge";
import { verbs } from "./own.ts";
import {
  change,
  maybe,
  numbered,
  PARAMETERS,
  values,
  word,
} from "./settings.ts";
import { moduleText, paramsParts, vehicleText } from "./texts.ts";

/** All parameters, and those that describe the vehicle. */
export const parameters = verbs({
  "PARAMS?": {
    usage: "PARAMS?",
    summary: "Lists the parameters that are set",
    secret: true,
    run: (_, { hal }) => ({ parts: paramsParts(hal.params.get, PARAMETERS) }),
  },
  "PARAMS": {
    usage: "PARAMS <units> [notifications] [server] ...",
    summary: "Sets the parameters from 2 on; - for none",
    sensitive: true,
    auth: "phone",
    mute: false,
    args: values,
    run: (words, ctx) => {
      change(ctx, numbered(2, words));
      ctx.hal.system.reconnect();
      return "Parameters have been set.";
    },
  },
  "AP": {
    usage: "AP <password> <phone> [new password] [units] ...",
    summary: "Sets the parameters from 0 on; - for none; no answer",
    sensitive: true,
    auth: "password",
    args: values,
    run: (words, ctx) => {
      change(ctx, numbered(0, words));
      ctx.hal.system.reconnect();
      return undefined;
    },
  },
  "MODULE?": {
    usage: "MODULE?",
    summary: "Shows vehicle id, type, units and notifications",
    run: (_, { hal }) => moduleText(hal.params.get, hal.system.vehicleEdition),
  },
  "MODULE": {
    usage: "MODULE <vehicle id> [K|M] [SMS|IP|SMSIP|-] [type]",
    summary: "Sets vehicle id, units, notifications and type",
    sensitive: true,
    auth: "phone",
    args: v.tuple([word, maybe, maybe, maybe]),
    run: ([id, units, notifications, type], ctx) => {
      change(ctx, [[8, id], [2, units], [3, notifications], [14, type]]);
      ctx.hal.system.reconnect();
      return moduleText(ctx.hal.params.get, ctx.hal.system.vehicleEdition);
    },
  },
  "VEHICLE?": {
    usage: "VEHICLE?",
    summary: "Shows the vehicle type",
    run: (_, { hal }) => vehicleText(hal.params.get),
  },
  "VEHICLE": {
    usage: "VEHICLE <type>",
    summary: "Sets the vehicle type; - for none",
    sensitive: true,
    auth: "phone",
    args: v.tuple([word]),
    run: ([type], ctx) => {
      change(ctx, [[14, type.startsWith("-") ? "" : type]]);
      ctx.hal.system.reconnect();
      return vehicleText(ctx.hal.params.get);
    },
  },
});
