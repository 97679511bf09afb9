/** Whether pages that plugins from outside bring can be shown. */
import type { PageDecls } from "../../runtime/contract/queries.ts";

/**
 * Why one of them cannot be shown; undefined where all can.
 * @param folder the only one that they may be in, as a URL; default: any
 */
export function pageTrouble(
  pages: PageDecls = {},
  folder?: string,
): string | undefined {
  for (const { module: { href } } of Object.values(pages)) {
    if (folder !== undefined && !href.startsWith(`${folder}/`)) {
      return `its page ${href} is not in its own folder: a plugin with pages is a folder with a mod.ts, and they are in it`;
    }
    if (isGone(href)) {
      return `its page ${href} is not there: correct its path, or write it`;
    }
  }
  return undefined;
}

function isGone(href: string): boolean {
  try {
    return href.startsWith("file:") && !Deno.statSync(new URL(href)).isFile;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}
