/** Push messages in a browser that reaches no push service: what it would give, and what it would bring. */
import type { CDPSession, Page } from "playwright-core";

/** Where the browser is said to be reached. */
export const SERVICE = "push.example.com";

/**
 * Makes the page's browser give a subscription, with keys of its own, as its push service would. What it
 * was asked with stands in `globalThis.asked` then.
 */
export async function giveSubscription(page: Page): Promise<void> {
  await page.context().grantPermissions(["notifications"]);
  await page.evaluate(`PushManager.prototype.subscribe = async (wanted) => {
    globalThis.asked = wanted;
    const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const pair = await crypto.subtle.generateKey(
      { name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const keys = {
      p256dh: text(await crypto.subtle.exportKey("raw", pair.publicKey)),
      auth: text(crypto.getRandomValues(new Uint8Array(16))),
    };
    return { toJSON: () => ({ endpoint: "https://${SERVICE}/send/1", keys }) };
  }`);
}

/** Brings a message to the page's service worker, as its push service would. */
export async function bringPush(page: Page, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.deliverPushMessage", {
    origin: new URL(page.url()).origin,
    registrationId: await registrationOf(session),
    data,
  });
}

async function registrationOf(session: CDPSession): Promise<string> {
  const found = Promise.withResolvers<string>();
  session.on(
    "ServiceWorker.workerRegistrationUpdated",
    ({ registrations: [first] }) =>
      first && found.resolve(first.registrationId),
  );
  await session.send("ServiceWorker.enable");
  return found.promise;
}
