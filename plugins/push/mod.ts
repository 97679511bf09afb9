/**
 * Push messages for those without text messages: by ntfy, and by any service that takes HTTP requests.
 * @module
 */
export { ntfy } from "./ntfy.ts";
export { webhook } from "./webhook.ts";
