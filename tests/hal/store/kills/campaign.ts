/** Kills a writing program again and again, cuts off what it left, and checks what a store makes of it. */
import { deepEqual } from "node:assert/strict";
import { SystemClock } from "../../../../hal/clock.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { expect, nothing, type State, stateOf } from "./operations.ts";

/** What a campaign counted. */
export interface Counts {
  kills: number;
  /** Kills between begin and acknowledgement of a write. */
  withinWrite: number;
  /** Writes that were acknowledged, all kills together. */
  acknowledged: number;
  cuts: number;
  /** Cuts that destroyed acknowledged writes. */
  destroyed: number;
  /** Sentences about what must not be; empty when all is well. */
  violations: string[];
}

/** A store as a kill left it. */
interface Remains {
  readonly folder: string;
  /** The last acknowledged write. */
  readonly acknowledged: number;
}

/** A write that was acknowledged, as the program that is killed tells it. */
const ACKNOWLEDGED = /^a /m;
/** Where a kill lands is chance: so many are tried at most for each that shall land within a write. */
const TRIES = 10;

/**
 * Runs a campaign in a folder of its own.
 * @param kills how many kills shall land between begin and acknowledgement of a write; those that
 * land elsewhere come on top
 * @param cuts how often database and log are cut off
 */
export async function campaign(
  kills: number,
  cuts: number,
  random: () => number,
): Promise<Counts> {
  const counts: Counts = {
    kills: 0,
    withinWrite: 0,
    acknowledged: 0,
    cuts: 0,
    destroyed: 0,
    violations: [],
  };
  const folder = await Deno.makeTempDir({ prefix: "store_kills_" });
  try {
    const remains = await killing(folder, kills, random, counts);
    for (let k = 0; k < cuts; k++) {
      const one = remains[k % remains.length];
      if (one) cut(one, `${folder}/cut`, random, counts);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return counts;
}

async function killing(
  folder: string,
  kills: number,
  random: () => number,
  counts: Counts,
): Promise<readonly Remains[]> {
  const remains: Remains[] = [];
  const live = `${folder}/live`;
  let acknowledged = 0, begun = 0;
  const check = (found: State, problems: readonly string[]) => {
    if (found.last !== acknowledged && found.last !== begun) {
      counts.violations.push(
        `kill ${counts.kills}: write ${acknowledged} was acknowledged, ${found.last} is the last one there`,
      );
    }
    checkState(found, `kill ${counts.kills}`, counts);
    for (const problem of problems) {
      counts.violations.push(`kill ${counts.kills}: false alarm: ${problem}`);
    }
  };
  while (counts.withinWrite < kills && counts.kills < kills * TRIES) {
    const run = await killOnce(`${live}/ovms.db`, random() * 40);
    if (!run) {
      counts.violations.push(`kill ${counts.kills}: the program did not start`);
      break;
    }
    check(run.found, run.problems);
    ({ acknowledged, begun } = run);
    counts.kills++;
    counts.acknowledged += acknowledged - run.found.last;
    if (begun > acknowledged) counts.withinWrite++;
    if (counts.kills % Math.ceil(kills / 10) === 0) {
      const copy = `${folder}/remains-${counts.kills}`;
      copyFolder(live, copy);
      remains.push({ folder: copy, acknowledged });
    }
  }
  const store = openStore({
    path: `${live}/ovms.db`,
    clock: new SystemClock(),
  });
  check(stateOf(store), store.problems);
  store.close();
  return remains;
}

/** One life of the program; undefined if it did not come up. */
async function killOnce(path: string, ms: number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--allow-read",
      "--allow-write",
      new URL("./writer.ts", import.meta.url).pathname,
      path,
    ],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let said = "";
  let killed = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += chunk;
    // Each life does something before it ends, however busy the machine is
    if (killed || !ACKNOWLEDGED.test(said)) continue;
    killed = true;
    await new Promise((resolve) => setTimeout(resolve, ms));
    child.kill("SIGKILL");
  }
  await child.status;
  const [first, ...lines] = said.split("\n").slice(0, -1);
  if (!first) return undefined;
  const { found, problems }: { found: State; problems: string[] } = JSON.parse(
    first,
  );
  const last = (letter: string) =>
    Number(
      lines.findLast((line) => line.startsWith(letter))?.slice(2) ?? found.last,
    );
  return { found, problems, begun: last("b"), acknowledged: last("a") };
}

/** Cuts a copy of the remains off at a random length and opens it. */
function cut(
  remains: Remains,
  folder: string,
  random: () => number,
  counts: Counts,
): void {
  copyFolder(remains.folder, folder);
  const path = `${folder}/ovms.db`;
  const which = Math.floor(random() * 3);
  if (which !== 1) shorten(path, random());
  if (which !== 0) shorten(`${path}-wal`, random());
  const what = `cut ${++counts.cuts} of the ${
    ["database", "log", "database and log"][which]
  }`;
  try {
    const store = openStore({ path, clock: new SystemClock() });
    const found = stateOf(store);
    checkState(found, what, counts);
    if (found.last < remains.acknowledged) {
      counts.destroyed++;
      if (!store.problems.length) {
        counts.violations.push(
          `${what}: writes after ${found.last} are lost and nobody is told`,
        );
      }
    }
    store.close();
  } catch (error) {
    counts.violations.push(`${what}: the start is refused: ${error}`);
  }
  Deno.removeSync(folder, { recursive: true });
}

function shorten(path: string, share: number): void {
  try {
    Deno.truncateSync(path, Math.floor(Deno.statSync(path).size * share));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A state must be exactly what its writes make, up to the last one. */
function checkState(found: State, when: string, counts: Counts): void {
  const wanted = nothing();
  for (let n = 1; n <= found.last; n++) expect(wanted, n);
  try {
    deepEqual(found, wanted);
  } catch {
    counts.violations.push(`${when}: wrong values after write ${found.last}`);
  }
}

function copyFolder(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name } of Deno.readDirSync(from)) {
    Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}
