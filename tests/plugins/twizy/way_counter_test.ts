import { equal } from "node:assert/strict";
import { WayCounter } from "../../../plugins/twizy/way_counter.ts";

Deno.test("the distance counter wraps at 16 bit", () => {
  const counter = new WayCounter();
  for (const value of [0xfde8, 0xffff, 0x00c8, 0xffff, 0x00c8]) {
    counter.count(value);
  }
  equal(counter.way, 535 + 1 + 200 + 65535 - 200 + 201);
});

Deno.test("a program that starts in a driving car does not count what was driven before", () => {
  const counter = new WayCounter();
  counter.count(30000);
  counter.count(30005);
  equal(counter.way, 5);
});

Deno.test("switching on begins at zero, whatever the counter did before", () => {
  const counter = new WayCounter();
  counter.count(30000);
  counter.switching(true);
  counter.switched();
  counter.count(20);
  equal(counter.way, 20);
});

Deno.test("a counter that does not begin at zero adds nothing at switch-on", () => {
  const counter = new WayCounter();
  counter.switching(true);
  counter.count(30000);
  counter.switching(true);
  counter.count(30004);
  counter.switched();
  counter.count(30010);
  equal(counter.way, 6);
});
