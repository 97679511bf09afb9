import { v } from "ovms-edge";
import { type Framework, verbs } from "./own.ts";
import { change, maybe, maybeNone, word } from "./settings.ts";
import { gprsText, gsmLockText, serverText } from "./texts.ts";

function gprs({ hal }: Framework): string {
  return gprsText(hal.params.get, {
    operator: hal.gsm.operator,
    state: hal.gsm.state,
    server: hal.messages.connected,
  });
}

/** How the module reaches the network and its server. */
export const network = verbs({
  "GPRS?": {
    usage: "GPRS?",
    summary: "Shows the modem's data settings and the state of the network",
    secret: true,
    run: (_, ctx) => gprs(ctx),
  },
  "GPRS": {
    usage: "GPRS <APN> [user] [password]",
    summary: "Sets the modem's data settings; - for none",
    sensitive: true,
    auth: "phone",
    args: v.tuple([word, maybeNone, maybeNone]),
    run: ([apn, user, password], ctx) => {
      change(ctx, [[5, apn], [6, user], [7, password]]);
      ctx.hal.system.reconnect();
      return gprs(ctx);
    },
  },
  "GSMLOCK?": {
    usage: "GSMLOCK?",
    summary: "Shows the operator lock",
    run: (_, { hal }) => gsmLockText(hal.params.get, hal.gsm.operator),
  },
  "GSMLOCK": {
    usage: "GSMLOCK [operator]",
    summary: "Locks the modem to an operator, or unlocks it",
    sensitive: true,
    auth: "phone",
    args: v.tuple([v.optional(v.string(), "")]),
    run: ([operator], ctx) => {
      change(ctx, [[13, operator]]);
      ctx.hal.system.reconnect();
      return gsmLockText(ctx.hal.params.get, ctx.hal.gsm.operator);
    },
  },
  "SERVER?": {
    usage: "SERVER?",
    summary: "Shows the server settings",
    secret: true,
    run: (_, { hal }) => serverText(hal.params.get),
  },
  "SERVER": {
    usage: "SERVER <host> [password] [P|-]",
    summary: "Sets server, its password and paranoid mode",
    sensitive: true,
    auth: "phone",
    args: v.tuple([word, maybe, maybe]),
    run: ([host, password, paranoid], ctx) => {
      change(ctx, [[4, host], [9, password], [10, paranoid]]);
      ctx.hal.system.reconnect();
      return serverText(ctx.hal.params.get);
    },
  },
});
