/** Where the server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const PLAIN_PORT = 6867;
/** The port that stands for TLS. */
export const TLS_PORT = 6870;

/** `host`, `host:port`, `[IPv6]:port`; a bare IPv6 address has more than one colon and no port. */
const FORM =
  /^(?:\[([\da-f:.]+)\]|([^\s:[\]]+)|([\da-f.]*:[\da-f.]*:[\da-f:.]*))(?::(\d{1,5}))?$/i;

/**
 * Reads parameter 4.
 * @param tls without a port: 6870 instead of 6867
 * @throws Error when it is no address
 */
export function parseAddress(text: string, tls: boolean): Address {
  const [, bracketed, name, bare, digits] = FORM.exec(text.trim()) ?? [];
  const host = bracketed ?? name ?? bare;
  const port = digits ? Number(digits) : tls ? TLS_PORT : PLAIN_PORT;
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Error(
      "parameter 4 is no server address; expected a name or an IP address, with :port if it is not the usual one",
    );
  }
  return { host, port };
}
