// @ts-check
/** The gateway's stream as one browser window or one worker hears it. */

/** @typedef {"snapshot" | "metrics"} Kind */
/**
 * What is told: an event with its JSON text, that the connection broke, or that the browser gave up.
 * @typedef {{ kind: Kind, data: string } | { kind: "broken" | "ended" }} Message
 */

/**
 * Opens the stream.
 * @param {(message: Message) => void} tell
 * @returns {() => void} closes it
 */
export function openSource(tell) {
  const source = new EventSource("/api/v1/stream");
  for (const kind of /** @type {const} */ (["snapshot", "metrics"])) {
    source.addEventListener(kind, ({ data }) => tell({ kind, data }));
  }
  // A break is mended by the browser; an answer that is no stream, such as a refused login, ends it
  source.addEventListener("error", () => {
    const isOver = source.readyState === EventSource.CLOSED;
    tell({ kind: isOver ? "ended" : "broken" });
  });
  return () => source.close();
}
