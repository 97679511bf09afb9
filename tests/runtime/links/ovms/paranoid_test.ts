import { equal } from "node:assert/strict";
import { cipher, hmacMd5 } from "../../../../runtime/links/ovms/crypt.ts";
import {
  isWrapped,
  Paranoid,
} from "../../../../runtime/links/ovms/paranoid.ts";
import { vectorC } from "./vectors.ts";

const { modulePassword, token, key, keystream } = vectorC.paranoid ??
  { modulePassword: "", token: "", key: "", keystream: "" };
const paranoid = new Paranoid(modulePassword, token);

Deno.test("the key of paranoid mode comes from module password and token", () => {
  const made = hmacMd5(modulePassword, token);
  equal(made.toHex(), key);
  equal(cipher(made).apply(new Uint8Array(16)).toHex(), keystream);
});

Deno.test("the worked example: announcement and every wrapped message", () => {
  equal(paranoid.announcement, vectorC.toServer[0]?.[0]);
  const wrapped = [...vectorC.toServer, ...vectorC.toCar]
    .filter(([, , inner]) => inner !== undefined);
  equal(wrapped.length, 7);
  for (const [plain, , inner = ""] of wrapped) {
    equal(paranoid.wrap(inner), plain);
    equal(paranoid.unwrap(plain), inner);
    equal(isWrapped(plain), true);
  }
  equal(paranoid.wrap("MP-0 c2,0"), "MP-0 EMcyeKJ");
});

Deno.test("pings, pushes, groups and what is wrapped already stay as they are", () => {
  for (const plain of ["A", "a", "PAhello", "gCLUB,1", "ET123", "EMSxx"]) {
    equal(paranoid.wrap(`MP-0 ${plain}`), `MP-0 ${plain}`);
  }
});

Deno.test("a message without data has nothing behind its code", () => {
  equal(paranoid.wrap("MP-0 Z"), "MP-0 EMZ");
  equal(paranoid.unwrap("MP-0 EMZ"), "MP-0 Z");
});

Deno.test("exactly the bytes that came are decrypted, also very many", () => {
  const long = `MP-0 C7,${"x".repeat(5000)}`;
  equal(paranoid.unwrap(paranoid.wrap(long)), long);
});

Deno.test("data that is not base64 cannot be unwrapped", () => {
  equal(paranoid.unwrap("MP-0 EMC!!!"), undefined);
  equal(isWrapped("MP-0 EM"), false);
  equal(isWrapped("MP-0 ETabc"), false);
});
