/** The page's facts of the car are those of the plugins. */
import assert from "node:assert/strict";
import { objectName } from "../../../../../runtime/canopen/mod.ts";
import { macros } from "../../../../../plugins/cfg/macros.ts";
import { chargeMinutes } from "../../../../../plugins/twizy/charge_time.ts";
import { SEVCON_OBJECTS } from "../../../../../plugins/twizy/sim/sevcon.ts";
import {
  chargeMinutes as shown,
  DRAWN,
  MACROS,
  MAPS,
  READ_BACK,
} from "../../../../../runtime/links/http/page/twizy.js";

Deno.test("charge times are estimated as the car does", () => {
  for (let soc = 0; soc <= 100; soc += 3.7) {
    for (const to of [20, 80, 94, 97.5, 100]) {
      const wanted = chargeMinutes(soc, to);
      assert.equal(
        Math.max(0, Math.ceil(shown(soc, to) - 1e-9)),
        wanted,
        `${soc} to ${to} %`,
      );
    }
  }
});

Deno.test("the forms offer what the commands take", () => {
  const offered = MACROS.map(({ name, params }) => [
    name,
    params.map(({ min, max, standard }) => `${min}..${max}, ${standard}`),
  ]);
  const taken = macros.filter(({ name }) => name !== "TSMAP").map((macro) => [
    macro.name,
    macro.help.map((line) => {
      const [, range, standard = ""] =
        /(\d+\.\.\d+), default (\S+)/.exec(line) ?? [];
      // A default that names another parameter is that one's.
      const own = /^\d+$/.test(standard)
        ? standard
        : /default (\d+)/.exec(macro.help[0] ?? "")?.[1];
      return `${range}, ${own}`;
    }),
  ]);
  assert.deepEqual(offered, taken);
  for (const { name, params } of MAPS) {
    const words = [
      name.slice(-1),
      ...params.map(({ standard }) => String(standard)),
    ];
    const tsmap = macros.find((macro) => macro.name === "TSMAP");
    assert.equal(tsmap?.steps(words).length, 1);
  }
});

Deno.test("a delivered controller reads back as the standard values", () => {
  const delivered = new Map(
    SEVCON_OBJECTS.map((
      { index, sub, value },
    ) => [objectName(index, sub), value]),
  );
  const objects = Object.fromEntries(
    DRAWN.map((name) => [name, delivered.get(name)]),
  );
  const readings = new Map(Object.entries(READ_BACK));
  for (const { name, params } of [...MACROS, ...MAPS]) {
    const values = readings.get(name)?.map((of) => of(objects));
    assert.deepEqual(values, params.map(({ standard }) => standard), name);
  }
});
