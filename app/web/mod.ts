/** Opens the web console; loaded only where it is wanted. */
import { httpLink, type Page } from "../../runtime/links/http/mod.ts";
import type { Gateway } from "../../runtime/links/http/gateway.ts";
import type { Log } from "../../runtime/log.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import type { WebSettings } from "./settings.ts";

/**
 * Opens the web console. Where it may not listen, the car's work goes on without it, unless the user
 * asked for it; a port that another program has is always refused.
 * @param closing gets what ends it
 * @returns where it is; undefined when it is not there, which the log tells
 * @throws UsageError with one sentence when the user asked for it and it cannot be
 */
export async function openWeb(
  runtime: Runtime,
  { hostname, port, token, origins, proxies, wanted }: WebSettings,
  log: Log,
  gateway: () => Promise<Gateway>,
  closing: AsyncDisposableStack,
): Promise<string | undefined> {
  const link = httpLink({
    hostname,
    page: loadPage,
    gateway,
    origins,
    proxies,
    machine: machineNames(),
    ...(token === undefined ? {} : { token }),
  }).start(runtime);
  closing.defer(() => link.close());
  try {
    const { url, close } = await link.listen(port);
    closing.defer(close);
    return url;
  } catch (error) {
    const taken = error instanceof Error &&
      error.cause instanceof Deno.errors.AddrInUse;
    if (wanted || taken) throw new UsageError(reasonOf(error));
    log("warning", reasonOf(error));
    return undefined;
  }
}

async function loadPage(): Promise<Page> {
  const { page } = await import("../../runtime/links/http/static/page.ts");
  return page;
}

/** What the machine is called in its network; nothing without the permission to know. */
function machineNames(): readonly string[] {
  try {
    const name = Deno.hostname().toLowerCase();
    return [name, `${name.replace(/\..*/, "")}.local`];
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return [];
    throw error;
  }
}
