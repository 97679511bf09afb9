import type { CanFrame } from "../../hal/mod.ts";
import type { AnyFrame, Guard, Signal } from "../contract/frames.ts";
import type { Target } from "../metrics/metrics.ts";

/** A field's bytes and bits. */
interface Place {
  readonly first: number;
  readonly last: number;
  readonly shift: number;
  readonly mask: number;
}

/**
 * Reads the notation of a field.
 * @throws SyntaxError when it names no field of a frame
 */
export function place(at: string): Place {
  const parts = /^B([0-7])(?:\.([0-7])|(l?):B([0-7])(h?))?$/.exec(at);
  const fail = () =>
    new SyntaxError(
      `"${at}" is no field of a frame: expected a form like B5, B1.4, B4:B5 or B1l:B2`,
    );
  if (!parts) throw fail();
  const [, from, bit, low, to, high] = parts, first = Number(from);
  if (bit !== undefined) {
    return { first, last: first, shift: Number(bit), mask: 1 };
  }
  if (to === undefined) return { first, last: first, shift: 0, mask: 0xff };
  const last = Number(to), shift = high ? 4 : 0;
  const bits = (last - first + 1) * 8 - shift - (low ? 4 : 0);
  if (last <= first || bits > 32) throw fail();
  return { first, last, shift, mask: bits === 32 ? -1 : 2 ** bits - 1 };
}

type Raw = (data: Uint8Array) => number;

function reader({ first, last, shift, mask }: Place): Raw {
  if (last === first) return (data) => (data[first] as number) >> shift & mask;
  if (last === first + 1) {
    return (data) =>
      ((data[first] as number) << 8 | data[last] as number) >> shift & mask;
  }
  return (data) => {
    let raw = 0;
    for (let i = first; i <= last; i++) raw = raw << 8 | data[i] as number;
    return (raw >>> shift & mask) >>> 0;
  };
}

type Part = (data: Uint8Array) => void;

/** One signal as one closure; numbers that nobody watches are stored without a further call. */
function compileSignal(signal: Signal<unknown>, target: Target): Part {
  const read = reader(place(signal.at)),
    [low, high] = signal.valid ?? [0, 0xffffffff];
  const { as } = signal, { set, values, seen, first, index } = target;
  if (as) {
    return (data) => {
      const raw = read(data);
      if (raw >= low && raw <= high) set(as(raw));
    };
  }
  const times = signal.times ?? 1,
    per = signal.per ?? 1,
    offset = signal.offset ?? 0;
  if (!target.plain) {
    return (data) => {
      const raw = read(data);
      if (raw >= low && raw <= high) set(raw * times / per + offset);
    };
  }
  return (data) => {
    const raw = read(data);
    if (raw >= low && raw <= high) {
      values[first] = raw * times / per + offset;
      seen[index] = 1;
    }
  };
}

/** A frame is only valid during the call, and nobody would see what an async decoder throws. */
const AsyncFunction = (async () => {}).constructor;

/** Whether a function is async. */
export function isAsync(run: unknown): boolean {
  return run instanceof AsyncFunction;
}

/** Decodes one frame. */
export type Run = (frame: CanFrame, put: object, ctx: object) => void;

/** A frame's decoder and the number of bytes that it needs. */
export interface Compiled {
  readonly bytes: number;
  readonly run: Run;
}

/**
 * Makes one function of a declared frame.
 * @param target finds where a signal's value goes, by the plugin's name of the metric
 * @throws TypeError when its decoder is async
 */
export function compileFrame(
  def: AnyFrame,
  target: (alias: string) => Target,
): Compiled {
  if (isAsync(def.decode)) {
    throw new TypeError("a frame's decoder cannot be async: take async away");
  }
  const body = def.decode
    ? { bytes: def.bytes ?? 8, run: def.decode as Run }
    : compileSignals(def, target);
  return def.when ? guarded(def.when, body) : body;
}

function compileSignals(
  def: AnyFrame,
  target: (alias: string) => Target,
): Compiled {
  const parts: Part[] = [];
  let bytes = 1;
  for (const [alias, signal] of Object.entries(def.signals ?? {})) {
    if (!signal) continue;
    bytes = Math.max(bytes, place(signal.at).last + 1);
    parts.push(compileSignal(signal, target(alias)));
  }
  const [only] = parts;
  if (parts.length === 1 && only) {
    return { bytes, run: ({ data }) => only(data) };
  }
  return {
    bytes,
    run: ({ data }) => {
      for (let i = 0; i < parts.length; i++) (parts[i] as Part)(data);
    },
  };
}

function guarded(when: Guard, { bytes, run }: Compiled): Compiled {
  const at = place(when.at),
    read = reader(at),
    needed = Math.max(bytes, at.last + 1);
  if ("is" in when) {
    const { is } = when;
    return {
      bytes: needed,
      run: (frame, put, ctx) => read(frame.data) === is && run(frame, put, ctx),
    };
  }
  const { not } = when;
  return {
    bytes: needed,
    run: (frame, put, ctx) => read(frame.data) !== not && run(frame, put, ctx),
  };
}
