/** The ways to the owner that every gateway has. */
import { msgText, smsText } from "../commands/text.ts";
import type { Channel, Outgoing } from "./channel.ts";
import type { NoticeInfo } from "../contract/notices.ts";
import type { MessageSession } from "../messages/session.ts";
import type { CoreChannel, Owner } from "./owner.ts";
import { failureOf } from "./retry.ts";
import { replySms } from "./sms.ts";

/**
 * The channels of the core, in the order in which they are served.
 * @param settings text messages that notices, and one of them, may cost
 */
export function coreChannels(
  owner: Owner,
  session: MessageSession,
  settings: Pick<SmsParts, "budget" | "maxParts">,
): readonly Channel[] {
  const wishes = (channel: CoreChannel) => ({
    exists: () => owner.exists(channel),
    wants: () => owner.wants(channel),
  });
  return [
    serverChannel({
      ...wishes("ip"),
      ready: () => session.connected,
      push: (text) => session.push(text),
    }),
    smsChannel({
      ...wishes("sms"),
      ready: () => owner.hal.gsm?.state.registered === true,
      ...settings,
      send: (id, text, to) => owner.sendReported(id, text, to),
      pause: () => owner.pause(),
    }),
  ];
}

/** What a channel of the core asks of the settings. */
export interface Wishes {
  /** Whether it is set up. */
  readonly exists: () => boolean;
  /** Whether parameter 3 names it. */
  readonly wants: () => boolean;
  /** Whether there is a network, or a connection. */
  readonly ready: () => boolean;
}

const wanted = ({ wants }: Wishes) => (notice: NoticeInfo) =>
  notice.always || wants();

/** What the server's channel is made of. */
export interface ServerParts extends Wishes {
  /** Pushes a text to the apps. */
  readonly push: (text: string) => boolean;
}

/** `ip`: texts for the apps, by the OVMS server. */
export function serverChannel(parts: ServerParts): Channel {
  return {
    id: "ip",
    exists: parts.exists,
    wants: wanted(parts),
    ready: parts.ready,
    budget: () => Infinity,
    form: msgText,
    send: ({ text }) =>
      parts.push(`A${text}`) ? "delivered" : { later: "no connection" },
  };
}

/** What the channel of text messages is made of. */
export interface SmsParts extends Wishes {
  /** SMS that one text may take. */
  readonly maxParts: () => number;
  readonly budget: () => number;
  /**
   * Sends one SMS; rejects when the network refuses it.
   * @param id the message that it is a part of
   * @param to a number, or undefined for the owner's
   */
  readonly send: (id: number, text: string, to?: string) => Promise<void>;
  /** Lets time pass between two SMS of one text. */
  readonly pause: () => Promise<void>;
}

/** `sms`: a text as so many SMS as it needs; those that went out are not repeated. */
export function smsChannel(parts: SmsParts): Channel {
  /** Of messages that failed: SMS that went out already, and whether the next one may have. */
  const begun = new Map<number, { sent: number; unsure: boolean }>();
  return {
    id: "sms",
    exists: parts.exists,
    wants: wanted(parts),
    ready: parts.ready,
    budget: parts.budget,
    form: smsText,
    async send({ id, text, to }: Outgoing) {
      let { sent, unsure } = begun.get(id) ?? { sent: 0, unsure: false };
      begun.delete(id);
      try {
        for (const part of replySms([text], parts.maxParts()).slice(sent)) {
          if (sent > 0) await parts.pause();
          await parts.send(id, part, to);
          sent++;
          unsure = false;
        }
        return "delivered";
      } catch (error) {
        const { temporary, perhapsSent } = failureOf(error);
        if (!temporary) return { refused: String(error) };
        unsure ||= perhapsSent;
        begun.set(id, { sent, unsure });
        return { later: String(error), perhapsSent: unsure };
      }
    },
  };
}
