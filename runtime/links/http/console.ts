/** What the link `http` answers with: API, live stream and page behind one fetch handler. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { Access, type Caller } from "./login/access.ts";
import { AlertBoard } from "./values/alert_board.ts";
import { BusLook } from "./values/bus_look.ts";
import type { Registry } from "../../commands/registry.ts";
import {
  apiRoutes,
  checkRight,
  queryRoute,
  queryRoutes,
  type Route,
} from "./api/mod.ts";
import { pluginFile } from "./static/plugin_files.ts";
import type { Gateway } from "./gateway.ts";
import { clientOf, refuseProxy } from "./connections/forwarded.ts";
import {
  checkHost,
  checkOrigin,
  checkType,
  type Names,
} from "./connections/guard.ts";
import { oneAtATime } from "./connections/one_at_a_time.ts";
import { GONE } from "./connections/guests.ts";
import { contentPolicy, harden } from "./answers/headers.ts";
import type { RequestInfo } from "./connections/listen.ts";
import { tileOrigin } from "./map_settings.ts";
import { type Description, methodsOf, openApi } from "./openapi.ts";
import { jsonAnswer, packed, takesGzip } from "./answers/packing.ts";
import type { HttpOptions, Page } from "./options.ts";
import { Problem, problemResponse } from "./answers/problem.ts";
import { prometheusText } from "./values/prometheus.ts";
import type { HttpServices } from "./services.ts";
import { languageOf } from "./answers/speech.ts";
import { Speeches } from "./answers/speeches.ts";
import { type Say, toldAnswer } from "./answers/told.ts";
import { LiveStream } from "./values/stream.ts";
import type { Trail } from "./values/trail.ts";
import type { TroubleBook } from "./values/trouble_book.ts";

const API = "/api/v1";
/** Largest body; a command has at most 1000 characters. */
const BODY = 16 * 1024;
/** What was there before the console was loaded. */
export interface Beginning {
  readonly trail: Trail;
  readonly troubles: TroubleBook;
  /** Since when sessions of before count as used, ms of the monotonic clock. */
  readonly since: number;
  /** Whether a login is needed. */
  readonly needed: boolean;
  /** The module password as it is now, or undefined while it is the one that everybody knows. */
  readonly password: () => string | undefined;
}

type Env = {
  Variables: { caller: Caller };
  Bindings: { info: RequestInfo };
};

/** What answers requests. */
export class Console {
  readonly #access: Access;
  readonly #stream: LiveStream;
  readonly #alerts: AlertBoard;
  readonly #look: BusLook;
  readonly #speeches: Speeches;
  readonly #routes: readonly Route[];
  readonly #app = new Hono<Env>();
  readonly #importMapHash: string;
  readonly #names: Names;
  readonly #proxies: ReadonlySet<string>;
  /** Large bodies: many would fill the memory. */
  readonly #large = oneAtATime();
  #described: {
    readonly registry: Registry;
    readonly document: Description;
    readonly text: string;
  } | undefined;

  /**
   * @param page undefined: there is only the API
   * @param gateway what the program around the runtime lets the console do
   */
  constructor(
    readonly services: HttpServices,
    readonly options: HttpOptions,
    readonly page: Page | undefined,
    gateway: Gateway | undefined,
    readonly beginning: Beginning,
  ) {
    const { hostname, token, origins = [], proxies = [], machine = [] } =
      options;
    const { hal: { clock, store }, log } = services.options;
    this.#routes = apiRoutes(gateway);
    this.#names = { bound: hostname, machine, origins: new Set(origins) };
    this.#proxies = new Set(proxies);
    this.#access = new Access({
      needed: beginning.needed,
      token,
      password: beginning.password,
      clock,
      since: beginning.since,
      store,
      lockedOut: () => log("warning", "web logins slowed down"),
    });
    this.#importMapHash = page?.importMapHash ?? "sha256-";
    this.#stream = new LiveStream(services);
    this.#alerts = new AlertBoard(
      services,
      () => gateway?.setup?.alerts() ?? [],
    );
    this.#look = new BusLook(services);
    this.#speeches = new Speeches(() => services.registry, gateway?.texts);
    this.#declare();
  }

  /** Whether there are tokens with names. */
  get hasTokens(): boolean {
    return this.#access.tokens.size > 0;
  }

  /** Tells the pages what changed; once a second. */
  second(): void {
    this.#look.second();
    this.#stream.second();
  }

  // ---- routes ------------------------------------------------------------------

  #declare(): void {
    const app = this.#app;
    app.onError(async (error, c) =>
      this.#failed(error, await this.#saying(c.req.raw))
    );
    app.notFound((c) => this.#file(c.req.raw, new URL(c.req.url).pathname));
    app.use(async ({ req }, next) => {
      checkHost(req.raw, this.#names);
      checkOrigin(req.raw, this.#names);
      if (!this.#access.options.needed) refuseProxy(req.raw);
      await next();
    });
    app.get("/healthz", (c) => c.text("ok\n"));
    app.get(
      "/readyz",
      (c) => this.#ready() ? c.text("ready\n") : c.text("not ready\n", 503),
    );
    this.#declareLogin();
    const guarded: MiddlewareHandler<Env> = async (c, next) => {
      if (this.services.isLate && c.req.method !== "GET") {
        throw new Problem(503, "The gateway was held up: ask again");
      }
      c.set("caller", await this.#access.caller(c.req.raw, this.#client(c)));
      await next();
    };
    app.use("/metrics", guarded);
    app.use(`${API}/*`, guarded);
    app.get("/metrics", (c) =>
      packed(
        c.req.raw,
        new Response(prometheusText(this.services), {
          headers: {
            "content-type": "text/plain; version=0.0.4; charset=utf-8",
          },
        }),
      ));
    app.get(
      `${API}/openapi.json`,
      (c) => jsonAnswer(c.req.raw, this.#description().text),
    );
    app.get(`${API}/stream`, (c) => this.#live(c.req.raw, c.get("caller")));
    for (const route of this.#routes) this.#mount(route);
    this.#mountQueries();
    app.get("/plugins/:owner/*", (c) => this.#pageFile(c.req.raw));
    app.all(`${API}/*`, ({ req: { method, path } }) => {
      const { document } = this.#description();
      const methods = methodsOf(document, path.slice(API.length));
      if (methods.length > 0) {
        throw new Problem(405, `${path} takes ${methods.join(", ")} only`, {
          allow: methods.join(", "),
        });
      }
      throw new Problem(
        404,
        `There is no ${method} ${path}: ${API}/openapi.json lists all`,
      );
    });
  }

  #declareLogin(): void {
    const app = this.#app, access = this.#access;
    const schema = v.strictObject({
      secret: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    });
    app.post(`${API}/login`, LIMITED, async (c) => {
      const parsed = v.safeParse(schema, await bodyOf(c.req.raw));
      if (!parsed.success) {
        throw new Problem(400, 'Expected a body {"secret": "..."}');
      }
      if (!access.options.needed) return c.json({ caller: "owner" });
      const { caller, cookies } = await access.login(
        parsed.output.secret,
        c.req.raw,
        this.#client(c),
      );
      const secure = c.req.header("origin")?.startsWith("https:");
      return c.json({ caller: caller.principal }, 200, {
        "set-cookie": cookies.map((cookie) =>
          secure ? `${cookie}; Secure` : cookie
        ),
      });
    });
    app.post(
      `${API}/logout`,
      (c) => c.body(null, 204, { "set-cookie": access.logout(c.req.raw) }),
    );
  }

  /** Address of whoever asks. */
  #client({ req, env: { info: { remoteAddr } } }: Context<Env>): string {
    return clientOf(req.raw, remoteAddr?.hostname ?? "", this.#proxies);
  }

  #mount(route: Route): void {
    const path = API + route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    this.#app.on(
      route.method.toUpperCase(),
      path,
      // Whoever may not ask has nothing read, either
      async (c, next) => {
        checkRight(c.get("caller"), route.method, route.owner);
        await next();
      },
      ...(route.largest === undefined
        ? [LIMITED]
        : [this.#large, limited(route.largest)]),
      (c) => this.#run(route, c),
    );
  }

  /** Queries of the plugins that are loaded at the time. */
  #mountQueries(): void {
    const path = `${API}/plugins/:id/:query`;
    this.#app.on(["GET", "POST"], path, LIMITED, (c, next) => {
      const { id, query } = c.req.param();
      const route = queryRoute(
        this.services.registry,
        `${id}/${query}`,
        c.req.method.toLowerCase(),
      );
      return route ? this.#run(route, c) : next();
    });
  }

  async #run(route: Route, c: Context<Env>): Promise<Response> {
    const { services, beginning: { trail, troubles } } = this;
    const input = {
      params: c.req.param(),
      query: c.req.query(),
      body: route.body === undefined ? undefined : await bodyOf(c.req.raw),
    };
    const say = await this.#saying(c.req.raw);
    const answer = await route.handle(input, {
      services,
      trail,
      caller: c.get("caller"),
      access: this.#access,
      alerts: this.#alerts,
      look: this.#look,
      troubles,
      request: c.req.raw,
      say,
      streams: () => this.#stream.size,
    });
    if (answer instanceof Response) return packed(c.req.raw, answer);
    const told = toldAnswer(route.answer, answer, say);
    return await jsonAnswer(c.req.raw, JSON.stringify(told));
  }

  /** What tells texts in the language of whoever asks. */
  async #saying({ headers }: Request): Promise<Say> {
    const language = languageOf(headers.get("accept-language"));
    return language === undefined
      ? (english) => english
      : await this.#speeches.in(language);
  }

  /** Made anew when other plugins are loaded. */
  #description() {
    const { registry } = this.services;
    if (this.#described?.registry !== registry) {
      const document = openApi([...this.#routes, ...queryRoutes(registry)]);
      const text = JSON.stringify(document);
      this.#described = { registry, document, text };
    }
    return this.#described;
  }

  async #pageFile(request: Request): Promise<Response> {
    const file = await pluginFile(this.services.registry, request);
    return packed(request, file);
  }

  #live(request: Request, { who }: Caller): Response {
    const isPacked = takesGzip(request);
    // Whoever asks for the headers alone reads none, which would take a place until its queue is full
    const stream = request.method === "HEAD" ? null : this.#stream.open({
      lastId: request.headers.get("last-event-id"),
      holds: () => this.#access.holds(request),
      who,
      packed: isPacked,
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream",
        "x-accel-buffering": "no",
        vary: "accept-encoding",
        ...(isPacked ? { "content-encoding": "gzip" } : {}),
      },
    });
  }

  #file(request: Request, path: string): Response {
    const found = ["GET", "HEAD"].includes(request.method)
      ? this.page?.files.find(request, path)
      : undefined;
    if (found !== undefined) return found;
    throw new Problem(404, `There is nothing at ${path}`);
  }

  /** Ready when the plugins ran their first second and none is set aside. */
  #ready(): boolean {
    const { seconds, host } = this.services;
    return seconds > 0 && host.plugins.every(({ aside }) => !aside);
  }

  #failed(error: Error, say: Say): Response {
    if (error instanceof Problem) return problemResponse(error, say);
    if (error.name === GONE) return new Response(null, { status: 400 });
    this.services.options.log("error", "web request failed", {
      error: String(error),
    });
    return problemResponse(
      new Problem(500, "The gateway has a fault: its log tells more"),
      say,
    );
  }

  /** Answers a request. */
  async fetch(request: Request, info: RequestInfo): Promise<Response> {
    const response = await this.#app.fetch(request, { info });
    const pictures = tileOrigin(this.services.core.map.tiles);
    return harden(
      response,
      contentPolicy(this.#importMapHash, pictures),
      new URL(request.url).pathname.startsWith(`${API}/`),
    );
  }

  /** Ends streams, and sends away who waits. */
  close(): void {
    this.#look.close();
    this.#access.close();
    this.#stream.close();
  }
}

function limited(maxSize: number): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem(413, `The body is too large: at most ${maxSize} bytes`);
    },
  });
}
const LIMITED = limited(BODY);

/** @throws Problem 415 or 400 for a body that is no JSON */
async function bodyOf(request: Request): Promise<unknown> {
  checkType(request);
  try {
    return JSON.parse(await request.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem(400, "The body is no valid JSON");
  }
}
