import assert from "node:assert/strict";
import {
  grouped,
  inBar,
} from "../../../../../runtime/links/http/page/menu_data.js";

type Entry = Parameters<typeof inBar>[0][number];
const page = (
  id: string,
  about: Entry["about"] = "car",
  often = false,
): Entry => ({ id, name: id, about, often });
const ids = (pages: readonly Entry[]) => pages.map(({ id }) => id).join(" ");

Deno.test("a phone has five pages: those opened often, then the first of the others, in their order", () => {
  const pages = [
    page("car", "car", true),
    page("battery"),
    page("energy"),
    page("charge", "car", true),
    page("heat"),
    page("trips", "history", true),
    page("charts", "history"),
  ];
  assert.equal(ids(inBar(pages)), "car battery energy charge trips");
  assert.equal(ids(inBar(pages.slice(0, 2))), "car battery");
  const often = pages.map((each) => ({ ...each, often: true }));
  assert.equal(ids(inBar(often)), "car battery energy charge heat");
});

Deno.test("pages are in groups, those without pages left out", () => {
  const groups = grouped([
    page("settings", "gateway"),
    page("car"),
    page("log", "gateway"),
    page("trips", "history"),
  ]);
  assert.deepEqual(
    groups.map(({ about, pages }) => `${about}: ${ids(pages)}`),
    ["car: car", "history: trips", "gateway: settings log"],
  );
});
