/** One HTTP request of a push channel, and what its answer means. */
import { type Delivered, setting, v } from "ovms-edge";

/** What a server answers that is busy or ill: it may take the same later. */
export const LATER: ReadonlySet<number> = new Set([
  408,
  425,
  429,
  500,
  502,
  503,
  504,
]);

/** Sends a request. What it throws is a network that is not there. */
export async function request(
  url: string,
  init: RequestInit,
): Promise<Delivered> {
  // Secrets must not follow to another host.
  const { ok, status, body } = await fetch(url, {
    ...init,
    redirect: "manual",
  });
  await body?.cancel();
  if (ok) return "delivered";
  const reason = `answered ${status}`;
  if (LATER.has(status)) return { later: reason };
  return {
    refused: status >= 300 && status < 400
      ? `${reason}: redirections are not followed, set the address that it leads to`
      : reason,
  };
}

/**
 * The setting with the address of a service; it is secret, as whoever knows it may send there.
 * @param expected what it looks like, behind "expected"
 */
export const addressSetting = (expected: string, summary: string) =>
  setting({
    schema: v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || isAddress(text),
        `expected ${expected}`,
      ),
    ),
    default: "",
    summary,
    secret: true,
  });

/** An address that may be requested. */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null &&
    (url.protocol === "https:" || url.protocol === "http:");
}
