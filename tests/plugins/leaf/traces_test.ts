/**
 * Recordings of real cars, which are no part of the repository: where the folder is at hand,
 * OVMS_EDGE_TRACES names it. Each must give what was worked out from it independently.
 */
import assert from "node:assert/strict";
import { Pace } from "../../../app/recordings/pace.ts";
import { replay } from "../../../app/recordings/replay.ts";
import { Stopping } from "../../../app/stopping.ts";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import { nl } from "../../../plugins/leaf/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

/** What a recording must give; `sure` grades each value. */
interface Expected {
  readonly file: string;
  readonly config: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sure: Readonly<Record<string, string>>;
  readonly tolerance: Readonly<Record<string, number>>;
}

function tracesFolder(): string | undefined {
  const { state } = Deno.permissions.querySync({
    name: "env",
    variable: "OVMS_EDGE_TRACES",
  });
  return state === "granted" ? Deno.env.get("OVMS_EDGE_TRACES") : undefined;
}

function same(expected: unknown, actual: unknown, within: number): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && actual.length === expected.length &&
      expected.every((value, n) => same(value, actual[n], within));
  }
  return typeof expected === "number"
    ? typeof actual === "number" && Math.abs(actual - expected) <= within
    : actual === expected;
}

async function differences(folder: string, name: string): Promise<string[]> {
  const expected: Expected = JSON.parse(
    await Deno.readTextFile(`${folder}/leaf/${name}`),
  );
  const clock = new SimClock(0, false), hal = simHal(clock);
  hal.store.put("params", { 14: "NL" });
  const runtime = new Runtime({
    hal,
    common: [framework],
    vehicles: [nl],
    log: () => {},
    fresh: false,
  });
  for (const [key, value] of Object.entries(expected.config)) {
    runtime.settings.set(`nl.${key}`, String(value), "test");
  }
  runtime.start();
  const file = await Deno.open(`${folder}/leaf/${expected.file}`);
  await replay(file.readable, {
    bus: hal.bus,
    clock,
    pace: new Pace("max", clock),
    stopping: new Stopping(),
  }, { vehicle: [1, 2] });
  const { values, sure, tolerance } = expected;
  const wrong = Object.entries(values).flatMap(([metric, value]) => {
    const actual = runtime.host.metrics.look(metric).value;
    const within = tolerance[metric] ?? tolerance.default_abs ?? 0;
    return sure[metric] === "C" || same(value, actual, within)
      ? []
      : [`${metric}: ${JSON.stringify(value)}, not ${JSON.stringify(actual)}`];
  });
  runtime.stop();
  hal.store.close();
  return wrong;
}

const folder = tracesFolder();
const names = folder === undefined
  ? []
  : [...Deno.readDirSync(`${folder}/leaf`)]
    .map(({ name }) => name).filter((name) => name.endsWith(".expected.json"));

Deno.test({
  name: "recordings of Leafs give what they must" +
    (folder === undefined ? " (skipped: OVMS_EDGE_TRACES is not set)" : ""),
  ignore: folder === undefined,
  async fn(t) {
    for (const name of names) {
      await t.step(name, async () => {
        assert.deepEqual(await differences(folder ?? "", name), []);
      });
    }
  },
});
