// @ts-check
/**
 * Holds the one stream of all windows of a browser: HTTP/1.1 has six connections for all of them
 * together. It is open while a window that is looked at wants it.
 * @module
 */
import { openSource } from "./source.js";

/** @import { Message } from "./source.js" */

/** Windows that listen. @type {Set<MessagePort>} */
const listening = new Set();
/** What a window that comes later has to know: everything, and each change since. @type {Message[]} */
let told = [];
/** Changes that are kept for it; then the stream is opened anew, which brings everything. */
const KEPT = 120;
/** @type {(() => void) | undefined} */
let close;
/** When something came last, ms: a connection may be dead without saying so. */
let heardAt = 0;
let broken = false;
/** The gateway tells something at least each 5 s, ms. */
const SILENCE = 12_000;

/** @param {Message} message */
function tell(message) {
  if (message.kind === "ended") stop();
  if (message.kind === "snapshot") told = [];
  if ("data" in message) told.push(message);
  broken = message.kind === "broken";
  heardAt = performance.now();
  for (const port of listening) port.postMessage(message);
}

function stop() {
  close?.();
  close = undefined;
  told = [];
}

/** Whether what was told is how it is now. */
const isLive = () =>
  close !== undefined && !broken && told.length > 0 && told.length <= KEPT &&
  performance.now() - heardAt < SILENCE;

/** @param {MessagePort} port */
function listen(port) {
  listening.add(port);
  if (isLive()) {
    for (const message of told) port.postMessage(message);
    return;
  }
  stop();
  close = openSource(tell);
}

/** @param {MessagePort} port */
function leave(port) {
  listening.delete(port);
  if (listening.size === 0) stop();
}

globalThis.addEventListener("connect", (event) => {
  if (!(event instanceof MessageEvent)) return;
  const [port] = event.ports;
  if (port === undefined) return;
  port.addEventListener("message", ({ data }) => {
    if (data === "listen") listen(port);
    else leave(port);
  });
  port.start();
});
