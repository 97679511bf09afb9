/** Packing and letters of a file, so that readers see bytes of UTF-8. */

const GZIP = [0x1f, 0x8b];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
/** Bytes that are looked at. */
const ENOUGH = 4;

/**
 * The text of a recording as UTF-8 without a byte order mark: gzip is unpacked, UTF-16 converted.
 * What was packed and ends too early gives what there is; `cut` is told why.
 */
export async function* unpacked(
  stream: ReadableStream<Uint8Array>,
  cut: (why: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  const head = await headOf(reader);
  if (begins(head, GZIP)) {
    yield* letters(gunzip(rest(head, reader), cut));
  } else yield* letters(chunks(head, reader));
}

async function* chunks(
  head: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function rest(
  head: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(copies(chunks(head, reader)));
}

async function* copies(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for await (const chunk of source) yield new Uint8Array(chunk);
}

async function* gunzip(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  cut: (why: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* packed.pipeThrough(new DecompressionStream("gzip"));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    cut("the packed data is damaged or ends too early");
  }
}

/** UTF-8 from whatever the letters are; a byte order mark is left out. */
async function* letters(
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let decoder: TextDecoder | undefined, first = true;
  const encoder = new TextEncoder();
  for await (const chunk of source) {
    if (first) {
      first = false;
      const kind = wide(chunk);
      if (kind) decoder = new TextDecoder(kind);
      else if (begins(chunk, UTF8_MARK)) {
        yield chunk.subarray(UTF8_MARK.length);
        continue;
      }
    }
    yield decoder
      ? encoder.encode(decoder.decode(chunk, { stream: true }))
      : chunk;
  }
  if (decoder) yield encoder.encode(decoder.decode());
}

/** UTF-16, by its mark or by the zeroes between its letters. */
function wide([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return undefined;
}

/** The first bytes, at least as many as are looked at where there are so many. */
async function headOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < ENOUGH) {
    const { done, value } = await reader.read();
    if (done) break;
    head = head.length === 0 ? value : joined(head, value);
  }
  return head;
}

function begins(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, n) => bytes[n] === byte);
}

/** Two pieces as one. */
export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
