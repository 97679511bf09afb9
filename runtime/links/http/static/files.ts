/** Files of the page, held in memory: nothing but what is listed can be asked for, and nothing is read from disk. */
import { gzipSync } from "node:zlib";
import { isHeld, tagOf } from "../answers/tag.ts";

/** A file as it is listed. */
export interface PageFile {
  /** Where it is asked for. */
  readonly path: string;
  readonly text: string;
}

interface Held {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly tag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
};

/** Answers requests for the page's files. */
export class PageFiles {
  readonly #held: ReadonlyMap<string, Held>;

  constructor(files: readonly PageFile[]) {
    this.#held = new Map(
      files.map(({ path, text }) => [path, hold(path, text)]),
    );
  }

  /** Size of all files together as they are sent, without compression. */
  get bytes(): number {
    return [...this.#held.values()].reduce(
      (sum, { plain }) => sum + plain.length,
      0,
    );
  }

  /** The file, `304` when the browser has it already, or undefined. */
  find(request: Request, path: string): Response | undefined {
    const held = this.#held.get(path);
    if (held === undefined) return undefined;
    const headers = new Headers({
      "cache-control": "no-cache",
      etag: held.tag,
      vary: "accept-encoding",
    });
    if (isHeld(request, held.tag)) {
      return new Response(null, { status: 304, headers });
    }
    const packed = /\bgzip\b/.test(
      request.headers.get("accept-encoding") ?? "",
    );
    headers.set("content-type", held.type);
    if (packed) headers.set("content-encoding", "gzip");
    const body = packed ? held.packed : held.plain;
    headers.set("content-length", String(body.length));
    return new Response(request.method === "HEAD" ? null : body, { headers });
  }
}

function hold(path: string, text: string): Held {
  const plain = new TextEncoder().encode(text);
  return {
    type: TYPES[path.split(".").at(-1) ?? ""] ?? TYPES["html"] ?? "",
    plain,
    packed: new Uint8Array(gzipSync(plain)),
    tag: tagOf(plain),
  };
}
