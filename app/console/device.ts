/** The terminal that the program was started at. */
import process from "node:process";
import type { Readable, Writable } from "node:stream";

/** What a terminal is made of. */
export interface Device {
  readonly input: Readable;
  readonly output: Writable;
  /** Columns, as many as there are now. */
  readonly width: number;
  /** Whether keys come one by one, unseen, or lines that the system echoes. */
  raw(on: boolean): void;
  /**
   * Stops the program with all that the shell started beside it, until the shell lets it go on.
   * @throws Error where the system's library cannot be called
   */
  stop(): Promise<void>;
  /** Runs work when the program goes on after a stop; returns what ends that. */
  onResume(work: () => void): () => void;
}

/** Of a terminal that does not say. */
const WIDTH = 80;

/** Standard input and output. */
export const standardDevice: Device = {
  input: process.stdin,
  output: process.stdout,
  get width() {
    return process.stdout.columns || WIDTH;
  },
  raw: (on) => void process.stdin.setRawMode(on),
  async stop() {
    const { stopGroup } = await import("../../hal/linux/job_control.ts");
    stopGroup();
  },
  onResume(work) {
    Deno.addSignalListener("SIGCONT", work);
    return () => Deno.removeSignalListener("SIGCONT", work);
  },
};
