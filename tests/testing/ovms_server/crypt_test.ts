import { equal, match } from "node:assert/strict";
import {
  proof,
  randomToken,
  streams,
} from "../../../testing/ovms_server/crypt.ts";
import { VECTORS } from "../../runtime/links/ovms/vectors.ts";

for (const vector of VECTORS) {
  Deno.test(`the server's own code gives the worked example: ${vector.name}`, () => {
    const { password, serverToken, carToken } = vector;
    equal(
      `MP-S 0 ${serverToken} ${proof(password, serverToken)}`,
      vector.serverWelcome,
    );
    const { out, back } = streams(password, serverToken, carToken);
    for (const [plain, wire] of vector.toCar) equal(out.encrypt(plain), wire);
    for (const [plain, wire] of vector.toServer) {
      equal(back.decrypt(wire), plain);
    }
  });
}

Deno.test("server tokens are 22 characters of the base64 alphabet, each another", () => {
  const many = new Set(Array.from({ length: 40 }, randomToken));
  equal(many.size, 40);
  for (const token of many) match(token, /^[A-Za-z0-9+/]{22}$/);
});

Deno.test("white space and missing padding are taken", () => {
  const { out, back } = streams("pw", "server", "car");
  const line = out.encrypt("MP-0 Z0");
  equal(
    back.decrypt(`${line.slice(0, 4)} ${line.slice(4).replaceAll("=", "")}`),
    "MP-0 Z0",
  );
});
