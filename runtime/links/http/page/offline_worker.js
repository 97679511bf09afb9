// @ts-check
/**
 * Keeps the page's own files for when the gateway is out of reach: then the page opens, and says that
 * the connection is lost. What the gateway knows is never kept. Shows the gateway's messages, where the
 * owner asked for that, also while the page is closed.
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

/** @typedef {{ data: { json(): unknown } | null, waitUntil: (work: Promise<unknown>) => void }} Pushed */
/** @typedef {{ notification: Notification, waitUntil: (work: Promise<unknown>) => void }} Clicked */
/** @typedef {{ url: string, focus(): Promise<unknown> }} Window */
/**
 * What a service worker has beside what pages have.
 * @typedef {{
 *   registration: ServiceWorkerRegistration,
 *   clients: { matchAll(wanted: object): Promise<Window[]>, openWindow(url: string): Promise<unknown> },
 * }} Worker
 */
const worker = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

/** Shows a message; a browser takes none that shows nothing. @param {Pushed} pushed */
async function show({ data }) {
  const { text = "", id = 0 } =
    /** @type {{ text?: string, id?: number }} */ (data?.json() ?? {});
  await worker.registration.showNotification("OVMS Edge", {
    body: text,
    tag: String(id),
    icon: "/icon.svg",
  });
}

/** Goes to the console, as it is open already or anew. */
async function open() {
  const [window] = await worker.clients.matchAll({ type: "window" });
  await (window === undefined
    ? worker.clients.openWindow("/")
    : window.focus());
}

addEventListener("push", (event) => {
  const pushed = /** @type {Pushed} */ (/** @type {unknown} */ (event));
  pushed.waitUntil(show(pushed));
});
addEventListener("notificationclick", (event) => {
  const clicked = /** @type {Clicked} */ (/** @type {unknown} */ (event));
  clicked.notification.close();
  clicked.waitUntil(open());
});
