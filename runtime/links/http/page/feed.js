// @ts-check
/** Where a window gets the stream from: one for all windows of the browser where it can share, and none while nobody looks. */
import { openSource } from "./source.js";

/** @import { Message } from "./source.js" */
/** @typedef {{ listen(): void, leave(): void }} Feed */

/**
 * One stream for all windows.
 * @param {(message: Message) => void} tell
 * @returns {Feed}
 */
function shared(tell) {
  const { port } = new SharedWorker("/stream_worker.js", {
    type: "module",
    name: "ovms-edge",
  });
  port.addEventListener("message", ({ data }) => tell(data));
  port.start();
  return {
    listen: () => port.postMessage("listen"),
    leave: () => port.postMessage("leave"),
  };
}

/**
 * A stream of the window's own: phones, which show one window at a time, may not be able to share.
 * @param {(message: Message) => void} tell
 * @returns {Feed}
 */
function own(tell) {
  let close = () => {};
  return {
    listen() {
      close();
      close = openSource(tell);
    },
    leave: () => close(),
  };
}

/**
 * The stream, while the window is looked at.
 * @param {(message: Message) => void} tell
 * @param {() => void} rests told when the window is no longer looked at
 */
export function createFeed(tell, rests) {
  const feed = "SharedWorker" in globalThis ? shared(tell) : own(tell);
  let wanted = false, on = false;
  const set = () => {
    const now = wanted && document.visibilityState === "visible";
    if (now === on) return;
    on = now;
    if (on) feed.listen();
    else {
      feed.leave();
      rests();
    }
  };
  const heed = () => {
    document.addEventListener("visibilitychange", set);
    // A window that is closed, or kept for the way back
    addEventListener("pagehide", () => {
      feed.leave();
      on = false;
    });
    addEventListener("pageshow", set);
  };
  let heeds = false;
  return {
    /** Begins, also anew. */
    open() {
      if (!heeds) heed();
      heeds = true;
      wanted = true;
      on = false;
      set();
    },
    close() {
      wanted = false;
      set();
    },
  };
}
