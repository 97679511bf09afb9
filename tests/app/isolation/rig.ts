/** Plugins in real processes of their own, on a runtime with a simulated clock. */
import { Keeper, type KeeperOptions } from "../../../app/isolation/keeper.ts";
import { pathToFileURL } from "node:url";
import { isConfinable } from "../../../hal/linux/mod.ts";
import { type SimClock, type SimHal, simHal } from "../../../hal/sim/mod.ts";
import type { Plugin } from "../../../runtime/mod.ts";
import { definePlugin } from "../../../runtime/mod.ts";
import { PARAM } from "../../../runtime/settings/params.ts";
import { Runtime } from "../../../runtime/runtime.ts";

/** The car beside the plugin: every frame counts, and STAT? tells how many there were. */
export function car(): Plugin {
  return definePlugin({
    id: "car",
    metrics: {
      soc: "v.b.soc",
      count: { name: "x.count", unit: "", initial: 0 },
    },
    frames: {
      0x155: {
        bytes: 1,
        decode: (frame, put) => {
          put.soc = frame.u8(0);
          put.count++;
        },
      },
    },
    sms: {
      "STAT": {
        usage: "STAT",
        query: true,
        run: (_, { metrics: { soc, count } }) =>
          `SOC: ${soc.or(0)} %, ${count.value} frames`,
      },
    },
  });
}

/** A runtime with one module from outside. */
export interface Rig extends AsyncDisposable {
  readonly runtime: Runtime;
  readonly hal: SimHal<SimClock>;
  readonly keeper: Keeper;
  readonly log: readonly string[];
  /** The folder of the module. */
  readonly folder: string;
  /** Runs a text command as the owner; its messages as one text. */
  text(line: string): Promise<string>;
  /** Notices to the owner so far. */
  notices(): readonly string[];
  /** Lets time pass, and frames come, until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
}

// The C library stays loaded, which is no leak of a test.
isConfinable();

/** How long a test waits, ms. */
const LIMIT = 60_000;

/**
 * Starts the module `mod.js` in a folder of its own.
 * @param source its text, or texts of more files
 */
export async function rig(
  source: string | Readonly<Record<string, string>>,
  options: KeeperOptions = {},
): Promise<Rig> {
  const folder = await Deno.makeTempDir({ prefix: "ovms_edge_plugin_" });
  const files = typeof source === "string" ? { "mod.js": source } : source;
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const specifier = pathToFileURL(`${folder}/mod.js`).href;
  const hal = simHal(), log: string[] = [], { clock } = hal;
  hal.store.put("params", {
    [PARAM.phone]: "+491701234567",
    [PARAM.notifications]: "SMSIP",
  });
  const away = () => Deno.remove(folder, { recursive: true });
  let keeper: Keeper;
  try {
    keeper = await Keeper.open([{ name: "mod.js", specifier }], options);
  } catch (error) {
    hal.store.close();
    await away();
    throw error;
  }
  const runtime = new Runtime({
    hal,
    common: [car()],
    vehicles: [],
    extra: keeper.plugins,
    log: (level, event, details) =>
      log.push(`${level} ${event} ${JSON.stringify(details ?? {})}`),
    alone: true,
    fresh: false,
  });
  keeper.attach(runtime, clock);
  runtime.start();
  await clock.run(0);
  return {
    runtime,
    hal,
    keeper,
    log,
    folder,
    async text(line) {
      const call = { link: "console", from: "", principal: "owner" } as const;
      return (await runtime.text(line, call)).messages.join("\n");
    },
    notices: () => hal.gsm.sent.map(({ text }) => text),
    async until(what, holds) {
      const start = Date.now();
      while (!holds()) {
        if (Date.now() - start > LIMIT) {
          throw new Error(`never happened: ${what}\n${log.join("\n")}`);
        }
        hal.bus.inject(0x155, Uint8Array.of(50));
        clock.second();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async [Symbol.asyncDispose]() {
      runtime.stop();
      await keeper.close();
      hal.store.close();
      await away();
    },
  };
}
