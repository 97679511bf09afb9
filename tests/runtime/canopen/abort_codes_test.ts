import assert from "node:assert/strict";
import { abortName, SDO_ABORT_CODES } from "../../../runtime/canopen/mod.ts";

Deno.test("the table has the 31 codes of CiA 301", () => {
  assert.equal(Object.keys(SDO_ABORT_CODES).length, 31);
  assert.equal(new Set(Object.values(SDO_ABORT_CODES)).size, 31);
});

Deno.test("codes have their names, unknown ones say so", () => {
  assert.equal(abortName(0x05040000), "SDO protocol timed out");
  assert.equal(abortName(0x06090011), "Sub-index does not exist");
  assert.equal(abortName(0x08000000), "General error");
  assert.equal(abortName(0x08000004), "Unknown abort code");
});
