import assert from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { openConsole } from "./console.ts";

const page = (of: readonly string[], place?: "menu" | "car") => ({
  name: "Sails",
  icon: "M0 0",
  of,
  ...(place ? { place } : {}),
  module: new URL("./page/sails.js", import.meta.url),
});

const sails = definePlugin({
  id: "sails",
  pages: {
    sails: page(["x.sails.area"]),
    either: page(["x.sails.area", "v.b.soc"]),
    beside: page(["v.b.soc"], "car"),
  },
});

Deno.test("a page of a metric that no vehicle writes is not there; a panel says its place", async () => {
  using car = openConsole({}, { extra: [sails] });
  const pages = await car.api("/pages") as {
    owner: string;
    id: string;
    place: string;
  }[];
  assert.deepEqual(
    pages.filter(({ owner }) => owner === "sails")
      .map(({ id, place }) => [id, place]).sort(),
    [["beside", "car"], ["either", "menu"]],
  );
});
