/** Standard input and output as lines, where nobody sits: a script, a pipe, a service without any input. */
import { say } from "../say.ts";
import { reasonOf } from "../usage_error.ts";
import type { UserEnd, UserEndOptions } from "./user_end.ts";

const LINE_END = /\r\n|\n|\r(?!$)/;

/** Lines from a stream of bytes; the last one need not end. */
export async function* linesOf(
  input: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of input.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(LINE_END);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}

/** The end of a user who is not there to see. */
export class PlainInput implements UserEnd {
  readonly interactive = false;
  #closed = false;
  #lines = 0;
  #heard = true;

  /** @param input where lines come from; default: standard input */
  constructor(
    readonly options: Pick<UserEndOptions, "line" | "ended">,
    readonly input: ReadableStream<Uint8Array<ArrayBuffer>> = Deno.stdin
      .readable,
  ) {}

  open(): void {
    void this.#read();
  }

  async #read(): Promise<void> {
    const { line, ended } = this.options;
    try {
      for await (const text of linesOf(this.input)) {
        if (this.#closed) return;
        this.#lines++;
        await line(text);
        // What else is asked for would be done unseen
        if (!this.#heard) break;
      }
    } catch {
      // What cannot be read, such as the input of a service that has none, has ended
    }
    if (!this.#closed) ended(this.#lines, this.#heard);
  }

  print(text: string): void {
    if (!this.#heard) return;
    try {
      say(text);
    } catch (error) {
      this.#heard = false;
      console.error(reasonOf(error));
    }
  }

  close(): void {
    this.#closed = true;
  }
}
