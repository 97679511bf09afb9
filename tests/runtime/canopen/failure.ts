import assert from "node:assert/strict";
import { SdoError, type SdoErrorKind } from "../../../runtime/canopen/mod.ts";

/** Checks an `SdoError` by kind, object and code. */
export function failure(
  kind: SdoErrorKind,
  code: number | undefined,
  message = /./,
): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SdoError, String(error));
    assert.deepEqual([error.kind, error.code], [kind, code]);
    assert.match(error.message, message);
    return true;
  };
}
