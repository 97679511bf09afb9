/** Services that take HTTP requests, as far as their rules go, on this machine. */

/** What a service thinks of a request. */
export interface Verdict {
  readonly status: number;
  /** The text that its user would see. */
  readonly shown?: string;
}

/** A service at work. */
export interface Service extends AsyncDisposable {
  /** Begin of its addresses. */
  readonly origin: string;
  /** Texts that users saw. */
  readonly shown: readonly string[];
  /** Headers of the requests. */
  readonly headers: readonly Headers[];
}

/** Opens a service. */
export function serve(
  judge: (request: Request, body: string) => Verdict,
): Service {
  const shown: string[] = [], headers: Headers[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      headers.push(new Headers(request.headers));
      const verdict = judge(request, await request.text());
      if (verdict.shown !== undefined) shown.push(verdict.shown);
      return new Response("{}", { status: verdict.status });
    },
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    shown,
    headers,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function json(
  request: Request,
  body: string,
): Readonly<Record<string, unknown>> {
  const isJson = request.headers.get("content-type") === "application/json";
  const value: unknown = isJson ? JSON.parse(body) : {};
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

const bad: Verdict = { status: 400 };

/** What each service takes. */
export const services: Readonly<
  Record<string, (request: Request, body: string) => Verdict>
> = {
  telegram(request, body) {
    const { chat_id, text } = json(request, body);
    const path = new URL(request.url).pathname;
    if (!/^\/bot\d+:[\w-]{30,}\/sendMessage$/.test(path)) {
      return { status: 404 };
    }
    return typeof chat_id === "number" && typeof text === "string" &&
        text !== ""
      ? { status: 200, shown: text }
      : bad;
  },
  pushover(request, body) {
    if (
      new URL(request.url).pathname !== "/1/messages.json" ||
      request.headers.get("content-type") !==
        "application/x-www-form-urlencoded"
    ) return bad;
    const fields = new URLSearchParams(body), key = /^[A-Za-z0-9]{30}$/;
    const message = fields.get("message") ?? "";
    return key.test(fields.get("token") ?? "") &&
        key.test(fields.get("user") ?? "") && message !== ""
      ? { status: 200, shown: message }
      : bad;
  },
  slack(request, body) {
    const { text } = json(request, body);
    const path = new URL(request.url).pathname;
    if (!/^\/services\/T\w+\/B\w+\/\w{24}$/.test(path)) return { status: 404 };
    return typeof text === "string" ? { status: 200, shown: text } : bad;
  },
};
