/**
 * `deno task scenarios FILE...` compares scenarios with what they expect;
 * `deno task scenarios --play FILE` prints what really comes out of each step.
 * @module
 */
import { compareScenario, describe } from "./compare.ts";
import { readModels } from "./model.ts";
import { Player } from "./player.ts";
import { type Event, parseScenarios, type Scenario } from "./scenario.ts";

/** The controllers that all scenarios share. */
export const readModel = readModels;

/** Plays one scenario. */
export async function play(
  scenario: Scenario,
  model: unknown,
): Promise<Event[][]> {
  const player = new Player(scenario, model);
  try {
    return await player.play(scenario.steps);
  } finally {
    player.close();
  }
}

/** Plays and compares one scenario: undefined, or one line that tells the first difference. */
export async function check(
  scenario: Scenario,
  model: unknown,
): Promise<string | undefined> {
  try {
    const mismatch = compareScenario(scenario, await play(scenario, model));
    return mismatch &&
      `${scenario.name}: step ${mismatch.step}: ${describe(mismatch)}`;
  } catch (error) {
    return `${scenario.name}: ${error}`;
  }
}

/** Paths count from where the user stands, also under `deno task`. */
function read(path: string): Promise<string> {
  const base = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  return Deno.readTextFile(new URL(path, `file://${base}/`));
}

/** What came out of a scenario as one JSON line; one that cannot be played says why, and the next goes on. */
async function played(scenario: Scenario, model: unknown): Promise<string> {
  const { name } = scenario;
  try {
    return JSON.stringify({ name, steps: await play(scenario, model) });
  } catch (error) {
    return JSON.stringify({ name, steps: [], error: String(error) });
  }
}

async function main(args: readonly string[]): Promise<number> {
  const playing = args[0] === "--play", files = playing ? args.slice(1) : args;
  if (files.length === 0) {
    console.error(
      "No scenarios: expected deno task scenarios [--play] FILE...",
    );
    return 2;
  }
  const model = await readModel();
  let passed = 0, failed = 0;
  for (const file of files) {
    for (const scenario of parseScenarios(await read(file))) {
      if (playing) {
        console.log(await played(scenario, model));
        continue;
      }
      const difference = await check(scenario, model);
      if (difference === undefined) passed++;
      else {
        failed++;
        console.log(difference);
      }
    }
  }
  if (!playing) console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(2);
  }
}
