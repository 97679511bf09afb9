/** The web console around a simulated car, asked without a network. */
// Loaded at once, so that no clock runs on while the first request waits for files
import "../../../../runtime/links/http/console.ts";
import { setImmediate } from "node:timers";
import {
  httpLink,
  type HttpOptions,
} from "../../../../runtime/links/http/mod.ts";
import type { Gateway } from "../../../../runtime/links/http/gateway.ts";
import { type DemoCar, demoCar, type DemoOptions } from "./demo_car.ts";

/** A request in short. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string;
  /** Address that it comes from. */
  readonly from?: string;
}

/** A console that tests talk to. */
export interface TestConsole extends DemoCar {
  /** Asks for a path behind the host. */
  ask(path: string, asked?: Asked): Promise<Response>;
  /** Asks for a path behind `/api/v1` and takes the answer's JSON, whatever its status. */
  api(path: string, asked?: Asked): Promise<unknown>;
  /** Runs a command; its answers, as the clock goes on. */
  command(text: string, asked?: Asked): Promise<unknown>;
}

/** How a console is made. */
export interface ConsoleOptions extends Partial<HttpOptions> {
  /** What the program around a car lets the console do. */
  readonly gatewayOf?: (car: DemoCar) => Gateway;
}

const HOST = "127.0.0.1:8080";

/** Opens a console; as at home, on loopback without login, unless options say otherwise. */
export function openConsole(
  { gatewayOf, ...options }: ConsoleOptions = {},
  car: DemoOptions = {},
): TestConsole {
  const demo = demoCar(car);
  const link = httpLink({
    hostname: "127.0.0.1",
    ...gatewayOf && { gateway: () => Promise.resolve(gatewayOf(demo)) },
    ...options,
  }).start(demo.runtime);
  const ask = (path: string, asked: Asked = {}) =>
    link.fetch(requestOf(path, asked), {
      remoteAddr: { hostname: asked.from ?? "127.0.0.1" },
    });
  const api = async (path: string, asked?: Asked) =>
    await (await ask(`/api/v1${path}`, asked)).json();
  return {
    ...demo,
    ask,
    api,
    async command(text, asked = {}) {
      const answer = api("/commands", {
        method: "POST",
        json: { text },
        ...asked,
      });
      for (let done = false; !done;) {
        await demo.clock.run(10);
        done = await Promise.race([answer.then(() => true), tick()]);
      }
      return answer;
    },
    [Symbol.dispose]() {
      link.close();
      demo[Symbol.dispose]();
    },
  };
}

/** Lets promises settle that other work of the event loop stands behind. */
export function tick(): Promise<false> {
  return new Promise((resolve) => setImmediate(() => resolve(false)));
}

function requestOf(path: string, asked: Asked): Request {
  const { method = "GET", json, body, headers = {} } = asked;
  const text = json === undefined ? body : JSON.stringify(json);
  return new Request(`http://${HOST}${path}`, {
    method,
    headers: {
      host: HOST,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
  });
}
