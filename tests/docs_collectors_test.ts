/** The collectors of the page about fleets: a real Prometheus reads a car, and what Telegraf is told to read is there. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { SystemClock } from "../hal/clock.ts";
import { pause } from "../hal/pause.ts";
import { simHal } from "../hal/sim/mod.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { httpLink } from "../runtime/links/http/mod.ts";
import { carFacts } from "../runtime/links/mqtt/home/car_facts.ts";
import { Runtime } from "../runtime/runtime.ts";
import { inFolder } from "./app/program.ts";
import { demoCar } from "./runtime/links/http/demo_car.ts";
import { freePort } from "./ports.ts";

const docs = (name: string) =>
  Deno.readTextFileSync(new URL(`../docs/${name}`, import.meta.url));
/** A block of the page, by its language. */
const block = (language: string): string =>
  docs("fleet.md").split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
const TOKEN = "long-token-of-the-owner";

async function hasPrometheus(): Promise<boolean> {
  try {
    await new Deno.Command("prometheus", { args: ["--version"] }).output();
    return true;
  } catch {
    console.log("skipped: prometheus is not installed");
    return false;
  }
}

/** A Prometheus of its own, on a port that was free when it was looked for. */
function startPrometheus(folder: string, config: string) {
  const port = freePort();
  const child = new Deno.Command("prometheus", {
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  let ended = false;
  const ending = child.status.then(() => ended = true);
  return {
    port,
    get ended() {
      return ended;
    },
    async stop() {
      if (!ended) child.kill("SIGKILL");
      await ending;
    },
  };
}

/** What the dashboard asks for. */
function expressions(): readonly string[] {
  const { panels } = JSON.parse(docs("grafana.json"));
  return panels.flatMap((
    { targets = [] }: { readonly targets?: readonly { expr: string }[] },
  ) => targets.map(({ expr }) => expr.replaceAll("$car", "car-17")));
}

Deno.test({
  name:
    "a real Prometheus with the page's configuration has what the dashboard asks for",
  ignore: !await hasPrometheus(),
}, () =>
  inFolder(async (folder) => {
    const clock = new SystemClock();
    using car = demoCar();
    car.car.key(true);
    car.car.drive("city");
    await car.clock.run(30_000);
    const link = httpLink({ hostname: "127.0.0.1", token: TOKEN })
      .start(car.runtime);
    const console = await link.listen(0);
    const file = `${folder}/prometheus.yml`, token = `${folder}/token`;
    Deno.writeTextFileSync(token, TOKEN);
    const config = block("yaml").replace(
      "car-17.example:8080",
      `127.0.0.1:${console.port}`,
    ).replace("/etc/prometheus/ovms-token", token);
    Deno.writeTextFileSync(file, `global: { scrape_interval: 2s }\n${config}`);
    let prometheus = startPrometheus(folder, file);
    /** Series that an expression gives; none while there is no answer, or only that it begins. */
    const ask = async (expr: string): Promise<readonly unknown[]> => {
      const at = `http://127.0.0.1:${prometheus.port}/api/v1/query?query=${
        encodeURIComponent(expr)
      }`;
      const answer = await fetch(at).then((it) => it.json()).catch(() => {});
      return answer?.status === "success" ? answer.data.result : [];
    };
    try {
      // Only that a car is below 20 % stays without an answer; how soon the others have one is Prometheus's affair.
      const missing = new Set(expressions());
      for (let round = 0; missing.size > 1 && round < 600; round++) {
        for (const expr of missing) {
          if ((await ask(expr)).length > 0) missing.delete(expr);
        }
        await pause(clock, 100);
        // Somebody else had its port before it did.
        if (prometheus.ended) prometheus = startPrometheus(folder, file);
      }
      deepEqual([...missing], ["count(ovms_v_b_soc_ratio < 0.2)"]);
      equal((await ask('ovms_v_b_soc_ratio{car="car-17"}')).length, 1);
    } finally {
      await prometheus.stop();
      link.close();
      await console.close();
    }
  }));

Deno.test("Telegraf reads numbers that there are, under a car's and a metric's name", () => {
  const hal = simHal();
  hal.store.put("params", { 14: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    fresh: false,
    log: () => {},
  });
  const { metrics } = carFacts(runtime, "");
  runtime.stop();
  hal.store.close();
  const config = block("toml");
  const topics = [...config.matchAll(/"ovms\/\+\/\+\/metric\/([^"]+)"/g)]
    .map(([, name = ""]) => name.replaceAll("/", "."));
  ok(topics.length > 10);
  for (const name of topics) {
    const spec = metrics.find((one) => one.name === name);
    ok(spec && spec.is === undefined, `${name} is no number`);
  }
  const tags = [...config.matchAll(
    /pattern = "([^"]+)"\n\s+replacement = "\$\{1\}"\n\s+result_key = "(\w+)"/g,
  )].map(([, pattern = "", tag]) => [
    tag,
    "ovms/fleet/CAR17/metric/v/b/range/est".replace(new RegExp(pattern), "$1"),
  ]);
  deepEqual(tags, [["car", "CAR17"], ["metric", "v/b/range/est"]]);
});
