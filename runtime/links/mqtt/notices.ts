import { plainText } from "../../commands/text.ts";
import type { NoticeInfo } from "../../contract/notices.ts";
import type { Channel, Outgoing } from "../../owner/channel.ts";
import { type NoticeTopic, noticeTopic, type Situation } from "./subtypes.ts";

/** What the channel needs of the link. */
export interface NoticeOptions {
  /** Whether there is a broker in the settings. */
  readonly exists: () => boolean;
  readonly connected: () => boolean;
  /** Kinds that are told by other ways than this one. */
  readonly not: ReadonlySet<string>;
  readonly situation: () => Situation;
  /** Publishes with QoS 1; rejects when the broker does not take it. */
  readonly publish: (at: NoticeTopic, text: string) => Promise<void>;
}

/** `mqtt`: notices as OVMS v3 publishes them, kept by the runtime until the broker has them. */
export function noticeChannel(options: NoticeOptions): Channel {
  /** Where notices go that were asked for in this run: by then the situation may be another one. */
  const asked = new Map<string, NoticeTopic>();
  return {
    id: "mqtt",
    exists: options.exists,
    wants(notice: NoticeInfo) {
      if (options.not.has(notice.kind)) return false;
      asked.set(notice.kind, noticeTopic(notice, options.situation()));
      return true;
    },
    ready: options.connected,
    budget: () => Infinity,
    form: plainText,
    async send(message: Outgoing) {
      const at = asked.get(message.kind) ??
        noticeTopic(message, options.situation());
      try {
        await options.publish(at, message.text);
        return "delivered";
      } catch {
        // Its own words may hold names and topics.
        return { later: "the broker did not take it" };
      }
    },
  };
}
