/** Static files of the folders in which plugins have their pages: read when they are asked for. */
import { fileURLToPath } from "node:url";
import type { Registry } from "../../../commands/registry.ts";
import { lean, withoutComments } from "./lean.ts";
import { Problem } from "../answers/problem.ts";
import { isHeld, tagOf } from "../answers/tag.ts";

/** What a page may be made of; nothing else is handed out. */
const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
};
/** One part of a path: no dot files, nothing that leads upwards. */
const PART = /^[\w-][\w.-]*$/;

/** Plugins that the program comes with: their pages are written as the console's own are. */
const OWN = new URL("../../../../plugins/", import.meta.url).href;

type Pages = Pick<Registry, "pages">;

/** The folder of a plugin's pages: that of its first one. */
function folderOf({ pages }: Pages, owner: string): URL | undefined {
  for (const { owner: whose, def } of pages.values()) {
    if (whose === owner) return new URL(".", def.module);
  }
  return undefined;
}

/** Where the console finds a page's module. */
export function modulePath(pages: Pages, owner: string, module: URL): string {
  const folder = folderOf(pages, owner)?.href ?? "";
  return `/plugins/${owner}/${module.href.slice(folder.length)}`;
}

/**
 * A file for `/plugins/<owner>/<path>`.
 * @throws Problem 404 for what is not there or not handed out, 503 for what may not be read
 */
export async function pluginFile(
  pages: Pages,
  request: Request,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [owner = "", ...parts] = pathname.split("/").slice(2);
  const folder = folderOf(pages, owner);
  const type = TYPES[parts.at(-1)?.split(".").at(-1) ?? ""];
  const missing = () => new Problem(404, `There is nothing at ${pathname}`);
  if (!folder || !type || !parts.every((part) => PART.test(part))) {
    throw missing();
  }
  const found = await read(fileURLToPath(folder), parts);
  if (!found) throw missing();
  const bytes = sent(found, type, folder.href.startsWith(OWN));
  const tag = tagOf(bytes);
  const headers = { "cache-control": "no-cache", etag: tag };
  return isHeld(request, tag)
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers: { ...headers, "content-type": type } });
}

/** What is sent of a file: of scripts and styles all but comments, of own scripts no indentation either. */
function sent(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  own: boolean,
): Uint8Array<ArrayBuffer> {
  if (type !== TYPES["js"] && type !== TYPES["css"]) return bytes;
  const less = own && type === TYPES["js"] ? lean : withoutComments;
  return new TextEncoder().encode(less(new TextDecoder().decode(bytes)));
}

/** A file within a folder, links followed; undefined where it is not there or leads out of it. */
async function read(
  folder: string,
  parts: readonly string[],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const root = await Deno.realPath(folder);
    const file = await Deno.realPath(`${root}/${parts.join("/")}`);
    if (!file.startsWith(`${root}/`)) return undefined;
    return await Deno.readFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new Problem(
        503,
        `The page's folder may not be read: start the program with --allow-read=${folder}`,
      );
    }
    return undefined;
  }
}
