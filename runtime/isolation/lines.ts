/** Lines of JSON, as they come in pieces. */

/** A line that is too long, or is no JSON that can be taken in: whoever sent it is not to be trusted. */
export class BadLine extends Error {
  override readonly name = "BadLine";
}

/** Joins pieces to lines. */
export class Lines {
  readonly #decoder = new TextDecoder();
  #pieces: string[] = [];
  #length = 0;

  /** @param longest characters that a line may have */
  constructor(readonly longest: number) {}

  /**
   * The lines that a piece completes.
   * @throws BadLine when one is too long
   */
  take(bytes: Uint8Array): readonly string[] {
    const parts = this.#decoder.decode(bytes, { stream: true }).split("\n");
    const lines: string[] = [];
    parts.forEach((part, i) => {
      this.#length += part.length;
      if (this.#length > this.longest) {
        throw new BadLine("a line that is too long");
      }
      this.#pieces.push(part);
      if (i === parts.length - 1) return;
      lines.push(this.#pieces.join(""));
      this.#pieces = [];
      this.#length = 0;
    });
    return lines;
  }
}

/**
 * The value of a line.
 * @throws BadLine when it is no JSON, or names a property that would change what an object is
 */
export function parseLine(line: string): unknown {
  try {
    // Only an odd sender writes letters as escapes.
    return line.includes("__proto__") || line.includes("\\u00")
      ? JSON.parse(line, named)
      : JSON.parse(line);
  } catch (error) {
    throw error instanceof BadLine
      ? error
      : new BadLine("a line that is no JSON");
  }
}

function named(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new BadLine('a property named "__proto__"');
  return value;
}
