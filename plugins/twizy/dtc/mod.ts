/** Trouble codes that the Twizy's display stored, and free requests to its control units. */
import { CommandError, definePlugin, type Plugin, v } from "ovms-edge";
import { clear, readCodes, watch } from "./ask.ts";
import { freeRequest } from "./free.ts";
import { own, type X } from "./own.ts";
import { report } from "./texts.ts";
import { texts } from "./languages.ts";

/** Seconds that a command may take: several requests of 3 s. */
const PATIENCE = 30;

async function answer(word: string, ctx: X): Promise<readonly string[]> {
  if (word !== "") {
    throw new CommandError("Expected: DTC, DTC CLEAR, or DTC RESET");
  }
  await readCodes(ctx);
  return report(ctx.state.store);
}

function begin(began: boolean, { settings, state }: X): void {
  if (began && settings.autoreset) state.store.reset();
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "dtc",
  summary: "Trouble codes of the Twizy's display",
  texts,
  sms: {
    "DTC": {
      usage: "DTC [clear|reset]",
      summary:
        "Trouble codes that the display stored; clear deletes them, reset counts presences anew",
      subcommands: [{ name: "CLEAR", usage: "" }, { name: "RESET", usage: "" }],
      sensitive: ([word = ""]) => word.toUpperCase() === "CLEAR",
      query: true,
      timeout: PATIENCE,
      run: ([word = ""], ctx, call) => {
        switch (word.toUpperCase()) {
          case "CLEAR":
            return clear(ctx, call);
          case "RESET":
            ctx.state.store.reset();
            return "DTC presence counters have been reset.";
          default:
            return answer(word, ctx);
        }
      },
    },
    "OBD": {
      usage: "OBD cluster|bms|charger|broadcast|device <hex>",
      summary:
        "Asks a control unit, or all of them; services that change something are not sent",
      sensitive: false,
      timeout: PATIENCE,
      run: freeRequest,
    },
  },
  queries: {
    codes: {
      summary: "Trouble codes as they were read last",
      answer: v.object({
        known: v.boolean(),
        lines: v.array(v.string()),
      }),
      run: (_, { state: { store } }) => ({
        known: store.known,
        lines: [...report(store)],
      }),
    },
  },
  on: { on: begin, charging: begin },
  every: { tenSeconds: watch },
});
export default plugin;
