import { systemNetwork } from "../hal/net.ts";
import { ovmsLink } from "../runtime/links/ovms/mod.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Closing } from "./assembly.ts";

/**
 * Connects the runtime with the OVMS server of its parameters, as soon as and as long as they name
 * one, or with one of the program's own.
 * @param closing gets what has to be closed
 * @param tell takes lines about the program's own server
 */
export async function connectServer(
  runtime: Runtime,
  server: "plain" | "tls" | "demo",
  closing: Closing,
  tell: (lines: readonly string[]) => void,
): Promise<void> {
  if (server === "demo") {
    const { startDemo } = await import("./demo/server.ts");
    const stop = startDemo(runtime, tell);
    closing.defer(stop);
  }
  const tls = server === "plain" ? "first" : server === "tls";
  const attached = ovmsLink({ network: systemNetwork, tls }).start(runtime);
  closing.defer(() => attached.close());
}
