/**
 * `deno task soak`: runs the long campaigns one after the other, each in a process of its own.
 *
 * Ends with 1 when one of them found something that must not be, with 2 when it was not understood.
 */
import { SystemClock } from "../../hal/clock.ts";
import { type Campaign, campaigns, plan, type Run, USAGE } from "./plan.ts";

/** What campaigns may: files, loopback, the C library for ports and sockets, and Deno itself. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-net=127.0.0.1,localhost",
  "--allow-ffi=/lib/x86_64-linux-gnu/libc.so.6,/lib/aarch64-linux-gnu/libc.so.6",
];
const root = new URL("../../", import.meta.url);
const clock = new SystemClock();

/** How the program's own task sets V8. */
function programFlags(): readonly string[] {
  const config = Deno.readTextFileSync(new URL("deno.json", root));
  return /--v8-flags=(\S+)/.exec(config)?.[1]?.split(",") ?? [];
}

/** Runs a campaign; its output goes where this program's goes. */
async function run(
  { file, collects, asProgram, inMemory, runs = [] }: Campaign,
  args: readonly string[],
) {
  const v8 = [
    ...collects ? ["--expose-gc"] : [],
    ...asProgram ? programFlags() : [],
  ];
  const rights = inMemory ? ["--allow-all"] : [
    ...PERMISSIONS,
    `--allow-run=${[Deno.execPath(), ...runs].join(",")}`,
  ];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...rights,
      ...v8.length > 0 ? [`--v8-flags=${v8.join(",")}`] : [],
      `tests/soak/${file}`,
      ...args,
    ],
    cwd: root,
  }).spawn().output();
  return success;
}

async function runAll(runs: readonly Run[]): Promise<boolean> {
  const failed: string[] = [], begin = clock.monotonic();
  for (const { campaign, args } of runs) {
    const start = clock.monotonic();
    console.log(`== ${campaign.name} ${args.join(" ")}: ${campaign.what}`);
    const success = await run(campaign, args);
    if (!success) failed.push(campaign.name);
    console.log(
      `== ${campaign.name}: ${success ? "ok" : "FAILED"} after ${
        seconds(start)
      }\n`,
    );
  }
  console.log(
    `${runs.length} campaigns in ${seconds(begin)}: ${
      failed.length === 0 ? "all ok" : `FAILED: ${failed.join(", ")}`
    }`,
  );
  return failed.length === 0;
}

function seconds(start: number): string {
  return `${((clock.monotonic() - start) / 1000).toFixed(1)} s`;
}

const runs = plan(Deno.args);
if (typeof runs === "string") {
  console.error(`${runs}\n\n${USAGE}`);
  for (const { name, what, args, short } of campaigns) {
    console.error(
      `  ${name.padEnd(8)} ${what}; ${args.join(" ")} (short: ${
        short.join(" ")
      })`,
    );
  }
  Deno.exit(2);
}
if (!await runAll(runs)) Deno.exit(1);
