import { type Closing, toStderr } from "../assembly.ts";
import type { UserEnd } from "./user_end.ts";

/** Where lines of log and reports go: standard error, but not into the middle of what somebody types. */
export class Screen {
  #terminal: UserEnd | undefined;

  get interactive(): boolean {
    return this.#terminal?.interactive ?? false;
  }

  open(terminal: UserEnd, closing: Closing): void {
    this.#terminal = terminal;
    terminal.open();
    closing.defer(() => {
      terminal.close();
      this.#terminal = undefined;
    });
  }

  readonly log = (line: string): void => {
    if (this.interactive && Deno.stderr.isTerminal()) {
      this.#terminal?.print(line.trimEnd());
    } else {
      toStderr(line);
    }
  };

  /** Tells somebody who sits there where the web console is. */
  welcome(url: string | undefined): void {
    if (url !== undefined && this.interactive) {
      this.#terminal?.print(`Web console: ${url}`);
    }
  }

  readonly tell = (lines: readonly string[]): void => {
    for (const line of lines) this.log(`${line}\n`);
  };
}
