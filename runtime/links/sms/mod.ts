/**
 * The way of the text messages: each is executed once and not late, answered where it came from, or
 * forwarded to the apps.
 * @module
 */
export { type SmsLink, smsLink } from "./link.ts";
