/** Answers as small as the asker can take them: packed, and not at all where he has them. */
import { promisify } from "node:util";
import { constants, deflateRawSync, gzip } from "node:zlib";
import { isHeld, tagOf } from "./tag.ts";

/** Answers below are sent as they are, bytes: packing would save less than its header costs. */
const SMALL = 500;

/** Begin of a gzip stream; pieces of `pack` may follow it, whichever they are. */
export const STREAM_HEADER = Uint8Array.of(
  ...[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff],
);

/** Whether the asker takes gzip. */
export function takesGzip({ headers }: Request): boolean {
  return /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
}

/** A piece of a stream that needs no other one to be unpacked: made once for all who listen. */
export function pack(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(
    deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH }),
  );
}

/** A JSON answer to a request; `304` where the asker has it already. */
export async function jsonAnswer(
  request: Request,
  text: string,
): Promise<Response> {
  const isRead = ["GET", "HEAD"].includes(request.method);
  const etag = tagOf(text);
  const headers = new Headers({ vary: "accept-encoding, accept-language" });
  if (isRead) headers.set("etag", etag);
  if (isRead && isHeld(request, etag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", "application/json");
  if (text.length < SMALL || !takesGzip(request)) {
    return new Response(text, { headers });
  }
  headers.set("content-encoding", "gzip");
  return new Response(new Uint8Array(await promisify(gzip)(text)), { headers });
}

/** Packs an answer that is already there, such as a file; one that is packed, or has no body, stays. */
export function packed(request: Request, response: Response): Response {
  const { body, status } = response;
  const stays = body === null || !takesGzip(request) ||
    response.headers.has("content-encoding");
  if (stays) return response;
  const headers = new Headers(response.headers);
  headers.set("content-encoding", "gzip");
  headers.append("vary", "accept-encoding");
  headers.delete("content-length");
  return new Response(body.pipeThrough(new CompressionStream("gzip")), {
    status,
    headers,
  });
}
