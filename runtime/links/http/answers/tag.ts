/** Entity tags: by them whoever asked before has nothing sent again. */
import { createHash } from "node:crypto";

/** Characters of a tag: more than enough to tell two answers apart. */
const LENGTH = 22;

/** The tag of a content. */
export function tagOf(content: string | Uint8Array): string {
  const hash = createHash("sha256").update(content).digest("base64url");
  return `"${hash.slice(0, LENGTH)}"`;
}

/** Whether the asker has what this tag names; a proxy that packs answers writes `W/` in front of it. */
export function isHeld({ headers }: Request, tag: string): boolean {
  const tags = (headers.get("if-none-match") ?? "").split(",");
  return tags.some((one) => one.trim().replace(/^W\//, "") === tag);
}
