import type { NoticeDecl } from "../contract/notices.ts";
import type { Params, UnstoredGate } from "./params.ts";

/** Seconds between two tries to store it. */
const AGAIN = 10;
/** Whoever asked gets the sentence as an answer. */
const OWNER = / owner$/;

const OPENS = {
  priority: "alarm",
  summary: "Writing to the car is off, but a restart would allow it",
  always: true,
} as const;
const STORED = {
  priority: "info",
  summary: "That writing to the car is off is stored after all",
  always: true,
} as const;

/** Sees to a closing of the write gate that the store did not take: the owner knows, and it is tried again. */
export class GateNote {
  #known: UnstoredGate | undefined;
  #seconds = 0;

  constructor(
    readonly params: Pick<Params, "unstored" | "storeAgain">,
    readonly notify: (id: string, decl: NoticeDecl, text: string) => void,
  ) {}

  /** What is wrong at present. */
  get problems(): readonly string[] {
    return this.params.unstored === undefined ? [] : [
      "Writing to the car is off, but that could not be stored: a restart would allow it again",
    ];
  }

  second(): void {
    const { unstored } = this.params;
    if (unstored !== this.#known) this.#changed(unstored);
    if (!unstored || ++this.#seconds % AGAIN !== 0) return;
    if (!this.params.storeAgain()) return;
    this.#known = undefined;
    this.notify(
      "core.gate-stored",
      STORED,
      "Writing to the car is off, and that is stored now",
    );
  }

  #changed(unstored: UnstoredGate | undefined): void {
    this.#known = unstored;
    this.#seconds = 0;
    if (!unstored || OWNER.test(unstored.who)) return;
    this.notify(
      "core.gate",
      OPENS,
      "Writing to the car was switched off, but the disk took no note of it: a restart would allow it again. It is tried again until it is stored",
    );
  }
}
