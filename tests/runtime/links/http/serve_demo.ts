/**
 * Serves the web console for a simulated car that has some history, without the program around it:
 * `deno run -A tests/runtime/links/http/serve_demo.ts [port]`
 * @module
 */
import { httpLink } from "../../../../runtime/links/http/mod.ts";
import { page } from "../../../../runtime/links/http/static/page.ts";
import { demoCar, keepTime, liveThrough } from "./demo_car.ts";

const LIVED = 62 * 60_000;

const demo = demoCar({ wall: Date.now() - LIVED });
const link = httpLink({
  hostname: "127.0.0.1",
  page: () => Promise.resolve(page),
}).start(demo.runtime);
await liveThrough(demo);
keepTime(demo.clock);
const { url } = await link.listen(Number(Deno.args[0] ?? 8123));
console.log(url);
