/** The web console of a simulated car that lived for an hour, in real time on a real port. */
import type { LogRing } from "../../app/log/ring.ts";
import { ownOffer } from "../../app/offer.ts";
import { programTexts } from "../../app/texts/mod.ts";
import { webBackups } from "../../app/web/backup.ts";
import { webPlugins } from "../../app/web/plugins.ts";
import { webSetup } from "../../app/web/setup.ts";
import { SystemClock } from "../../hal/clock.ts";
import { httpLink } from "../../runtime/links/http/mod.ts";
import { page as files } from "../../runtime/links/http/static/page.ts";
import type { Gateway } from "../../runtime/links/http/gateway.ts";
import {
  type DemoCar,
  demoCar,
  keepTime,
  liveThrough,
} from "../runtime/links/http/demo_car.ts";
import { freePort } from "../ports.ts";

/** What the program itself offers the console, its log and all. */
export const offer =
  (log: LogRing, closing: AsyncDisposableStack) =>
  ({ runtime }: DemoCar): Gateway => ({
    log,
    backup: webBackups(runtime, ownOffer),
    plugins: webPlugins(runtime, ownOffer, ":memory:", closing),
    setup: webSetup(runtime, { closing }),
    texts: () => Promise.resolve(programTexts),
  });

const LIVED = 62 * 60_000;

/**
 * A console in real time on a real port.
 * @param gatewayOf what the program around the car lets the console do
 * @param live what the car went through before anybody looks
 */
export async function openHouse(
  gatewayOf?: (car: DemoCar) => Gateway,
  live: (car: DemoCar) => Promise<void> = liveThrough,
) {
  const car = demoCar({ wall: Date.now() - LIVED });
  const link = httpLink({
    hostname: "127.0.0.1",
    // The browser is real: a car's five minutes in a moment would end its connections amid a request
    clock: new SystemClock(),
    page: () => Promise.resolve(files),
    ...gatewayOf && { gateway: () => Promise.resolve(gatewayOf(car)) },
  }).start(car.runtime);
  await live(car);
  const stop = keepTime(car.clock);
  let server = await link.listen(freePort());
  const { port, url } = server;
  return {
    ...car,
    url,
    origin: url.slice(0, -1),
    cut: () => server.close(),
    async mend() {
      server = await link.listen(port);
    },
    api: async (path: string) =>
      await (await fetch(`${url}api/v1${path}`)).json(),
    async [Symbol.asyncDispose]() {
      stop();
      await server.close();
      link.close();
      car[Symbol.dispose]();
    },
  };
}
