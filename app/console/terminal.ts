/** Standard input and output of somebody who sits there: lines with editing, history and a status line. */
import { reasonOf } from "../usage_error.ts";
import { type Device, standardDevice } from "./device.ts";
import { LineEditor } from "./line_editor.ts";
import type { UserEnd, UserEndOptions } from "./user_end.ts";
import { harmless, wrapped } from "./wrap.ts";

/** What a terminal needs. */
export interface TerminalOptions extends UserEndOptions {
  /** Default: standard input and output. */
  readonly device?: Device;
}

const REFRESH = 1000;
/** A program that was to stop and still runs after so many ms cannot be stopped. */
const STILL_HERE = 300;

/** The user's end of the program, at a terminal. */
export class Terminal implements UserEnd {
  readonly interactive = true;
  readonly #options: TerminalOptions;
  readonly #device: Device;
  readonly #stops: (() => void)[] = [];
  #editor: LineEditor | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #lines = 0;
  /** Lines that were not answered yet. */
  #waiting = 0;
  /** Several lines came at once: each answer says which it belongs to. */
  #crowd = false;
  /** The prompt that stands there, or undefined while a line is being run. */
  #shown: string | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#device = options.device ?? standardDevice;
  }

  /** Begins to read. */
  open(): void {
    const { clock, complete, history } = this.#options, device = this.#device;
    const editor = new LineEditor({
      output: device.output,
      history: history.read(),
      complete,
      line: (line) => this.#line(line),
      suspend: () => this.#suspend(),
      changed: () => this.#show(),
      ended: () => this.#ended(),
    });
    this.#editor = editor;
    const decoder = new TextDecoder();
    const take = (bytes: Uint8Array) =>
      editor.feed(decoder.decode(bytes, { stream: true }));
    device.raw(true);
    device.input.on("data", take).on("end", () => editor.close());
    this.#show();
    this.#stops.push(
      () => device.input.off("data", take).pause(),
      () => device.raw(false),
      device.onResume(() => this.#resumed()),
      clock.every(REFRESH, () => {
        if (this.#prompt() !== this.#shown) this.#show();
      }),
    );
  }

  #ended(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#editor = undefined;
    void this.#last.then(() => this.#options.ended(this.#lines));
  }

  /** Prints above what is being typed. */
  print(text: string): void {
    const editor = this.#editor, { output, width } = this.#device;
    const shown = wrapped(harmless(text), width);
    if (editor === undefined) {
      console.log(shown);
      return;
    }
    const rows = this.#shown === undefined ? 0 : editor.row;
    const up = rows > 0 ? `\x1b[${rows}A` : "";
    // The prompt's redraw goes up by as many rows as it had before.
    output.write(`${up}\r\x1b[J${shown}\n${"\n".repeat(rows)}`);
    if (this.#shown !== undefined) this.#show();
  }

  /** Ends reading. */
  close(): void {
    this.#editor?.close();
  }

  #line(line: string): void {
    const { history, keeps } = this.#options;
    if (line.trim() !== "" && keeps(line)) history.add(line);
    this.#lines++;
    this.#waiting++;
    this.#crowd ||= this.#waiting > 1;
    this.#shown = undefined;
    this.#last = this.#last.then(() => this.#run(line));
  }

  async #run(line: string): Promise<void> {
    if (this.#crowd && line.trim() !== "") this.print(`> ${line}`);
    await this.#options.line(line);
    this.#waiting--;
    if (this.#waiting > 0) return;
    this.#crowd = false;
    this.#show();
  }

  #prompt(): string {
    const status = this.#options.status().slice(0, this.#device.width - 1);
    return `${status}\n${this.#editor?.label ?? ""}`;
  }

  #show(): void {
    if (this.#editor === undefined || this.#waiting > 0) return;
    this.#shown = this.#prompt();
    this.#editor.show(this.#shown);
  }

  /** Gives the terminal back to the shell, as a program that the system stops has to. */
  #suspend(): void {
    const { output, raw, stop } = this.#device;
    output.write("\r\n");
    raw(false);
    stop().catch((error) =>
      this.print(`The program cannot be stopped: ${reasonOf(error)}`)
    ).finally(() => {
      this.#stops.push(
        this.#options.clock.after(STILL_HERE, () => this.#resumed()),
      );
    });
  }

  #resumed(): void {
    if (this.#editor === undefined) return;
    this.#device.raw(true);
    this.#show();
  }
}
