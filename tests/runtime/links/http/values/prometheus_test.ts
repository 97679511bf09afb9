import assert from "node:assert/strict";
import { openConsole } from "../console.ts";

/** Samples by name and labels. */
function samples(text: string): Map<string, number> {
  return new Map(
    text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const at = line.lastIndexOf(" ");
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );
}

Deno.test("Prometheus gets base units under names that say so", async () => {
  using car = openConsole();
  car.car.command("soc 66.5");
  car.car.key(true);
  await car.clock.run(20_000);
  const response = await car.ask("/metrics");
  assert.match(response.headers.get("content-type") ?? "", /version=0\.0\.4/);
  const text = await response.text(), found = samples(text);
  const soc = found.get("ovms_v_b_soc_ratio") ?? 0;
  assert.ok(Math.abs(soc - 0.665) < 0.001, `SOC ${soc}`);
  const km = car.runtime.host.metrics.look("v.p.odometer").value;
  assert.equal(found.get("ovms_v_p_odometer_meters"), Number(km) * 1000);
  assert.equal(found.get('ovms_v_type_info{value="RT"}'), 1);
  assert.equal(found.get("ovms_v_e_on"), 1);
  assert.ok((found.get('ovms_v_b_c_voltage_volts{index="14"}') ?? 0) > 3);
  assert.ok((found.get('ovms_can_received_total{bus="1"}') ?? 0) > 1000);
  assert.equal(found.get('ovms_plugin_faults_total{plugin="batt"}'), 0);
});

Deno.test("every sample has its type and a name that Prometheus takes", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(70_000);
  const text = await (await car.ask("/metrics")).text();
  const types = new Set(
    [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, n]) => n),
  );
  assert.equal(types.size, [...text.matchAll(/^# TYPE /gm)].length);
  for (const key of samples(text).keys()) {
    const [, name] = /^([a-z][a-z0-9_]*)(?:\{[a-z]+="[^"\n]*"\})?$/.exec(key) ??
      [];
    assert.ok(types.has(name), key);
  }
  assert.ok([...samples(text).values()].every(Number.isFinite));
});

Deno.test("what is not fresh is not told, so that no stale value looks fresh", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(20_000);
  assert.match(
    await (await car.ask("/metrics")).text(),
    /^ovms_v_b_voltage_volts /m,
  );
  car.car.key(false);
  await car.clock.run(10 * 60_000);
  const text = await (await car.ask("/metrics")).text();
  assert.doesNotMatch(text, /^ovms_v_b_voltage_volts/m);
  assert.match(text, /^ovms_v_b_soc_ratio /m);
});

Deno.test("health needs no login, and readiness waits for the first second", async () => {
  using car = openConsole({ token: "secret-token" });
  assert.equal((await car.ask("/healthz")).status, 200);
  assert.equal((await car.ask("/readyz")).status, 503);
  await car.clock.run(2000);
  assert.equal((await car.ask("/readyz")).status, 200);
  assert.equal((await car.ask("/metrics")).status, 401);
});
