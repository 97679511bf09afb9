/**
 * Resolves when a server answers by TLS; rejects when it does not, or the signal aborts. By Node's TLS,
 * which ends a connection whatever the other side does.
 */
export async function speaksTls(
  host: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { connect } = await import("node:tls");
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Whether its certificate is a good one is found out by the connection itself.
  const probe = connect({ host, port, rejectUnauthorized: false });
  const end = () => void probe.destroy();
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  probe.once("secureConnect", resolve);
  probe.on("error", reject);
  probe.once(
    "close",
    () => reject(new Error("the server closed the connection")),
  );
  try {
    await promise;
  } finally {
    signal?.removeEventListener("abort", end);
    end();
  }
}
