/** The web console behind a real nginx that ends TLS, as docs/web-console.md shows it. */
import assert from "node:assert/strict";
import { SystemClock } from "../../../../hal/clock.ts";
import { pause } from "../../../../hal/pause.ts";
import { httpLink } from "../../../../runtime/links/http/mod.ts";
import { inFolder } from "../../../app/program.ts";
import { makeCertificates } from "../mqtt/certificates.ts";
import { demoCar } from "./demo_car.ts";
import { freePort } from "../../../ports.ts";

const TOKEN = "long-token-of-the-owner";
const clock = new SystemClock();

/** Whether there is an nginx to test with. */
function hasNginx(): boolean {
  return ["/usr/sbin/nginx", "/usr/bin/nginx"].some((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** What the documentation tells to put in front. */
const config = (
  folder: string,
  port: number,
  console: number,
  { brokerCert: cert, brokerKey: key }: {
    brokerCert: string;
    brokerKey: string;
  },
) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    server_name localhost;
    ssl_certificate ${cert};
    ssl_certificate_key ${key};
    location / {
      proxy_pass http://127.0.0.1:${console};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;

/** Opens a console behind an nginx, and ends both. */
async function behindNginx(
  token: string | undefined,
  work: (
    ask: (path: string, init?: RequestInit) => Promise<Response>,
    origin: string,
  ) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const certificates = await makeCertificates(folder);
    const port = freePort(), origin = `https://localhost:${port}`;
    using car = demoCar();
    const link = httpLink({
      hostname: "127.0.0.1",
      proxies: token === undefined ? [] : ["127.0.0.1"],
      origins: token === undefined ? [] : [origin],
      ...(token === undefined ? {} : { token }),
    }).start(car.runtime);
    const server = await link.listen(0), file = `${folder}/nginx.conf`;
    Deno.writeTextFileSync(
      file,
      config(folder, port, server.port, certificates),
    );
    const nginx = new Deno.Command("nginx", {
      args: ["-p", folder, "-c", file],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const client = Deno.createHttpClient({
      caCerts: [Deno.readTextFileSync(certificates.ca)],
    });
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`https://localhost:${port}${path}`, { ...init, client });
    try {
      for (let up = false; !up;) {
        const response = await ask("/healthz").catch(() => undefined);
        await response?.body?.cancel();
        up = response !== undefined;
        if (!up) await pause(clock, 50);
      }
      await work(ask, origin);
    } finally {
      client.close();
      nginx.kill("SIGTERM");
      await nginx.status;
      link.close();
      await server.close();
    }
  });
}

Deno.test({
  name:
    "behind nginx with TLS a page logs in, writes, and hears the stream at once",
  ignore: !hasNginx(),
}, () =>
  behindNginx(TOKEN, async (ask, origin) => {
    const post = (path: string, json: unknown, headers = {}) =>
      ask(`/api/v1${path}`, {
        method: "POST",
        body: JSON.stringify(json),
        headers: {
          origin,
          "sec-fetch-site": "same-origin",
          "content-type": "application/json",
          ...headers,
        },
      });
    const login = await post("/login", { secret: TOKEN });
    assert.equal(login.status, 200);
    await login.body?.cancel();
    const set = login.headers.get("set-cookie") ?? "";
    assert.match(set, /HttpOnly; SameSite=Strict; Secure$/);
    const headers = { cookie: set.split(";")[0] ?? "" };
    const done = await post("/commands", { text: "FEATURE 9 33" }, headers);
    assert.deepEqual(await done.json(), {
      status: "ok",
      messages: ["Feature has been set."],
    });
    const foreign = await post("/commands", { text: "FEATURE 9 1" }, {
      ...headers,
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    });
    assert.equal(foreign.status, 403);
    await foreign.body?.cancel();
    const stream = await ask("/api/v1/stream", { headers });
    const reader = stream.body?.getReader();
    const { value } = await reader?.read() ?? {};
    assert.match(new TextDecoder().decode(value), /event: snapshot/);
    await reader?.cancel();
  }));

Deno.test({
  name: "behind nginx a console without login says what is missing",
  ignore: !hasNginx(),
}, () =>
  behindNginx(undefined, async (ask) => {
    const response = await ask("/api/v1/metrics");
    assert.equal(response.status, 403);
    assert.match((await response.json()).detail, /no login .* a proxy/);
  }));
