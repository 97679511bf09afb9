/** What a guest asks the program to do and waits for: each request until it is done, cancelled, or the guest is gone. */
import { SdoError } from "../canopen/mod.ts";
import type { Need } from "../contract/handles.ts";
import { isGateRefusal } from "../vehicle/gate.ts";
import { answerOf } from "./answers.ts";
import type { AnyContext } from "./any_context.ts";
import type { FromGuest, ToGuest } from "./messages.ts";

/** A request as it comes. */
export type Request = Extract<FromGuest, { t: "ask" }>;

/** What requests are done with. */
export interface RequestParts {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly needs: ReadonlySet<Need>;
  /** Tells the guest something; it is another guest's where one has come in its place. */
  readonly post: () => (message: ToGuest) => void;
  /** The guest is to see what its request changed. */
  readonly changed: () => void;
}

/** Requests after which the guest's copies are others. */
const CHANGES = /\.(set|run)$/;

/** The requests of one guest. */
export class Requests {
  readonly #parts: RequestParts;
  /** What is being done, and what lets it end: by the number of its request. */
  readonly #asked = new Map<number, AbortController>();
  readonly #works = new Map<number, () => void>();

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** Does what is asked for, and tells the guest what became of it. */
  answer({ id, what, args }: Request, ctx: AnyContext): void {
    const { needs, plugin, changed } = this.#parts;
    const asked = new AbortController(), tell = this.#parts.post();
    this.#asked.set(id, asked);
    const post = (message: ToGuest) => {
      this.#asked.delete(id);
      tell(message);
    };
    answerOf(what, args, {
      ctx,
      needs,
      plugin,
      signal: asked.signal,
      work: (ends) => this.#work(id, ends, asked.signal),
    }).then(
      (value) => {
        if (CHANGES.test(what)) changed();
        post({ t: "done", id, value: value ?? null });
      },
      (error) => post({ t: "failed", id, ...failed(error) }),
    );
  }

  /** A request is not wanted any more. */
  cancel(id: number): void {
    this.#asked.get(id)?.abort("it is not wanted any more");
  }

  /** Work that must not be cut has ended. */
  worked(id: number): void {
    this.#works.get(id)?.();
  }

  /** The guest is gone. */
  lost(why: string): void {
    for (const asked of this.#asked.values()) asked.abort(why);
    for (const ended of this.#works.values()) ended();
  }

  /** The guest does something that must not be cut; it is told when it has to end. */
  async #work(
    id: number,
    ends: AbortSignal,
    gone: AbortSignal,
  ): Promise<void> {
    if (gone.aborted) return;
    const ended = Promise.withResolvers<void>(), post = this.#parts.post();
    const tell = () => post({ t: "work", id, ends: String(ends.reason) });
    this.#works.set(id, ended.resolve);
    try {
      post({ t: "work", id });
      if (ends.aborted) tell();
      ends.addEventListener("abort", tell);
      await ended.promise;
    } finally {
      ends.removeEventListener("abort", tell);
      this.#works.delete(id);
    }
  }
}

/** What became of a request that failed. */
function failed(
  error: unknown,
): Pick<Extract<ToGuest, { t: "failed" }>, "text" | "gate" | "sdo"> {
  const text = error instanceof Error ? error.message : String(error);
  const gate = isGateRefusal(error);
  if (!(error instanceof SdoError)) return { text, gate };
  const { kind, index, sub, code = null } = error;
  return { text, gate, sdo: { kind, index, sub, code } };
}
