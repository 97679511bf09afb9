import type { Clock, SendFailure } from "../mod.ts";
import { messageOf } from "../supervisor.ts";

/** Runs `mmcli` with arguments; resolves with what it prints, rejects with what it complains of. */
export type RunMmcli = (
  args: readonly string[],
  signal: AbortSignal,
) => Promise<string>;

/** How long ModemManager may take, ms: the network answers a message within a minute. */
const LONGEST_MS = 90_000;
/** By itself `mmcli` gives up after 30 s, while ModemManager goes on. */
const PATIENCE = `--timeout=${LONGEST_MS / 1000 - 5}`;
/** It gave up all the same, or the bus did for it. */
const GIVEN_UP = /Timeout was reached|DBus\.Error\.(NoReply|Timeout)/;
/** Refusals that another try does not change. */
const FINAL =
  /InvalidPduParameter|InvalidTextParameter|Message\.Not(Allowed|Supported)|InvalidArgs|Unauthorized/;
/** How `mmcli` writes what is not there. */
const NOTHING = "--";

/** ModemManager did not do what it was asked. */
export class MmcliError extends Error implements SendFailure {
  override readonly name = "MmcliError";

  constructor(
    message: string,
    readonly temporary: boolean,
    readonly perhapsSent: boolean,
  ) {
    super(message);
  }
}

/** The program of that name on the path. */
export const systemMmcli: RunMmcli = async (args, signal) => {
  const { success, stdout, stderr } = await start(args, signal);
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(decoder.decode(stderr).trim() || "mmcli failed");
};

async function start(
  args: readonly string[],
  signal: AbortSignal,
): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command("mmcli", {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal,
    }).output();
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound
      ? "it is not installed; on Debian: apt install modemmanager"
      : cause instanceof Deno.errors.NotCapable
      ? "run with --allow-run=mmcli"
      : messageOf(cause);
    throw new Error(`cannot run mmcli: ${why}`, { cause });
  }
}

/** ModemManager as its command line shows it. */
export class Mmcli {
  readonly #run: RunMmcli;
  readonly #clock: Clock;

  constructor(run: RunMmcli, clock: Clock) {
    this.#run = run;
    this.#clock = clock;
  }

  /** Runs it; rejects with an MmcliError, whose message does not repeat the arguments. */
  async text(...args: readonly string[]): Promise<string> {
    const controller = new AbortController();
    const stop = this.#clock.after(LONGEST_MS, () => controller.abort());
    try {
      return await this.#run([...args, PATIENCE], controller.signal);
    } catch (error) {
      const why = messageOf(error).replace(/^error: /, "");
      const late = controller.signal.aborted || GIVEN_UP.test(why);
      throw new MmcliError(
        late ? "ModemManager did not answer in time" : why,
        late || !FINAL.test(why),
        late,
      );
    } finally {
      stop();
    }
  }

  /** The same with an answer as JSON. */
  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.text(...args, "-J"));
  }
}

/** What stands in a JSON answer below these names; undefined for what is not there. */
export function below(
  value: unknown,
  ...names: readonly string[]
): unknown {
  let at = value;
  for (const name of names) {
    if (typeof at !== "object" || at === null) return undefined;
    at = new Map<string, unknown>(Object.entries(at)).get(name);
  }
  return at;
}

/** The text there; empty for what is not there. */
export function textBelow(
  value: unknown,
  ...names: readonly string[]
): string {
  const found = below(value, ...names);
  return typeof found === "string" && found !== NOTHING ? found : "";
}
