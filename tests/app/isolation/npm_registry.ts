/** A registry of npm packages with one package, on this machine. */
import { createHash } from "node:crypto";

/** A package: its name, and the text of its module for each version. */
export interface PackageSource {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** A registry that runs. */
export interface NpmRegistry extends AsyncDisposable {
  readonly host: string;
  readonly url: string;
}

/** Starts a registry. */
export async function npmRegistry(
  { name, versions }: PackageSource,
): Promise<NpmRegistry> {
  const archives = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [version, module] of Object.entries(versions)) {
    const manifest = { name, version, type: "module", main: "mod.js" };
    archives.set(
      version,
      await packed({
        "package/package.json": JSON.stringify(manifest),
        "package/mod.js": module,
      }),
    );
  }
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const { pathname, origin } = new URL(request.url);
      const archive = archives.get(
        /(\d+\.\d+\.\d+)\.tgz$/.exec(pathname)?.[1] ?? "",
      );
      if (archive) return new Response(archive);
      if (decodeURIComponent(pathname) !== `/${name}`) {
        return new Response("", { status: 404 });
      }
      const entries = [...archives].map(([version, bytes]) => [version, {
        name,
        version,
        type: "module",
        main: "mod.js",
        dist: {
          tarball: `${origin}/${version}.tgz`,
          integrity: `sha512-${
            createHash("sha512").update(bytes).digest("base64")
          }`,
        },
      }]);
      return Response.json({
        name,
        "dist-tags": { latest: Object.keys(versions).at(-1) },
        versions: Object.fromEntries(entries),
      });
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  return {
    host,
    url: `http://${host}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A packed archive of texts (ustar, 512 bytes a block). */
async function packed(
  files: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const content = encoder.encode(text), head = new Uint8Array(512);
    const put = (at: number, value: string) =>
      head.set(encoder.encode(value), at);
    const octal = (value: number, length: number) =>
      value.toString(8).padStart(length - 1, "0") + "\0";
    put(0, path);
    put(100, octal(0o644, 8));
    put(108, octal(0, 8));
    put(116, octal(0, 8));
    put(124, octal(content.length, 12));
    put(136, octal(0, 12));
    put(148, " ".repeat(8));
    put(156, "0");
    put(257, "ustar\0" + "00");
    put(148, octal(head.reduce((sum, byte) => sum + byte, 0), 7) + " ");
    const rest = new Uint8Array((512 - content.length % 512) % 512);
    return [head, content, rest];
  });
  const tar = new Blob([...blocks, new Uint8Array(1024)]);
  const stream = tar.stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
