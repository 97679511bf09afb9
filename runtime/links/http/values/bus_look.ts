/** Looks at the frames of the buses while somebody asks for them; nothing is ever sent. */
import type { Stop } from "../../../../hal/mod.ts";
import { CommandError } from "../../../contract/plugin.ts";
import { FrameWatch, type WatchedFrame } from "../../../frames/frame_watch.ts";
import type { HttpServices } from "../services.ts";

/** Seconds after the last question in which it goes on looking. */
const LEASE = 10;
/** What was seen is put together at most so often, however many ask, ms. */
const EVERY = 250;

/** What is seen at present. */
export interface Seen {
  readonly frames: readonly WatchedFrame[];
  /** Frames of identifiers for which there was no room. */
  readonly left: number;
}

/** A look at the buses that ends by itself. */
export class BusLook {
  #watch: FrameWatch | undefined;
  #stop: Stop = () => {};
  #until = 0;
  /** What was told last, and when, ms. */
  #told: { readonly at: number; readonly seen: Seen } | undefined;

  constructor(readonly services: HttpServices) {}

  /** Whether somebody looks. */
  get open(): boolean {
    return this.#watch !== undefined;
  }

  /** What was seen since the first question; the look goes on for some seconds. */
  frames(): Seen {
    const watch = this.#watch ??= this.#begin();
    this.#until = this.services.seconds + LEASE;
    const now = this.#now;
    if (this.#told === undefined || now - this.#told.at >= EVERY) {
      const seen = { frames: watch.frames(now), left: watch.left };
      this.#told = { at: now, seen };
    }
    return this.#told.seen;
  }

  get #now(): number {
    return this.services.options.hal.clock.monotonic();
  }

  #begin(): FrameWatch {
    const { can } = this.services.options.hal, watch = new FrameWatch();
    this.#stop = can.tap((frame) => watch.record(this.#now, frame));
    return watch;
  }

  /** Ends the look when nobody has asked for some time. */
  second(): void {
    if (this.#watch && this.services.seconds > this.#until) this.close();
    if (!this.#watch && this.services.listensToAll) this.#narrow();
  }

  /** Frames that nobody decodes cost the machine something: without anybody who looks they are filtered. */
  #narrow(): void {
    try {
      this.services.listenToAll(false);
    } catch (error) {
      // A controller is worked on; the next second tries again
      if (!(error instanceof CommandError)) throw error;
    }
  }

  /** Ends the look. */
  close(): void {
    this.#stop();
    this.#watch = this.#told = undefined;
  }
}
