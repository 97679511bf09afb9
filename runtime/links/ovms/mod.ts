/**
 * The way to an OVMS v2 server: login, encryption, lines, paranoid mode, and a connection that comes
 * back by itself; `attachOvms` gives it to a runtime. What is said over it is the message session's
 * affair.
 * @module
 */
export { type AttachOptions, attachOvms, OvmsAttachment } from "./attach.ts";
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
