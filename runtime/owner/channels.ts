import type { Store } from "../../hal/mod.ts";
import type { ChannelState } from "../contract/links.ts";
import type { Channel } from "./channel.ts";

/** Messages of the past that are looked at for what became of them, and for what they cost. */
export const LOOK_BACK = 200;

/** The ways to the owner: those of the core, and those that plugins and links bring. */
export class Channels {
  readonly #others = new Map<string, Channel>();

  /** @param core in their order: between them they send one message a second */
  constructor(readonly core: readonly Channel[], readonly store: Store) {}

  /** Those of plugins and links. */
  get others(): Iterable<Channel> {
    return this.#others.values();
  }

  get all(): readonly Channel[] {
    return [...this.core, ...this.#others.values()];
  }

  find(id: string): Channel | undefined {
    return this.core.find((channel) => channel.id === id) ??
      this.#others.get(id);
  }

  /** Whether a channel is one that a plugin or a link brought. */
  isOther(id: string): boolean {
    return this.#others.has(id);
  }

  /**
   * Adds a channel; returns what takes it away again.
   * @throws Error when there is one of this name
   */
  open(channel: Channel): () => void {
    const { id } = channel;
    if (this.find(id)) throw new Error(`there is a channel ${id} already`);
    this.#others.set(id, channel);
    return () => {
      if (this.#others.get(id) === channel) this.#others.delete(id);
    };
  }

  /** The channels as they are now, and what became of the last message on each. */
  states(): readonly ChannelState[] {
    const newest = this.store.outbox(LOOK_BACK).toReversed();
    return this.all.map((channel) => {
      const own = newest.filter((item) => item.channel === channel.id);
      const failed = own.find(({ error }) => error !== "");
      return {
        id: channel.id,
        exists: channel.exists(),
        ready: channel.ready("info"),
        waiting: own.filter(({ state }) => state === "waiting").length,
        last: own[0]?.state ?? "",
        error: failed?.error ?? "",
      };
    });
  }
}
