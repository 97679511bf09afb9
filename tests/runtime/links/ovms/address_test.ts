import { deepEqual, throws } from "node:assert/strict";
import { parseAddress } from "../../../../runtime/links/ovms/address.ts";

for (
  const [text, tls, host, port] of [
    ["54.243.136.230", false, "54.243.136.230", 6867],
    ["server.example.org", true, "server.example.org", 6870],
    [" server.example.org:7000 ", true, "server.example.org", 7000],
    ["::1", false, "::1", 6867],
    ["[::1]:70", false, "::1", 70],
    ["[2001:db8::2]", true, "2001:db8::2", 6870],
  ] as const
) {
  Deno.test(`server address ${text}${tls ? " with TLS" : ""}`, () =>
    deepEqual(parseAddress(text, tls), { host, port }));
}

for (const text of ["", "a b", "host:", "host:0", "host:65536", "host:x"]) {
  Deno.test(`no server address: "${text}"`, () => {
    throws(() => parseAddress(text, false), /parameter 4 is no server address/);
  });
}
