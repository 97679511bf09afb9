/** The link `http`: API, live stream and page behind one fetch handler. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { PARAM, parameters } from "../../settings/params.ts";
import { Access, type Caller } from "./access.ts";
import { AlertBoard } from "./alert_board.ts";
import { BusLook } from "./bus_look.ts";
import type { Registry } from "../../commands/registry.ts";
import { apiRoutes, queryRoute, queryRoutes, type Route } from "./api/mod.ts";
import type { PageFiles } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import { pluginFile } from "./plugin_files.ts";
import { clientOf, refuseProxy } from "./forwarded.ts";
import {
  checkHost,
  checkOrigin,
  checkType,
  isLoopback,
  type Names,
} from "./guard.ts";
import { GONE } from "./guests.ts";
import { contentPolicy, harden } from "./headers.ts";
import { tileOrigin } from "./map_settings.ts";
import { listen, type Listening, type RequestInfo } from "./listen.ts";
import { openApi } from "./openapi.ts";
import { jsonAnswer, packed, takesGzip } from "./packing.ts";
import { Problem, problemResponse } from "./problem.ts";
import { prometheusText } from "./prometheus.ts";
import type { Link, RunningLink } from "../link.ts";
import type { HttpServices } from "./services.ts";
import { LiveStream } from "./stream.ts";
import { Trail } from "./trail.ts";
import { TroubleBook } from "./trouble_book.ts";

const API = "/api/v1";
/** Largest body; a command has at most 1000 characters. */
const BODY = 16 * 1024;
/** Seconds of the vehicle's clock between two samples and events, ms. */
const SECOND = 1000;

/** Metrics whose last hour is kept for the pages. */
const TRAILED = [
  "v.b.power",
  "v.p.speed",
  "v.b.soc",
  "v.b.voltage",
  "v.c.charging",
  "v.p.gpslock",
  "m.net.sq",
  "s.v2.connected",
] as const;

/** How the web console is set up. */
export interface HttpOptions {
  /** Name or address on which it listens; what it may be called by. */
  readonly hostname: string;
  /** Makes whoever gives it the owner. On another address than loopback a login is needed in any case. */
  readonly token?: string;
  /** Origins of proxies in front, such as `https://car.example`; a login is needed then. */
  readonly origins?: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-For` counts. */
  readonly proxies?: readonly string[];
  /** Names of the machine itself, such as `raspberrypi.local`. */
  readonly machine?: readonly string[];
  /** What the program around the runtime lets the console do. */
  readonly gateway?: Gateway;
  /** The page's files and the hash of their import map; without them there is only the API. */
  readonly page?: { readonly files: PageFiles; readonly importMapHash: string };
}

/** The web console at work. */
export interface WebConsole extends RunningLink {
  /** Answers a request. */
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /**
   * Listens.
   * @param port 0 for any free one
   * @throws Error with a sentence when it cannot, or must not without a password
   */
  listen(port: number): Listening;
  /** Ends streams and timers. */
  close(): void;
}

type Env = {
  Variables: { caller: Caller };
  Bindings: { info: RequestInfo };
};

/** The web console; it answers as soon as it is started, and listens when told to. */
export function httpLink(options: HttpOptions): Link<WebConsole> {
  return {
    id: "http",
    start(services) {
      const console = new Console(services, options);
      return {
        fetch: (request, info = {}) => console.fetch(request, info),
        listen: (port) => console.listen(port),
        close: () => console.close(),
      };
    },
  };
}

class Console {
  readonly #access: Access;
  readonly #stream: LiveStream;
  readonly #alerts: AlertBoard;
  readonly #look: BusLook;
  readonly #trail = new Trail(TRAILED);
  readonly #troubles = new TroubleBook();
  readonly #routes: readonly Route[];
  readonly #app = new Hono<Env>();
  readonly #importMapHash: string;
  readonly #names: Names;
  readonly #proxies: ReadonlySet<string>;
  readonly #stop: () => void;
  #document: { readonly registry: Registry; readonly text: string } | undefined;

  constructor(
    readonly services: HttpServices,
    readonly options: HttpOptions,
  ) {
    const { clock, store } = services.options.hal;
    const { hostname, token, origins = [], proxies = [], machine = [] } =
      options;
    this.#routes = apiRoutes(options.gateway);
    this.#names = { bound: hostname, machine, origins: new Set(origins) };
    this.#proxies = new Set(proxies);
    const needed = token !== undefined || this.#isOpen;
    this.#access = new Access({
      needed,
      token,
      password: () => this.#password(),
      clock,
      store,
      lockedOut: () => services.options.log("warning", "web login locked out"),
    });
    this.#importMapHash = options.page?.importMapHash ?? "sha256-";
    this.#stream = new LiveStream(services);
    this.#alerts = new AlertBoard(services);
    this.#look = new BusLook(services);
    this.#declare();
    this.#stop = clock.every(SECOND, () => this.#second());
  }

  /** Whether others than this machine's users get here. */
  get #isOpen(): boolean {
    const { bound, origins } = this.#names;
    return !isLoopback(bound) || origins.size > 0 || this.#proxies.size > 0;
  }

  /** The module password, unless it is the one that everybody knows. */
  #password(): string | undefined {
    const password = this.services.params.get(PARAM.password);
    return password === parameters[PARAM.password]?.fallback
      ? undefined
      : password;
  }

  #second(): void {
    const { services } = this;
    this.#trail.sample(services.host.metrics);
    this.#troubles.look(services.devices(), services.seconds);
    this.#look.second();
    this.#stream.second();
  }

  // ---- routes ------------------------------------------------------------------

  #declare(): void {
    const app = this.#app;
    app.onError((error) => this.#failed(error));
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
      c.set("caller", this.#access.caller(c.req.raw, this.#client(c)));
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
      (c) => jsonAnswer(c.req.raw, this.#described()),
    );
    app.get(`${API}/stream`, (c) => this.#live(c.req.raw));
    for (const route of this.#routes) this.#mount(route);
    this.#mountQueries();
    app.get("/plugins/:owner/*", (c) => this.#pageFile(c.req.raw));
    app.all(`${API}/*`, (c) => {
      throw new Problem(
        404,
        `There is no ${c.req.method} ${c.req.path}: ${API}/openapi.json lists all`,
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
      const { caller, cookie } = access.login(
        parsed.output.secret,
        this.#client(c),
      );
      const secure = c.req.header("origin")?.startsWith("https:");
      return c.json({ caller: caller.principal }, 200, {
        "set-cookie": secure ? `${cookie}; Secure` : cookie,
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
      route.largest === undefined ? LIMITED : limited(route.largest),
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
    const { services } = this, trail = this.#trail;
    const input = {
      params: c.req.param(),
      query: c.req.query(),
      body: route.body === undefined ? undefined : await bodyOf(c.req.raw),
    };
    const answer = await route.handle(input, {
      services,
      trail,
      caller: c.get("caller"),
      access: this.#access,
      alerts: this.#alerts,
      look: this.#look,
      troubles: this.#troubles,
      request: c.req.raw,
      streams: () => this.#stream.size,
    });
    return answer instanceof Response
      ? packed(c.req.raw, answer)
      : await jsonAnswer(c.req.raw, JSON.stringify(answer));
  }

  /** Made anew when other plugins are loaded. */
  #described(): string {
    const { registry } = this.services;
    if (this.#document?.registry !== registry) {
      const routes = [...this.#routes, ...queryRoutes(registry)];
      this.#document = { registry, text: JSON.stringify(openApi(routes)) };
    }
    return this.#document.text;
  }

  async #pageFile(request: Request): Promise<Response> {
    const file = await pluginFile(this.services.registry, request);
    return packed(request, file);
  }

  #live(request: Request): Response {
    const isPacked = takesGzip(request);
    const stream = this.#stream.open({
      lastId: request.headers.get("last-event-id"),
      holds: () => this.#access.holds(request),
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
      ? this.options.page?.files.find(request, path)
      : undefined;
    if (found !== undefined) return found;
    throw new Problem(404, `There is nothing at ${path}`);
  }

  /** Ready when the plugins ran their first second and none is set aside. */
  #ready(): boolean {
    const { seconds, host } = this.services;
    return seconds > 0 && host.plugins.every(({ aside }) => !aside);
  }

  #failed(error: Error): Response {
    if (error instanceof Problem) return problemResponse(error);
    if (error.name === GONE) return new Response(null, { status: 400 });
    this.services.options.log("error", "web request failed", {
      error: String(error),
    });
    return problemResponse(
      new Problem(500, "The gateway has a fault: its log tells more"),
    );
  }

  async fetch(request: Request, info: RequestInfo): Promise<Response> {
    const response = await this.#app.fetch(request, { info });
    const pictures = tileOrigin(this.services.core.map.tiles);
    return harden(response, contentPolicy(this.#importMapHash, pictures));
  }

  // ---- life --------------------------------------------------------------------

  listen(port: number): Listening {
    const { hostname, token } = this.options;
    if (
      this.#isOpen && token === undefined &&
      this.#password() === undefined && this.#access.tokens.size === 0
    ) {
      const where = isLoopback(hostname) ? "behind a proxy" : `at ${hostname}`;
      throw new Error(
        `The web console is not opened ${where} without a password: set one with PASS, or give --http-token`,
      );
    }
    return listen(
      hostname,
      port,
      (request, from) =>
        this.fetch(request, { remoteAddr: { hostname: from } }),
      {
        clock: this.services.options.hal.clock,
        log: this.services.options.log,
      },
    );
  }

  close(): void {
    this.#stop();
    this.#look.close();
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
