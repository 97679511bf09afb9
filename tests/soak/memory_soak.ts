/**
 * What the program takes of memory as its tasks run it: a gateway without devices, and what `deno task
 * start` starts, after its first answer and after days in which the simulated car drives twice, charges
 * and stands. The clock of those days does not wait, so that V8 and the store get no pause in which they
 * would tidy up: a car that takes a month for its month needs less.
 *
 *     deno task soak memory days=30
 *
 * Prints what is resident (RSS), the most that ever was, and how much of it is Deno's own file. Ends with 1
 * when the program did not live through it all.
 * @module
 */
import { readSystemFile } from "../../hal/linux/mod.ts";
import { built, inFolder, ROOT } from "../app/program.ts";
import { argument } from "./arguments.ts";

/** One day, as lines for `--exec`; its last one is answered, and so tells that the day is over. */
const DAY = [
  ":wait 7h",
  ...drive("city"),
  ":wait 9h",
  ...drive("highway"),
  ":plug",
  ":wait 4h",
  ":unplug",
  ":wait 3h",
  "STAT?",
];
/** A line of each answer. */
const ANSWER = /ODO/;
/** Days after which is told how things are, beside the last one. */
const TOLD = [0, 1, 2, 7, 14, 21];
/** Real time until a gateway is looked at, ms. */
const SETTLED = 20_000;

function drive(profile: string): readonly string[] {
  return [
    ...[":key on", ":go", `:drive ${profile}`],
    ...[":wait 30m", ":drive off", ":key off"],
  ];
}

/** A task of `deno.json`: its flags for V8, and what it sets for the C library. */
function settingsOf(task: string) {
  const { tasks }: {
    readonly tasks: Readonly<Record<string, { readonly command: string }>>;
  } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  const command = tasks[task]?.command ?? "";
  const env = [...command.matchAll(/(MALLOC_\w+)=(\d+)/g)];
  return {
    flags: [...command.matchAll(/--(?:v8-flags=\S+|no-code-cache)/g)]
      .map(([flag]) => flag),
    env: Object.fromEntries(
      env.map(([, name = "", value = ""]) => [name, value] as const),
    ),
  };
}

/** Starts the program with what a task sets. */
function start(
  task: string,
  args: readonly string[],
  folder: string,
): Deno.ChildProcess {
  const { flags, env } = settingsOf(task);
  const libc =
    "/lib/x86_64-linux-gnu/libc.so.6,/lib/aarch64-linux-gnu/libc.so.6";
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write"],
      ...["--allow-net", "--allow-env", "--allow-sys=hostname"],
      ...[`--allow-ffi=${libc}`, "--allow-run=deno", ...flags, built()],
      ...args,
    ],
    cwd: folder,
    env: { ...env, HOME: folder },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** What is resident of a process now, in words. */
function memoryOf(pid: number): string {
  const status = readSystemFile(`/proc/${pid}/status`);
  const mb = (name: string) =>
    (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
      .toFixed(1);
  return `RSS ${mb("VmRSS")} MB, at most ${
    mb("VmHWM")
  } MB; of it mapped from files ${mb("RssFile")} MB`;
}

/** Lives through days; false when not all of them came to their end. */
async function live(days: number, folder: string): Promise<boolean> {
  const all = Array.from({ length: days }, () => DAY).flat();
  // It goes on after the last answer, as it is looked at then.
  const lines = ["STAT?", ...all, ":wait 12h"];
  const args = lines.flatMap((line) => ["--exec", line]);
  const child = start("start", ["--store", `${folder}/a.db`, ...args], folder);
  let day = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (!ANSWER.test(text)) continue;
    if (TOLD.includes(day) || day === days) {
      console.log(
        `${day === 0 ? "first answer" : `day ${day}`}: ${memoryOf(child.pid)}`,
      );
    }
    day++;
  }
  const { code } = await child.status;
  return code === 0 && day === days + 1;
}

/** A gateway without devices, some seconds after its start. */
async function gateway(folder: string): Promise<boolean> {
  const args = [
    "--gateway",
    "--store",
    `${folder}/g.db`,
    "--log-level",
    "error",
  ];
  const child = start("start:gateway", args, folder);
  const output = child.stdout.cancel();
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  console.log(
    `gateway, ${SETTLED / 1000} s after its start: ${memoryOf(child.pid)}`,
  );
  child.kill("SIGTERM");
  await output;
  return (await child.status).code === 0;
}

const days = argument("days", 30);
await inFolder(async (folder) => {
  // V8's cache of code is made by a first run, which takes more.
  const first = start("start", ["--exec", "STAT?"], folder);
  await first.output();
  const good = await live(days, folder) && await gateway(folder);
  if (!good) console.log("WRONG: the program did not live through it");
  Deno.exitCode = good ? 0 : 1;
});
