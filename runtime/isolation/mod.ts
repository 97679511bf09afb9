/**
 * Plugins from outside in processes of their own: the side of the program.
 * @module
 */
export type { Declaration } from "./declaration.ts";
export { isKept, messageFrom } from "./from_guest.ts";
export { BadLine, Lines, parseLine } from "./lines.ts";
export { type FromGuest, LONGEST_LINE, type ToGuest } from "./messages.ts";
export { type Proxy, proxyOf } from "./proxy.ts";
export { Remote, type Send, type Surroundings } from "./remote.ts";
