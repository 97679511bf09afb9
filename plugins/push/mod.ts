/**
 * Push messages for those without text messages: in browsers, by ntfy, and by any service that takes
 * HTTP requests.
 * @module
 */
export { ntfy } from "./ntfy.ts";
export { webhook } from "./webhook.ts";
export { makeWebPush, webpush } from "./browser.ts";
