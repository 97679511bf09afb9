import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import {
  cipher,
  digest,
  hmacMd5,
  newToken,
  sameDigest,
  seal,
  sessionKey,
  unseal,
} from "../../../../runtime/links/ovms/crypt.ts";
import { Rc4 } from "../../../../runtime/links/ovms/rc4.ts";
import { tokens } from "./tokens.ts";
import { VECTORS } from "./vectors.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("RC4 gives the published key streams", () => {
  // The three examples that RC4 is commonly checked with.
  for (
    const [key, plain, expected] of [
      ["Key", "Plaintext", "bbf316e8d940af0ad3"],
      ["Wiki", "pedia", "1021bf0420"],
      ["Secret", "Attack at dawn", "45a01f645fc35b383552544b9bf5"],
    ] as const
  ) {
    equal(new Rc4(bytes(key)).apply(bytes(plain)).toHex(), expected);
  }
});

Deno.test("an RC4 stream runs on from call to call, and the discard skips into it", () => {
  const whole = new Rc4(bytes("Key")).apply(new Uint8Array(1040));
  const parts = new Rc4(bytes("Key"));
  parts.apply(new Uint8Array(1000));
  parts.apply(new Uint8Array(24));
  deepEqual(parts.apply(new Uint8Array(16)), whole.slice(1024));
  deepEqual(
    new Rc4(bytes("Key"), 1024).apply(new Uint8Array(16)),
    whole.slice(1024),
  );
});

for (const vector of VECTORS) {
  Deno.test(`keys and digests: ${vector.name}`, () => {
    const { password, carToken, serverToken } = vector;
    equal(hmacMd5(password, carToken).toHex(), vector.carDigest);
    equal(hmacMd5(password, serverToken).toHex(), vector.serverDigest);
    equal(
      Uint8Array.fromBase64(digest(password, carToken)).toHex(),
      vector.carDigest,
    );
    const key = sessionKey(password, serverToken, carToken);
    equal(key.toHex(), vector.sessionKey);
    equal(cipher(key).apply(new Uint8Array(16)).toHex(), vector.keystream);
  });

  Deno.test(`both directions, line by line: ${vector.name}`, () => {
    const key = Uint8Array.fromHex(vector.sessionKey);
    for (const lines of [vector.toCar, vector.toServer]) {
      const out = cipher(key), back = cipher(key);
      for (const [plain, wire] of lines) {
        equal(seal(out, plain), wire);
        equal(unseal(back, wire), plain);
      }
    }
  });
}

Deno.test("a line that is not base64 leaves the cipher where it was", () => {
  const key = Uint8Array.fromHex(VECTORS[0]?.sessionKey ?? "");
  const receive = cipher(key);
  equal(unseal(receive, "not base64!"), undefined);
  equal(unseal(receive, "Pn1TwRxeFw=="), "MP-0 Z0");
});

Deno.test("tokens are 22 characters of the base64 alphabet", () => {
  match(
    newToken((count) => Uint8Array.from({ length: count }, (_, i) => i * 12)),
    /^[A-Za-z0-9+/]{22}$/,
  );
  equal(newToken(tokens("q7/Zk2+RmX0bTn9LfWc4Hs")), "q7/Zk2+RmX0bTn9LfWc4Hs");
  notEqual(
    newToken((n) => new Uint8Array(n)),
    newToken((n) => new Uint8Array(n).fill(63)),
  );
});

Deno.test("digests are compared as whole texts", () => {
  equal(sameDigest("abc==", "abc=="), true);
  equal(sameDigest("abc=", "abc=="), false);
  equal(sameDigest("abd==", "abc=="), false);
  equal(sameDigest("äbc==", "abc=="), false);
});
