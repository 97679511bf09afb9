import { CommandError, definePlugin, type Plugin } from "ovms-edge";
import { followAwake } from "./awake.ts";
import { own } from "./own.ts";
import { polls } from "./polls.ts";
import { clearTrouble, PATIENCE, troubleText } from "./trouble.ts";

/** The plugin of the OBD-II port. */
export const port: Plugin = definePlugin({
  ...own,
  id: "obd",
  summary: "Values and trouble codes of the OBD-II port",
  get polls() {
    return polls();
  },
  every: { second: followAwake },
  sms: {
    "DTC": {
      usage: "DTC [clear]",
      summary: "Trouble codes of the engine; clear deletes them in the car",
      subcommands: [{ name: "CLEAR", usage: "" }],
      sensitive: ([word = ""]) => word.toUpperCase() === "CLEAR",
      query: true,
      timeout: PATIENCE,
      run: ([word, ...more], ctx, call) => {
        if (word === undefined) return troubleText(ctx);
        if (word.toUpperCase() === "CLEAR" && more.length === 0) {
          return clearTrouble(ctx, call);
        }
        throw new CommandError("Expected: DTC, or DTC CLEAR");
      },
    },
  },
});
