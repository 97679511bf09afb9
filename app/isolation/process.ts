/** A process that runs plugins from outside: started with hardly any right, watched, and ended. */
import { fileURLToPath } from "node:url";
import { denoToStart } from "../deno.ts";
import {
  isConfinable,
  lease,
  limitMemory,
  makeNice,
  usageOf,
} from "../../hal/linux/mod.ts";
import {
  BadLine,
  type FromGuest,
  isKept,
  Lines,
  LONGEST_LINE,
  messageFrom,
  parseLine,
  type ToGuest,
} from "../../runtime/isolation/mod.ts";
import type { Hello } from "./hello.ts";
import { Intake } from "./intake.ts";

/** Hosts that a plugin may connect to, and files that it may read, as Deno's permissions name them. */
export interface Permissions {
  readonly net: readonly string[];
  readonly read: readonly string[];
}

/** What a process may do, and for how long it may be silent. */
export interface ProcessOptions {
  /** Modules to load, as specifiers. */
  readonly modules: readonly string[];
  readonly permissions: Permissions;
  /** File with the digests that packages have to have. */
  readonly lock?: string | undefined;
  /** Whether they import `ovms-edge/car`. */
  readonly withCars?: boolean;
  readonly limits?: Partial<Limits>;
}

/** Bounds of one process. */
export interface Limits {
  /** Time in which it has to have loaded its modules, ms. */
  readonly start: number;
  /** Time in which it has to take in what it is told, ms. */
  readonly silence: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Share of one processor over `CPU_SPAN`. */
  readonly cpu: number;
}

/** What a plugin gets on by; several times what a busy one needs. */
export const LIMITS: Limits = {
  start: 20_000,
  silence: 5_000,
  memory: 128 * 1024 * 1024,
  cpu: 0.6,
};

/** Megabytes of objects; what else a process needs is some 50. */
const HEAP = 64;
/**
 * One thread, small spaces and functions compiled when they are called: half the memory, and never more
 * than one processor.
 */
const V8_FLAGS =
  `--max-old-space-size=${HEAP},--max-semi-space-size=1,--single-threaded,--max-lazy`;
/** Bytes that may wait to be taken in by the process. */
const LONGEST_QUEUE = 256 * 1024;
const WATCH = 1000;
/**
 * One that is silent is ended when it had the processor for this part of the time in which it has to
 * answer; one that waits for something, after so many times that time.
 */
const TURNS = 0.2, WAITS = 6;
/** The same for one that does not get done with loading: the start of the program waits for it. */
const LOADS = 2;
/** Lines after which everything else has its turn. */
const TURN = 50;
/** Looks over which the use of the processor is averaged, and seconds of it beyond the use so far. */
const CPU_SPAN = 20, LEASE = 60;

/** What runs plugins. */
export interface ChildProgram {
  /** Its module. */
  readonly child: string;
  /** The same for modules that make plugins of the program's own. */
  readonly withCars: string;
  /** The file with which Deno finds what plugins import. */
  readonly config: string;
}

let program: ChildProgram = {
  // By the import map: they have other names where the program is built.
  child: import.meta.resolve("#child"),
  withCars: import.meta.resolve("#child-with-cars"),
  config: fileURLToPath(new URL("../../deno.json", import.meta.url)),
};

/** Has processes that start from now on run another program: that of a build takes two thirds of the work. */
export function runPluginsBy(other: ChildProgram): void {
  program = other;
}

/** Where messages of one guest go. */
export type Receive = (guest: number, message: FromGuest) => void;

/** One process. It is there from the start until `ended` resolves. */
export class PluginProcess {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #encoder = new TextEncoder();
  readonly #hello = Promise.withResolvers<Hello>();
  readonly #limits: Limits;
  readonly #confined = isConfinable();
  readonly #watch: ReturnType<typeof setInterval>;
  readonly #cpu: number[] = [];
  #queued = 0;
  #why: string | undefined;
  #age = 0;
  #greeted = false;
  #lag: () => number = () => 0;
  /** Since when it has something to take in, ms, and the processor time that it had used then, s. */
  #behind: { readonly since: number; readonly cpu: number } | undefined;
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>;

  /** @throws Error when it may not be started */
  constructor(
    { modules, permissions, lock, withCars = false, limits = {} }:
      ProcessOptions,
    readonly receive: Receive,
  ) {
    this.#limits = { ...LIMITS, ...limits };
    this.#child = new Deno.Command(denoToStart(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--no-remote",
        "--config",
        program.config,
        `--v8-flags=${V8_FLAGS}`,
        ...lock === undefined ? ["--no-lock"] : [`--lock=${lock}`],
        ...flagsOf(permissions),
        withCars ? program.withCars : program.child,
        ...modules,
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      // It could not read them; nothing of value is where nobody looks.
      env: { NO_COLOR: "1", OVMS_EDGE_HTTP_TOKEN: "" },
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#writer.closed.catch(() => {});
    this.#hello.promise.catch(() => {});
    this.#confine(() => {
      makeNice(this.#child.pid);
      lease(this.#child.pid, LEASE);
    });
    this.#watch = setInterval(() => this.#look(), WATCH);
    this.ended = this.#live();
  }

  /** What its modules bring. @throws Error with the reason when it ended before */
  get hello(): Promise<Hello> {
    return this.#hello.promise;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Bytes of memory that it uses; undefined where that cannot be told. */
  get memory(): number | undefined {
    try {
      return usageOf(this.pid).memory;
    } catch {
      return undefined;
    }
  }

  /** Tells how many messages its guests have not taken in. */
  watch(lag: () => number): void {
    this.#lag = lag;
  }

  /** Tells a guest something; false when there is no room for that now. */
  send(guest: number, message: ToGuest): boolean {
    if (this.#why !== undefined || this.#queued > LONGEST_QUEUE) return false;
    const text = `${JSON.stringify([guest, message])}\n`;
    this.#queued += text.length;
    this.#writer.write(this.#encoder.encode(text)).then(
      () => this.#queued -= text.length,
      () => this.end("it does not listen any more"),
    );
    return true;
  }

  /** Ends it at once. */
  end(why: string): void {
    this.#why ??= why;
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  async #live(): Promise<string> {
    await this.#read().catch((error) => {
      this.end(
        error instanceof BadLine ? `it sent ${error.message}` : String(error),
      );
    });
    const { code, signal } = await this.#child.status;
    clearInterval(this.#watch);
    await this.#writer.abort().catch(() => {});
    const why = this.#why ?? ending(code, signal);
    this.#why = why;
    this.#hello.reject(new Error(why));
    return why;
  }

  async #read(): Promise<void> {
    const lines = new Lines(LONGEST_LINE), intake = new Intake();
    let turn = 0;
    for await (const piece of this.#child.stdout) {
      for (const line of lines.take(piece)) {
        if (this.#why !== undefined) return;
        const take = () => this.#take(parseLine(line));
        // What floods waits in its own pipe, where it holds nobody up but itself.
        if (await intake.take(line.length, take) === "flood") {
          return this.end("it sends more than can be taken in");
        }
        if (++turn % TURN === 0) await othersFirst();
      }
    }
  }

  /** @returns whether it was something that is written to the disk */
  #take(value: unknown): boolean {
    if (!this.#greeted) {
      this.#greeted = true;
      this.#confine(() => limitMemory(this.pid, this.#limits.memory));
      // Its parts are checked by whoever makes plugins of them.
      this.#hello.resolve(value as Hello);
      return false;
    }
    if (!Array.isArray(value)) throw new BadLine("a message of no known form");
    const [guest, unchecked] = value, message = messageFrom(unchecked);
    this.receive(Number(guest), message);
    return isKept(message);
  }

  /** What the C library is needed for is left out where it may not be used. */
  #confine(work: () => void): void {
    if (!this.#confined) return;
    try {
      work();
    } catch {
      // It has just ended.
    }
  }

  #look(): void {
    this.#age += WATCH;
    const { start } = this.#limits;
    if (
      !this.#greeted && this.#hadTime(start, this.#age, this.#cpuSoFar, LOADS)
    ) {
      return this.end("it did not load in time");
    }
    const silent = this.#silence();
    if (silent >= this.#limits.silence) {
      return this.end(`it did not answer for ${silent / 1000} s`);
    }
    this.#confine(() => this.#lookAtUse());
  }

  /** For how long it did not answer, ms; not counted as long as it had no turn on a busy machine. */
  #silence(): number {
    if (this.#lag() === 0) {
      this.#behind = undefined;
      return 0;
    }
    const cpu = this.#cpuSoFar;
    this.#behind ??= { since: this.#age, cpu };
    const silent = this.#age - this.#behind.since;
    const { silence } = this.#limits;
    return this.#hadTime(silence, silent, cpu - this.#behind.cpu) ? silent : 0;
  }

  /**
   * Whether it had the time that it gets, ms; a busy machine may have given it no turns in `passed` ms.
   * @param cpu processor time that it used meanwhile, s
   */
  #hadTime(
    limit: number,
    passed: number,
    cpu: number,
    waits = WAITS,
  ): boolean {
    if (passed < limit) return false;
    const worked = cpu >= TURNS * limit / 1000;
    return worked || !this.#confined || passed >= waits * limit;
  }

  /** Processor time that it used, s; 0 where that cannot be told. */
  get #cpuSoFar(): number {
    try {
      return usageOf(this.pid).cpu;
    } catch {
      return 0;
    }
  }

  #lookAtUse(): void {
    const { memory, cpu } = usageOf(this.pid);
    lease(this.pid, cpu + LEASE);
    const most = this.#limits.memory;
    if (memory > most) {
      return this.end(
        `it used more than ${Math.round(most / 1024 / 1024)} MB of memory`,
      );
    }
    this.#cpu.push(cpu);
    if (this.#cpu.length <= CPU_SPAN) return;
    const used = cpu - (this.#cpu.shift() ?? 0);
    if (used > CPU_SPAN * WATCH / 1000 * this.#limits.cpu) {
      this.end(
        `it used the processor for ${Math.round(used)} of ${CPU_SPAN} s`,
      );
    }
  }
}

function othersFirst(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function flagsOf({ net, read }: Permissions): string[] {
  return [
    ...net.includes("*")
      ? ["--allow-net"]
      : net.length > 0
      ? [`--allow-net=${net.join(",")}`]
      : [],
    ...read.length > 0 ? [`--allow-read=${read.join(",")}`] : [],
  ];
}

function ending(code: number, signal: Deno.Signal | null): string {
  if (signal === "SIGTRAP" || signal === "SIGABRT") {
    return `it used more than ${HEAP} MB of memory for its objects`;
  }
  if (signal === "SIGXCPU") return "it used too much of the processor";
  return signal === null
    ? `it ended itself with code ${code}`
    : `it was ended by ${signal}`;
}
