/** A way to the owner as the notifier uses it: SMS, the server, and those that plugins and links bring. */
import { bounded, NOTICE } from "../commands/text.ts";
import type {
  ChannelMessage,
  Delivered,
  NoticeInfo,
  Priority,
  Text,
} from "../contract/notices.ts";

/** The text of a notice as a channel carries it; one without end is cut. */
export function noticeText(channel: Pick<Channel, "form">, text: Text): string {
  const formed = channel.form(text);
  return bounded(formed, {
    ...NOTICE,
    end: formed.includes("\n") ? "\n" : "\r",
  });
}

/** A message on its way. */
export interface Outgoing extends Omit<ChannelMessage, "signal"> {
  /** Who gets it, where it is not the owner: the number of who asked. */
  readonly to: string | undefined;
}

/** A way to the owner. */
export interface Channel {
  /** Its name in the store, such as `sms`. */
  readonly id: string;
  /** Whether it is set up: a registered phone, a server. */
  exists(): boolean;
  /** Whether the owner wants a notice on it. */
  wants(notice: NoticeInfo): boolean;
  /** Whether something of this priority can be handed over now. */
  ready(priority: Priority): boolean;
  /** Messages that it may cost in an hour. */
  budget(): number;
  /** A text as it carries it. */
  form(text: Text): string;
  /** Sends one message. What it throws is a reason to try again later. */
  send(message: Outgoing): Delivered | Promise<Delivered>;
}
