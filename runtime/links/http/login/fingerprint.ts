import { createHash } from "node:crypto";

/** What is kept of a secret, to know it again. */
export function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("base64");
}
