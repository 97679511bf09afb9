/**
 * The program: flags and environment in, a HAL, a vehicle type and a runtime out. What it does is in
 * `app/`; parts that are not needed are not loaded.
 * @module
 */
import type { RunAction } from "./app/assembly.ts";
import { helpText, parseFlags } from "./app/flags/mod.ts";
import type { Offer } from "./app/offer.ts";
import { RunMark } from "./app/isolation/safe_start.ts";
import { isScript } from "./app/action.ts";
import { MEMORY, type Settings, settingsOf } from "./app/settings.ts";
import { say } from "./app/say.ts";
import { stateFolder } from "./app/surroundings.ts";
import { UsageError } from "./app/usage_error.ts";
import { SystemClock } from "./hal/clock.ts";
import { VERSION } from "./runtime/version.ts";

/**
 * Runs the program; its exit code. What cannot be done is a sentence on standard error, and code 2.
 * @param env the environment
 */
export async function main(
  args: readonly string[],
  env: (name: string) => string | undefined,
): Promise<number> {
  // A file that may not grow (`ulimit -f`) is told as a disk is that takes nothing, and ends nobody.
  Deno.addSignalListener("SIGXFSZ", ignored);
  try {
    return await run(args, env);
  } catch (error) {
    // Thrown on, it would be taken for something that a plugin left behind, and end the program as if all were well.
    console.error(
      error instanceof UsageError
        ? error.message
        : `The program cannot go on: ${Deno.inspect(error)}`,
    );
    return 2;
  } finally {
    Deno.removeSignalListener("SIGXFSZ", ignored);
  }
}

function ignored(): void {}

async function run(
  args: readonly string[],
  env: (name: string) => string | undefined,
): Promise<number> {
  // Under `deno task` paths count from where the user stands, not from the project's folder.
  const folder = env("INIT_CWD") ?? Deno.cwd();
  const settings = settingsOf(parseFlags(args, env), {
    folder,
    state: stateFolder(env),
    now: new SystemClock().wall().ms,
  });
  return await act(settings, folder);
}

async function act(settings: Settings, folder: string): Promise<number> {
  const { action } = settings;
  if (action.do === "help" || action.do === "version") {
    say(action.do === "help" ? helpText() : VERSION);
    return 0;
  }
  if (action.do === "convert") {
    const { convert } = await import("./app/recordings/convert.ts");
    console.error((await convert(action)).join("\n"));
    return 0;
  }
  if (action.do === "probe") {
    const { probe } = await import("./app/hardware/probe.ts");
    await probe();
    return 0;
  }
  if (action.do === "install" || action.do === "uninstall") {
    const { installOrNot } = await import("./app/isolation/install.ts");
    say((await installOrNot(action, settings, folder)).join("\n"));
    return 0;
  }
  await import("./app/first.ts");
  const { hasOutside, loadOffer } = await import("./app/offer.ts");
  const places = {
    ...settings.plugins,
    ...settings.store !== MEMORY && { store: settings.store },
    vehicle: settings.vehicle,
    grants: {
      ...settings.grants,
      ask: (question: string) =>
        action.do === "run" && Deno.stdin.isTerminal() && confirm(question),
    },
  };
  const mark = runs(settings) && hasOutside(places, folder)
    ? new RunMark(settings.store)
    : undefined;
  mark?.begin();
  const safe = settings.safe || mark?.isSafe === true;
  try {
    const offer = await loadOffer({ ...places, safe }, folder);
    try {
      const code = await withOffer(settings, offer, mark);
      mark?.ended();
      return code;
    } finally {
      await offer.outside?.close();
    }
  } catch (error) {
    if (error instanceof UsageError) mark?.ended();
    throw error;
  }
}

/** Whether it is a run that is meant to last. */
function runs({ action, store }: Settings): boolean {
  return action.do === "run" && !isScript(action) && store !== MEMORY;
}

/** Does what is to be done with what there is. */
async function withOffer(
  settings: Settings,
  offer: Offer,
  mark: RunMark | undefined,
): Promise<number> {
  const { action } = settings;
  if (action.do === "list") {
    const { registryOf } = await import("./app/offer.ts");
    const { listingText } = await import("./app/listing.ts");
    const { outsidersOf } = await import("./app/isolation/outsiders.ts");
    const registry = registryOf(offer, settings.vehicle);
    say(listingText(registry, outsidersOf(offer, settings.store)));
    return 0;
  }
  if (action.do !== "run") {
    const { runOnStore } = await import("./app/store/actions.ts");
    await runOnStore(settings, action, offer);
    return 0;
  }
  const options = {
    settings,
    action,
    offer,
    recorded: await recorder(action),
    ...mark && { mark },
  };
  if (isScript(action)) {
    const { runCommands } = await import("./app/run_commands.ts");
    return await runCommands(options);
  }
  if (action.replay !== undefined) {
    const { runRecording } = await import("./app/console/run_recording.ts");
    return await runRecording(options, action.replay);
  }
  const { runCar } = await import("./app/console/run_prompt.ts");
  return await runCar(options);
}

async function recorder({ record }: RunAction) {
  if (record === undefined) return undefined;
  const { recordedTo } = await import("./app/recordings/recorder.ts");
  return recordedTo(record);
}

if (import.meta.main) {
  Deno.exit(await main(Deno.args, (name) => Deno.env.get(name)));
}
