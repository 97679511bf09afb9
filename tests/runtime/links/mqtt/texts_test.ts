import { deepEqual, doesNotMatch, equal, throws } from "node:assert/strict";
import type { Value } from "../../../../runtime/metrics/metrics.ts";
import type { MetricSpec } from "../../../../runtime/contract/metric_spec.ts";
import { standard } from "../../../../runtime/contract/standard_metrics.ts";
import { parseBroker } from "../../../../runtime/links/mqtt/address.ts";
import { inOrder, interval } from "../../../../runtime/links/mqtt/cadence.ts";
import { Clients } from "../../../../runtime/links/mqtt/clients.ts";
import { Retries } from "../../../../runtime/links/mqtt/retries.ts";
import {
  incoming,
  metricTopic,
  namedBy,
  ownPrefix,
  standardPrefix,
} from "../../../../runtime/links/mqtt/topics.ts";
import { differs } from "../../../../runtime/links/mqtt/steps.ts";
import { valueText } from "../../../../runtime/links/mqtt/values.ts";

Deno.test("values are texts as OVMS v3 has them", () => {
  const number: MetricSpec = { name: "x.number", unit: "" };
  const named = (name: keyof typeof standard): MetricSpec => ({
    name,
    ...standard[name],
  });
  const rows: readonly (readonly [MetricSpec, Value | undefined, unknown])[] = [
    [number, 97.38, "97.38"],
    [number, 4437.2, "4437.2"],
    [number, -12.5, "-12.5"],
    [number, 0.1 + 0.2, "0.3"],
    [number, 123456.789, "123457"],
    [number, 1234567890, "1234567890"],
    [number, 1e-9, "0"],
    [number, -1e-9, "0"],
    [number, -0, "0"],
    [number, 1e22, "10000000000000000000000"],
    [number, 0.000123456, "0.000123"],
    [number, NaN, undefined],
    [number, Infinity, undefined],
    [number, undefined, undefined],
    [{ name: "x.flag", unit: "", is: "flag" }, true, "yes"],
    [{ name: "x.flag", unit: "", is: "flag" }, false, "no"],
    [{ name: "x.text", unit: "", is: "text" }, "a text", "a text"],
    [{ name: "x.text", unit: "", is: "text" }, "", undefined],
    [{ name: "x.list", unit: "V", is: "list" }, [4.1, NaN, 4.05], "4.1,,4.05"],
    [named("v.p.latitude"), 50.5, "50.500000"],
    [named("v.p.longitude"), -7.1234567, "-7.123457"],
    [named("v.c.timerstart"), 23400, "06:30:00"],
    [named("m.time.utc"), 1742924577, "2025-03-25 17:42:57 UTC"],
    [named("m.time.utc"), 0, undefined],
  ];
  for (const [spec, value, text] of rows) {
    equal(valueText(spec, value), text, `${spec.name} ${value}`);
  }
});

Deno.test("topics: prefix, metrics, and what clients ask for", () => {
  equal(standardPrefix("me", "TWIZY42"), "ovms/me/TWIZY42/");
  equal(standardPrefix("", "TWIZY42"), "ovms//TWIZY42/");
  equal(standardPrefix("me", ""), "ovms/me/");
  equal(standardPrefix("a+b", "c#\0"), "ovms/a_b/c__/");
  equal(ownPrefix("cars/mine/"), "cars/mine/");
  equal(metricTopic("v.b.12v.voltage"), "metric/v/b/12v/voltage");
  deepEqual(incoming("client/rr/command/ab12"), {
    kind: "command",
    client: "rr",
    id: "ab12",
  });
  deepEqual(incoming("client/x/active"), { kind: "active", client: "x" });
  deepEqual(incoming("client/x/request/metric"), {
    kind: "metrics",
    client: "x",
  });
  for (
    const other of [
      "client//command/1",
      "client/x/command/",
      "client/x/command/1/2",
      "client/x/response/1",
      "client/x/request/other",
      "metric/client/x/active",
      "status",
      "",
    ]
  ) equal(incoming(other), undefined, other);
});

Deno.test("requests name metrics by beginning or end", () => {
  const names = ["v.b.soc", "v.b.soh", "v.p.latitude", "xrt.soc"];
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["*", names],
    ["", []],
    ["v.b.*", ["v.b.soc", "v.b.soh"]],
    ["*.soc", ["v.b.soc", "xrt.soc"]],
    ["v.b.soh, xrt.soc", ["v.b.soh", "xrt.soc"]],
    ["v.*.soc", []],
    ["*b*", []],
  ];
  for (const [request, found] of rows) {
    deepEqual(names.filter(namedBy(request)), found, request);
  }
});

Deno.test("the pace follows the car and who looks on; position goes first", () => {
  const quiet = { on: false, charging: false, awake: false, clients: 0 };
  deepEqual(
    [
      { ...quiet, on: true, charging: true, awake: true, clients: 3 },
      { ...quiet, charging: true },
      { ...quiet, clients: 1 },
      { ...quiet, awake: true },
      quiet,
    ].map(interval),
    [5, 10, 10, 60, 600],
  );
  deepEqual(inOrder(["v.b.soc", "v.p.speed", "a", "v.p.latitude"]), [
    "v.p.speed",
    "v.p.latitude",
    "v.b.soc",
    "a",
  ]);
});

Deno.test("clients are there for two minutes, and never more than a hundred", () => {
  const clients = new Clients();
  deepEqual(
    [
      clients.active("a", "1"),
      clients.active("a", "1"),
      clients.active("b", "0"),
    ],
    [true, false, false],
  );
  for (let i = 0; i < 119; i++) clients.second();
  equal(clients.count, 1);
  clients.second();
  equal(clients.count, 0);
  for (let i = 0; i < 500; i++) clients.active(`c${i}`, "yes");
  equal(clients.count, 100);
});

Deno.test("tries: refusals end them, a connection that is soon lost again and again waits longer", () => {
  const retries = new Retries(), MINUTE = 60_000;
  for (const code of [1, 2, 4, 5, 0x85, 0x86, 0x87]) {
    equal(retries.after({ reason: "", code }, undefined), "refused");
  }
  for (const code of [3, 0x88, 0x89, undefined]) {
    const why = { reason: "", ...(code === undefined ? {} : { code }) };
    equal(retries.after(why, undefined), MINUTE / 2);
  }
  const lost = { reason: "" };
  deepEqual(
    [1, 1, 1, 1, 1, 1, 1].map((ms) =>
      retries.after(lost, ms) as number / MINUTE
    ),
    [1, 2, 4, 8, 16, 16, 16],
  );
  equal(retries.after(lost, 10 * MINUTE), MINUTE);
});

Deno.test("a broker's address, and what is wrong with one, without repeating it", () => {
  deepEqual(parseBroker("mqtts://me@broker.example:8884/cars/mine/"), {
    scheme: "mqtts",
    host: "broker.example",
    port: 8884,
    path: "",
    user: "me",
    prefix: "cars/mine",
  });
  deepEqual(
    [
      "mqtt://h",
      "mqtts://h",
      "ws://h",
      "wss://h/x",
      "mqtt://[::1]",
      "mqtt://h:80",
    ]
      .map(parseBroker).map(({ host, port, path }) =>
        `${host} ${port} ${path}`
      ),
    ["h 1883 ", "h 8883 ", "h 8083 /mqtt", "h 8084 /x", "::1 1883 ", "h 80 "],
  );
  for (
    const text of ["", "h:1883", "http://h", "mqtt://", "mqtt://u:geheim@h"]
  ) {
    throws(() => parseBroker(text), (error: Error) => {
      doesNotMatch(error.message, /geheim/);
      return error instanceof RangeError;
    });
  }
});

Deno.test("while nobody looks on, small changes are none; stops, texts and flags always are", () => {
  const of = (unit: MetricSpec["unit"], more: Partial<MetricSpec> = {}) => ({
    name: "v.b.soc",
    unit,
    ...more,
  });
  const rows: readonly (readonly [MetricSpec, Value, Value, boolean])[] = [
    [of("%"), 97.4, 97, false],
    [of("%"), 97.4, 90, true],
    [of("%", { name: "own" }), 97.4, 90, false],
    [of("%", { name: "own" }), 97.4, 60, true],
    [of("km/h"), 50, 55, false],
    [of("km/h"), 50, 62, true],
    [of("km/h"), 3, 0, true],
    [of("km/h"), 0, 3, true],
    [of("V"), 0, 0.005, false],
    [of("km", { grows: true }), 12345.2, 12346.1, false],
    [of("km", { grows: true }), 12345.2, 12346.3, true],
    [of("", { name: "v.p.latitude" }), 50.5, 50.501, false],
    [of("", { name: "v.p.latitude" }), 50.5, 50.503, true],
    [of("", { is: "flag" }), false, true, true],
    [of("", { is: "text" }), "a", "b", true],
    [of("V", { is: "list" }), [4, 4.1], [4, 4.12], false],
    [of("V", { is: "list" }), [4, 4.1], [4, NaN], true],
    [of("V", { is: "list" }), [4, 4.1], [4, 4.1, 4.1], true],
    [of("V", { is: "list" }), [4, NaN], [4, NaN], false],
  ];
  for (const [spec, told, now, differ] of rows) {
    equal(differs(spec, told, now), differ, `${spec.unit} ${told} ${now}`);
  }
});
