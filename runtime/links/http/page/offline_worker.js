// @ts-check
/**
 * Keeps the page's own files for when the gateway is out of reach: then the page opens, and says that
 * the connection is lost. What the gateway knows is never kept.
 * @module
 */

const KEPT = "page";

/** @typedef {{ respondWith: (answer: Promise<Response>) => void, request: Request }} Fetching */

/** Whether an address is one of the page's files. @param {URL} url */
const isPage = ({ origin, pathname }) =>
  origin === location.origin && !pathname.startsWith("/api/") &&
  !["/metrics", "/healthz", "/readyz"].includes(pathname);

/**
 * The file as the gateway has it now, else as it was kept.
 * @param {Request} request
 */
async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  } catch (error) {
    const found = await kept.match(request, { ignoreSearch: true });
    if (found !== undefined) return found;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const fetching = /** @type {Fetching} */ (/** @type {unknown} */ (event));
  const { request } = fetching;
  if (request.method === "GET" && isPage(new URL(request.url))) {
    fetching.respondWith(fresh(request));
  }
});
