/** `--convert IN OUT`: a recording in another format. */
import {
  ENDINGS,
  formatAsked,
  LogReport,
  readLogPieces,
  writtenAs,
} from "../../hal/replay/mod.ts";
import { openRecording } from "../assembly.ts";
import { counts, leftOut, nothingRead, readingLines } from "./replay_texts.ts";
import type { Action } from "../action.ts";
import { notWritten, UsageError } from "../usage_error.ts";

type Conversion = Extract<Action, { readonly do: "convert" }>;

/**
 * Writes all frames of a recording, or those of the chosen buses, into a new file.
 * @returns sentences about what was read and written
 * @throws UsageError with one sentence when it cannot be read or written
 */
export async function convert(conversion: Conversion): Promise<string[]> {
  const { from, to, reading: { buses } } = conversion, format = formatAsked(to);
  if (format === undefined) {
    throw new UsageError(
      `${to} says no format: expected a name that ends in ${
        ENDINGS.join(", ")
      }, with .gz behind it to be packed`,
    );
  }
  const recording = await openRecording(from), report = new LogReport();
  const file = await newFile(to).catch(async (error: unknown) => {
    await recording.cancel();
    throw error;
  });
  const text = ReadableStream.from(
    textOf(recording, report, conversion, writtenAs(format)),
  );
  const bytes = to.toLowerCase().endsWith(".gz")
    ? text.pipeThrough(new CompressionStream("gzip"))
    : text;
  try {
    await bytes.pipeTo(file.writable);
  } catch (error) {
    // The half of it would pass for the whole, and keep the next attempt from its name
    await Deno.remove(to);
    throw notWritten(to, error);
  }
  const taken = buses ? buses.numbers : report.buses;
  if (![...report.buses.keys()].some((bus) => taken.has(bus))) {
    await Deno.remove(to);
    throw new UsageError(
      report.frames === 0
        ? nothingRead(report, from)
        : `${from} has no frames of the bus that --bus chooses: it has ${
          counts(report)
        }`,
    );
  }
  return [
    ...readingLines(report, from),
    ...(buses ? leftOut(report, buses.numbers) : []),
    `${to}: written as ${format}`,
  ];
}

/** The lines of the new file, a piece at a time. */
async function* textOf(
  recording: ReadableStream<Uint8Array>,
  report: LogReport,
  { reading: { format, buses } }: Conversion,
  { heading, line }: ReturnType<typeof writtenAs>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const encoder = new TextEncoder();
  if (heading !== undefined) yield encoder.encode(`${heading}\n`);
  const pieces = readLogPieces(recording, report, {
    ...(format ? { format } : {}),
    ...(buses ? { interfaces: buses.interfaces } : {}),
  });
  for await (const frames of pieces) {
    const lines: string[] = [];
    for (const { frame, timeMs, sent } of frames) {
      const bus = buses ? buses.numbers.get(frame.bus) : frame.bus;
      if (bus === undefined) continue;
      frame.bus = bus;
      lines.push(`${line(timeMs, frame, sent)}\n`);
    }
    yield encoder.encode(lines.join(""));
  }
}

/** A file of that name is never replaced. */
async function newFile(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true });
  } catch (error) {
    throw error instanceof Deno.errors.AlreadyExists
      ? new UsageError(
        `${path} is there already: give another name, or remove it`,
      )
      : notWritten(path, error);
  }
}
