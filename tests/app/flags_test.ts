import assert from "node:assert/strict";
import { FLAGS, helpText, parseFlags } from "../../app/flags/mod.ts";
import { type Settings, settingsOf } from "../../app/settings.ts";
import { stateFolder } from "../../app/surroundings.ts";

const around = {
  folder: "/home/me",
  state: "/state",
  now: Date.UTC(2026, 4, 2, 12),
};
const none = () => undefined;

function settings(...args: string[]): Settings {
  return settingsOf(parseFlags(args, none), around);
}

Deno.test("without flags: the simulated car with a store of its own, and a prompt", () => {
  assert.deepEqual(settings(), {
    action: {
      do: "run",
      exec: [],
      replay: undefined,
      speed: 1,
      reading: { format: undefined, buses: undefined, keepGaps: false },
      record: undefined,
      watchCan: false,
      dumpMetrics: false,
      controller: undefined,
      server: "plain",
    },
    hardware: undefined,
    store: "/state/ovms-edge/simulated.db",
    plugins: {
      paths: [],
      trusted: [],
      together: false,
      all: "/state/ovms-edge/plugins",
      named: false,
      strict: false,
    },
    vehicle: undefined,
    web: {
      hostname: "127.0.0.1",
      port: 8080,
      token: undefined,
      origins: [],
      proxies: [],
      wanted: false,
    },
    country: "",
    safe: false,
    watch: false,
    grants: { grant: [], revoke: [] },
    set: [],
    smsBudget: undefined,
    mqtt: undefined,
    logLevel: "warning",
    allowAt: false,
  });
});

Deno.test("paths count from where the user stands", () => {
  const { action, store } = settings(
    "--replay=../x.log",
    "--record",
    "/tmp/y.crtd",
    "--store",
    "my.db",
  );
  assert.equal(store, "/home/me/my.db");
  assert.equal(action.do === "run" && action.replay, "/home/x.log");
  assert.equal(action.do === "run" && action.record?.file, "/tmp/y.crtd");
});

Deno.test("trials keep nothing unless a store is named", () => {
  assert.equal(settings("--exec", "STAT?").store, ":memory:");
  assert.equal(settings("--replay", "x.log").store, ":memory:");
  assert.equal(
    settings("--exec", "STAT?", "--store", "x").store,
    "/home/me/x",
  );
  assert.equal(settings("--journal").store, "/state/ovms-edge/simulated.db");
});

Deno.test("commands after a recording need not wait for real time", () => {
  const speed = (...args: string[]) => {
    const { action } = settings("--replay", "x", ...args);
    return action.do === "run" ? action.speed : undefined;
  };
  assert.equal(speed(), 1);
  assert.equal(speed("--exec", "STAT?"), "max");
  assert.equal(speed("--exec", "STAT?", "--speed", "10"), 10);
});

Deno.test("repeated flags keep their order", () => {
  const { action, plugins } = settings(
    ...["--exec", "STAT?", "--plugin", "a.ts", "--exec", ":key off"],
    ...["--plugin", "b.ts"],
  );
  assert.deepEqual(action.do === "run" && action.exec, ["STAT?", ":key off"]);
  assert.deepEqual(plugins.paths, ["a.ts", "b.ts"]);
});

Deno.test("the environment stands in for absent flags only", () => {
  const env = (name: string) =>
    ({ OVMS_EDGE_STORE: "env.db", OVMS_EDGE_LOG_LEVEL: "debug" })[name];
  const given = settingsOf(parseFlags(["--store", "flag.db"], env), around);
  assert.equal(given.store, "/home/me/flag.db");
  assert.equal(given.logLevel, "debug");
  assert.equal(
    settingsOf(parseFlags([], env), around).store,
    "/home/me/env.db",
  );
});

Deno.test("ages and dates of --since", () => {
  const since = (text: string) => {
    const { action } = settings("--export", "X", "--since", text);
    return action.do === "export" ? action.since : undefined;
  };
  assert.equal(since("24h"), Date.UTC(2026, 4, 1, 12));
  assert.equal(since("90m"), Date.UTC(2026, 4, 2, 10, 30));
  assert.equal(since("2026-05-01"), Date.UTC(2026, 4, 1));
  assert.equal(since("2026-05-01T08:00Z"), Date.UTC(2026, 4, 1, 8));
});

Deno.test("what cannot be is refused in one sentence", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["--nonsense", /^Unknown option '--nonsense'.*--help/],
    ["word", /^Unexpected argument 'word'.*--help/],
    ["--exec", /^Option '--exec <value>' argument missing.*--help/],
    ["--list=yes", /^Option '--list' does not take an argument.*--help/],
    ["--speed 1", /--speed has a meaning with --replay only/],
    ["--replay x --speed 5", /--speed cannot be "5": expected 1, 10, max/],
    ["--bus 2", /--bus has a meaning with --replay or --convert only/],
    ["--replay-format crtd", /--replay-format has a meaning with --replay or/],
    ["--sms-budget -1", /begins with a dash .*: write --sms-budget=/],
    [
      "--export X --since 2026-02-30",
      /--since cannot be .* a date that exists/,
    ],
    ["--out x", /--out has a meaning with --export only/],
    ["--with-secrets", /with --backup only/],
    ["--offline --tls", /--offline and --tls cannot be done together/],
    ["--demo-server --offline", /--demo-server and --offline cannot/],
    ["--demo-server --tls", /--demo-server and --tls cannot/],
    ["--demo-server --exec STAT", /--demo-server and --exec cannot/],
    [
      "--demo-server --can socketcan:can0",
      /--demo-server is for the simulated/,
    ],
    ["--list --exec STAT", /--list and --exec cannot be done together/],
    ["--export X --format xml", /--format cannot be "xml": expected csv/],
    ["--export X --since soon", /--since cannot be "soon": expected a date/],
    ["--export X --since 2026-13-01", /--since cannot be/],
    ["--country 49", /--country cannot be "49": expected .* \+49/],
    ["--sms-budget many", /--sms-budget cannot be "many"/],
    ["--log-level loud", /--log-level cannot be "loud": expected debug/],
  ];
  for (const [line, message] of cases) {
    assert.throws(() => settings(...line.split(" ")), (error) => {
      assert(error instanceof Error);
      assert.equal(error.name, "UsageError");
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n|\.$/);
      return true;
    }, line);
  }
});

Deno.test("--help tells every flag and variable, and fits a terminal", () => {
  const text = helpText();
  for (const [name, flag] of Object.entries(FLAGS)) {
    assert(text.includes(`--${name}`), name);
    if ("env" in flag) assert(text.includes(flag.env), flag.env);
  }
  for (const line of text.split("\n")) assert(line.length <= 80, line);
});

Deno.test("the state folder is XDG's, or the one in the home folder", () => {
  const env = (values: Readonly<Record<string, string>>) => (name: string) =>
    values[name];
  assert.equal(
    stateFolder(env({ XDG_STATE_HOME: "/x", HOME: "/h" })),
    "/x",
  );
  assert.equal(stateFolder(env({ HOME: "/h" })), "/h/.local/state");
  assert.equal(
    stateFolder(env({ XDG_STATE_HOME: "relative", HOME: "/h" })),
    "/h/.local/state",
  );
});
