import { deepEqual, equal } from "node:assert/strict";
import {
  Authority,
  normalNumber,
  sameNumber,
  sameSecret,
} from "../../../runtime/commands/auth.ts";
import type { Auth, Principal } from "../../../runtime/contract/plugin.ts";

const phone = "+491701234567", password = "OVMS";

/** An authority with these settings, and how often a lock-out was told. */
function authority(settings = { phone, password, country: "" }) {
  const told: string[] = [];
  const check = new Authority(() => settings, () => told.push("locked"));
  const ask = (
    auth: Auth,
    from: string,
    words: readonly string[] = [],
    now = 0,
    principal: Principal = "anyone",
  ) => check.check(auth, principal, from, words, now);
  return { ask, told, check };
}

const granted = (principal: Principal, words: readonly string[] = []) => ({
  ok: true,
  principal,
  words,
});

Deno.test("numbers are compared without blanks, dashes and brackets, 00 as +", () => {
  for (
    const same of [
      "+49 170 1234567",
      "0049-170-1234567",
      "+49 (170) 123/4567",
    ]
  ) equal(sameNumber(same, phone, ""), true, same);
  for (
    const other of [
      "",
      "+49170123456",
      "+4917012345678",
      "01701234567",
      "01234567",
      "91701234",
      '"491701234567"',
      "+1701234567",
      "Provider",
    ]
  ) equal(sameNumber(other, phone, ""), false, other);
  equal(sameNumber("", "", ""), false);
  equal(sameNumber(" ", "-", ""), false);
});

Deno.test("digits that lack + or country are the owner's when enough of them agree", () => {
  for (const same of ["491701234567", "1701234567", "701234567"]) {
    equal(sameNumber(same, phone, ""), true, same);
    equal(sameNumber(phone, same, ""), true, same);
    equal(sameNumber(same, phone, "+49"), true, same);
  }
  for (const other of ["01234567", "234567", "991701234567", "4917012345678"]) {
    equal(sameNumber(other, phone, "+49"), false, other);
  }
  equal(sameNumber("12345678", "+4512345678", "+45"), true, "short countries");
  equal(sameNumber("12345678", "+4512345678", ""), false);
  equal(sameNumber("12345", "+4912345", "+49"), false, "a short code");
});

Deno.test("a national number is the international one only if a country is set", () => {
  equal(sameNumber("0170 1234567", phone, "+49"), true);
  equal(sameNumber("01701234567", phone, "+43"), false);
  equal(normalNumber("0049170", "+49"), "+49170");
  equal(normalNumber("Provider", "+49"), "Provider");
});

Deno.test("passwords are compared whole and with their case; an empty one matches nothing", () => {
  equal(sameSecret("OVMS", "OVMS"), true);
  for (const wrong of ["ovms", "OVM", "OVMSX", ""]) {
    equal(sameSecret(wrong, "OVMS"), false, wrong);
  }
  equal(sameSecret("", ""), false);
});

Deno.test("class owner: the phone, or the password as first word", () => {
  const { ask } = authority();
  deepEqual(
    ask("owner", phone, ["OVMS", "x"]),
    granted("owner", ["OVMS", "x"]),
  );
  deepEqual(ask("owner", "+33123", ["OVMS", "x"]), granted("password", ["x"]));
  equal(ask("owner", "+33123", ["x", "OVMS"]).ok, false);
  equal(ask("owner", "+33123").ok, false);
});

Deno.test("class phone: the registered phone only", () => {
  const { ask } = authority();
  deepEqual(ask("phone", phone, ["x"]), granted("owner", ["x"]));
  equal(ask("phone", "+33123", ["OVMS"]).ok, false);
});

Deno.test("class password: everybody needs it, the owner and the console too", () => {
  const { ask } = authority();
  deepEqual(ask("password", phone, ["OVMS", "x"]), granted("owner", ["x"]));
  deepEqual(ask("password", "+33123", ["OVMS"]), granted("password"));
  equal(ask("password", phone, ["x"]).ok, false);
  equal(ask("password", "", ["x"], 0, "owner").ok, false);
  deepEqual(ask("password", "", ["OVMS"], 0, "owner"), granted("owner"));
});

Deno.test("the console is the owner, an app is not, but needs no password for what the owner's password allows", () => {
  const { ask } = authority();
  deepEqual(ask("owner", "", ["x"], 0, "app"), granted("app", ["x"]));
  equal(ask("password", "", ["x"], 0, "app").ok, false);
  deepEqual(ask("phone", "", [], 0, "owner"), granted("owner"));
  equal(ask("phone", "", [], 0, "app").ok, false);
});

Deno.test("empty settings make nobody the owner", () => {
  const { ask } = authority({ phone: "", password: "", country: "" });
  for (const auth of ["owner", "phone", "password"] as const) {
    equal(ask(auth, "", [""]).ok, false);
    equal(ask(auth, "+33123", [""]).ok, false);
  }
});

Deno.test("five wrong passwords lock a number out for 15 minutes, told once", () => {
  const { ask, told } = authority();
  const right = (from: string, now: number) =>
    ask("owner", from, ["OVMS"], now).ok;
  for (let i = 0; i < 4; i++) ask("owner", "+33123", ["wrong"], i);
  equal(right("+33123", 4), true, "four are not enough, and are forgotten");
  for (let i = 0; i < 5; i++) ask("owner", "+33123", ["wrong"], 10 + i);
  equal(told.length, 1);
  for (let i = 0; i < 5; i++) ask("owner", "+33123", ["wrong"], 20 + i);
  equal(right("+33123", 14 + 899), false, "nor do tries make it longer");
  equal(right("+44999", 20), true, "other numbers are not concerned");
  equal(told.length, 1);
  equal(right("+33123", 14 + 900), true);
});

Deno.test("wrong tries long ago do not count, nor do commands without a password", () => {
  const { ask, told } = authority();
  for (let i = 0; i < 20; i++) ask("owner", "+33123", ["wrong"], i * 901);
  for (let i = 0; i < 20; i++) {
    ask("owner", "+33123", [], i);
    ask("phone", "+33123", ["wrong"], i);
  }
  deepEqual(told, []);
});

Deno.test("the owner is never locked out", () => {
  const { ask, told } = authority();
  for (let i = 0; i < 10; i++) ask("password", phone, ["wrong"], i);
  equal(ask("password", phone, ["OVMS"], 10).ok, true);
  deepEqual(told, []);
});

Deno.test("forged numbers are not remembered without end, the newest stay locked", () => {
  const { ask } = authority();
  for (let n = 0; n < 3000; n++) ask("owner", `+1${n}`, ["wrong"], 0);
  for (let i = 0; i < 5; i++) ask("owner", "+33123", ["wrong"], 1);
  equal(ask("owner", "+33123", ["OVMS"], 2).ok, false);
});
