/**
 * What the process of a plugin from outside is made of.
 * @module
 */
export { type Declaration, declarationOf } from "./declaration.ts";
export { Guest, type GuestPort } from "./guest.ts";
export { Lines } from "./lines.ts";
export type { FromGuest, ToGuest } from "./messages.ts";
