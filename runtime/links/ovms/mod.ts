/**
 * The way to an OVMS v2 server: login, encryption, lines, paranoid mode, and a connection that comes
 * back by itself; `ovmsLink` is the link. What is said over it is the message session's
 * affair.
 * @module
 */
export { OvmsAttachment, ovmsLink, type OvmsOptions } from "./attach.ts";
export type { LinkCounters } from "./connection.ts";
export {
  type LinkEvent,
  type LinkEvents,
  type LinkOptions,
  OvmsLink,
  type ServerSettings,
  type ServerTransport,
  type TlsUse,
} from "./link.ts";
