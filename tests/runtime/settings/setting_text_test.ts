import { deepEqual, equal, throws } from "node:assert/strict";
import { setting, type SettingSchema, v } from "../../../runtime/mod.ts";
import {
  settingFrom,
  settingText,
} from "../../../runtime/settings/setting_text.ts";

const decl = <S extends SettingSchema>(schema: S) =>
  setting({ schema, default: "" as v.InferInput<S>, summary: "" });

Deno.test("a text is what the schema wants of it", () => {
  const limits = v.pipe(v.number(), v.integer(), v.minValue(0));
  for (
    const [schema, text, value] of [
      [v.number(), "5.5", 5.5],
      [v.number(), "-3", -3],
      [v.string(), "5", "5"],
      [v.boolean(), "on", true],
      [v.boolean(), "Off", false],
      [v.boolean(), "1", true],
      [v.picklist(["K", "M"]), "m", "M"],
      [v.picklist([2011, 2013]), "2011", 2011],
      [v.union([v.literal("auto"), limits]), "7", 7],
      [v.union([v.literal("auto"), limits]), "auto", "auto"],
      [v.array(v.string()), '["a","b"]', ["a", "b"]],
      [v.optional(v.number()), "4", 4],
    ] as const
  ) {
    deepEqual(settingFrom(text, decl<SettingSchema>(schema)), value, text);
  }
});

Deno.test("a wrong value is told what was expected", () => {
  const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
  const pin = v.pipe(v.string(), v.regex(/^\d{4}$/, "expected four digits"));
  for (
    const [schema, text, why] of [
      [percent, "101", "expected a number from 0 to 100"],
      [percent, "x", "expected a number from 0 to 100"],
      [
        v.pipe(v.number(), v.integer(), v.minValue(1)),
        "1.5",
        "expected a whole number from 1 on",
      ],
      [v.boolean(), "maybe", "expected on or off"],
      [
        v.pipe(v.string(), v.isoTime()),
        "25:00",
        "expected a time, such as 07:30",
      ],
      [
        v.pipe(v.string(), v.url()),
        "x",
        "expected a web address, such as https://example.com",
      ],
      [
        v.picklist(["guide", "current", "both"]),
        "none",
        "expected guide, current or both",
      ],
      [v.picklist([2011, 2013]), "2012", "expected 2011 or 2013"],
      [
        v.union([v.literal("auto"), v.number()]),
        "x",
        "expected auto or a number",
      ],
      [
        v.pipe(v.string(), v.maxLength(2)),
        "abc",
        "expected a text of up to 2 characters",
      ],
      [pin, "12", "expected four digits"],
      [v.array(v.number()), "[1,", 'expected a list, such as ["a","b"]'],
    ] as const
  ) {
    throws(() => settingFrom(text, decl<SettingSchema>(schema)), {
      name: "TypeError",
      message: why,
    });
  }
  throws(
    () => settingFrom("x", { ...decl<SettingSchema>(percent), unit: "%" }),
    /expected a number from 0 to 100 \(%\)$/,
  );
});

Deno.test("values are shown as they are written", () => {
  deepEqual(
    [true, false, 5, "a", "", [1], undefined].map(settingText),
    ["on", "off", "5", "a", "(none)", "[1]", "(none)"],
  );
  equal(settingText({ a: 1 }), '{"a":1}');
});
