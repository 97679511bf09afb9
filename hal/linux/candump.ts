import { fromHex, toHex } from "../can_frame.ts";
import { LogEntry } from "../replay/log_entry.ts";
import { CandumpReader } from "../replay/formats/candump.ts";
import { errorsOf, tellErrors } from "./can_errors.ts";
import {
  type CanOptions,
  type CanRequest,
  type CanSession,
  LinuxCan,
} from "./linux_can.ts";
import { pause } from "../pause.ts";
import { messageOf } from "../supervisor.ts";

/** How the programs of can-utils are run. */
export interface CandumpOptions extends CanOptions {
  /** Program and first arguments that print frames; `candump` if left out. */
  readonly candump?: readonly [string, ...string[]];
  /** Program and first arguments that send a frame; `cansend` if left out. */
  readonly cansend?: readonly [string, ...string[]];
}

/** A program that cannot open its interface ends within this time; one that can does not. */
const START_MS = 200;
const COALESCE_MS = 5;
const LF = 0x0a;
const MAX_LINE = 128, MAX_COMPLAINT = 200;
/** The program line takes no more arguments than this can be sure to fit. */
const MAX_FILTERS = 512;

/**
 * CAN by the programs `candump` and `cansend` of can-utils, for where FFI is not wanted.
 * Needs `--allow-run=candump,cansend` and nothing else.
 */
export class CandumpDriver extends LinuxCan {
  /** @param network name of the interface, such as `can0` */
  constructor(network: string, options: CandumpOptions) {
    super(
      `candump:${network}`,
      (request) => CandumpSession.open(network, options, request),
      options,
    );
  }
}

/** A running `candump`. */
class CandumpSession implements CanSession {
  readonly ended: Promise<string>;
  readonly #child: Deno.ChildProcess;
  readonly #lines: CandumpLines;
  readonly #closing = new AbortController();

  private constructor(
    private readonly network: string,
    private readonly options: CandumpOptions,
    request: CanRequest,
  ) {
    const [program, ...first] = options.candump ?? ["candump"];
    this.#lines = new CandumpLines(request, network);
    this.#child = started(program, [
      ...first,
      "-L",
      network + candumpFilters(request.ids),
    ]);
    this.ended = this.#run(program);
  }

  static async open(
    network: string,
    options: CandumpOptions,
    request: CanRequest,
  ): Promise<CandumpSession> {
    const session = new CandumpSession(network, options, request);
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    request.signal.addEventListener("abort", stop);
    const early = await Promise.race([
      session.ended,
      pause(options.clock, START_MS, waiting.signal),
    ]);
    request.signal.removeEventListener("abort", stop);
    waiting.abort();
    if (early !== undefined) throw new Error(early);
    return session;
  }

  async send(
    id: number,
    data: Uint8Array,
    allowed: () => void,
  ): Promise<void> {
    const [program, ...first] = this.options.cansend ?? ["cansend"];
    allowed();
    const child = started(program, [
      ...first,
      this.network,
      cansendFrame(id, data),
    ]);
    const [complaint, status] = await Promise.all([
      lastComplaint(child.stderr),
      child.status,
      child.stdout.cancel(),
    ]);
    if (!status.success) throw new Error(endOf(program, status, complaint));
  }

  /** `candump` never sends. */
  listenOnly(): void {}

  async close(): Promise<void> {
    this.#closing.abort();
    try {
      this.#child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    await this.ended;
  }

  async #run(program: string): Promise<string> {
    try {
      const [complaint, status] = await Promise.all([
        lastComplaint(this.#child.stderr),
        this.#child.status,
        this.#pump(),
      ]);
      return this.#closing.signal.aborted
        ? "closed"
        : endOf(program, status, complaint);
    } catch (error) {
      return messageOf(error);
    }
  }

  async #pump(): Promise<void> {
    const { clock, coalesceMs = COALESCE_MS } = this.options;
    for await (const bytes of this.#child.stdout) {
      this.#lines.push(bytes);
      // candump hands over each line by itself: let some gather in the pipe.
      await pause(clock, coalesceMs, this.#closing.signal);
    }
  }
}

/** Cuts what `candump -L` prints into lines and hands the frames over. */
export class CandumpLines {
  readonly #line = new Uint8Array(MAX_LINE);
  #length = 0;
  #skipping = false;
  readonly #entry = new LogEntry();
  readonly #reader = new CandumpReader();

  /** @param network name of the interface, such as `can0` */
  constructor(
    private readonly request: Pick<CanRequest, "sink">,
    private readonly network: string,
  ) {}

  /** Takes what arrived, in pieces of any size. */
  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === LF) this.#end();
      else if (this.#length < MAX_LINE) this.#line[this.#length++] = byte;
      else this.#skipping = true;
    }
  }

  #end(): void {
    const length = this.#length, skipping = this.#skipping;
    this.#length = 0;
    this.#skipping = false;
    const kind = skipping
      ? "bad"
      : this.#reader.line(this.#line, 0, length, this.#entry);
    const { sink } = this.request;
    if (kind === "frame") sink.frame(this.#entry.frame);
    // What the parser skips in a live line is an error frame.
    else if (kind === "skipped") this.#takeErrors(length);
    else if (kind !== "ignored") sink.error();
  }

  #takeErrors(length: number): void {
    const text = String.fromCharCode(...this.#line.subarray(0, length));
    const [, id = "0", data = ""] = ERROR_FRAME.exec(text) ?? [];
    const errors = errorsOf(parseInt(id, 16), fromHex(data));
    tellErrors(this.request.sink, errors, this.network);
  }
}

const ERROR_FRAME = / ([2-3][\dA-F]{7})#((?:[\dA-F]{2})*)/i;

/** Filters behind the interface's name: data frames of these identifiers, and all error frames. */
export function candumpFilters(ids: readonly number[]): string {
  const filters = ids.length > MAX_FILTERS
    ? []
    : ids.map((id) =>
      id > 0x7ff ? `,${hex(id, 8)}:DFFFFFFF` : `,${hex(id, 3)}:C00007FF`
    );
  return `${filters.join("")},#1FFFFFFF`;
}

/** A frame as `cansend` takes it. */
export function cansendFrame(id: number, data: Uint8Array): string {
  return `${hex(id, id > 0x7ff ? 8 : 3)}#${toHex(data)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

function started(program: string, args: string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw new Error(`cannot run ${program}: ${whyNot(program, cause)}`, {
      cause,
    });
  }
}

function whyNot(program: string, cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) {
    return "it is not installed; on Debian: apt install can-utils";
  }
  return cause instanceof Deno.errors.NotCapable
    ? `run with --allow-run=${program}`
    : messageOf(cause);
}

function endOf(
  program: string,
  status: Deno.CommandStatus,
  complaint: string,
): string {
  const how = status.signal ?? `code ${status.code}`;
  return `${program} ended (${how})${complaint && `: ${complaint}`}`;
}

/** The last line that a program wrote to its error output, shortened. */
async function lastComplaint(
  stream: ReadableStream<Uint8Array>,
): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    text = (text + decoder.decode(bytes, { stream: true })).slice(
      -2 * MAX_COMPLAINT,
    );
  }
  return text.trim().split("\n").at(-1)?.slice(0, MAX_COMPLAINT) ?? "";
}
