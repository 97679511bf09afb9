/** The web console's API through its handler, without a network: what one core answers. */
import { openConsole } from "../runtime/links/http/console.ts";

const car = openConsole();
car.car.key(true);
await car.clock.run(70_000);

for (const path of ["/api/v1/metrics", "/api/v1/metrics/v.b.soc", "/metrics"]) {
  Deno.bench(`GET ${path}`, async () => {
    const response = await car.ask(path);
    await response.arrayBuffer();
  });
}
