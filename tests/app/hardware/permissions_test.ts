/** The documented permissions are enough, and those of task and service are the same. */
import assert from "node:assert/strict";
import { libcPath } from "../../../hal/linux/libc.ts";
import { built } from "../program.ts";
import { World } from "./world.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, root));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Cells of the table of docs/permissions.md, by configuration, without their code marks. */
const documented = new Map(
  read("docs/permissions.md").split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => {
      const cells = line.split("|").slice(1, -1);
      const [what = "", , needs = ""] = cells.map((cell) =>
        cell.trim().replaceAll("`", "")
      );
      return [what, needs] as const;
    }),
);

/** A program on the path, as a stand-in. */
function script(folder: string, name: string, body: string): void {
  Deno.writeTextFileSync(`${folder}/${name}`, `#!/bin/sh\n${body}\n`, {
    mode: 0o755,
  });
}

interface Case {
  /** First column of the table. */
  readonly configuration: string;
  readonly flags: (world: World) => readonly string[];
  /** Puts values for the table's examples. */
  readonly values?: (world: World) => Readonly<Record<string, string>>;
  /** What DIAG shows when it works. */
  readonly works: RegExp;
}

const cases: readonly Case[] = [
  {
    configuration: "SLCAN adapter",
    flags: ({ slcan }) => ["--can", `slcan:${slcan.path}@500000`],
    works: /CAN: slcan:\S+, up,/,
  },
  {
    configuration: "SocketCAN",
    flags: () => ["--can", "socketcan:nocan0"],
    works: /CAN: socketcan:nocan0, .*(CAN support|no network interface)/,
  },
  {
    configuration: "candump and cansend",
    flags: () => ["--can", "candump:can0"],
    works: /CAN: candump:can0, up,/,
  },
  {
    configuration: "modem",
    flags: ({ modemPort }) => ["--modem", modemPort.path],
    works: /GSM: modem:\S+, up,/,
  },
  {
    configuration: "modem of ModemManager",
    flags: () => ["--modem", "mm:", "--gps", "modem"],
    works: /GSM: mm:any, up,/,
  },
  {
    configuration: "GPS receiver",
    flags: ({ terminal }) => ["--gps", `nmea:${terminal.path}@9600`],
    works: /GPS: nmea:\S+, up,/,
  },
  {
    configuration: "gpsd",
    flags: ({ gpsd }) => ["--gps", `gpsd:127.0.0.1:${gpsd.port}`],
    values: ({ gpsd }) => ({ "localhost:2947": `127.0.0.1:${gpsd.port}` }),
    works: /GPS: gpsd:\S+, up, 1 reports/,
  },
  {
    configuration: "12 V from /sys",
    // The loopback interface has a type of 772: a machine's ADC may be anywhere.
    flags: () => ["--supply", "file:/sys/class/net/lo/type@0.01"],
    works: /12V Line:7\.7 /,
  },
  {
    configuration: "12 V from another file",
    flags: ({ supplyFile }) => ["--supply", `file:${supplyFile}@0.001`],
    values: ({ supplyFile }) => ({ "/run/volts": supplyFile }),
    works: /12V Line:12\.6 /,
  },
  {
    configuration: "12 V from a program",
    flags: () => ["--supply", "command:volts --now"],
    values: () => ({ PROGRAM: "volts" }),
    works: /12V Line:12\.3 /,
  },
  {
    configuration: "DIAG console",
    flags: ({ terminal }) => ["--diag", terminal.path],
    works: /CAN: none, not set up/,
  },
];

/** Starts the program and asks it with DIAG, until it shows what it should. */
async function diagnosed(
  permissions: readonly string[],
  flags: readonly string[],
  path: string,
  works: RegExp,
): Promise<{ shown: string; complaints: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    cwd: root,
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      ...permissions,
      built(),
      ...flags,
    ],
    env: { PATH: path },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  let shown = "";
  const ask = () => writer.write(new TextEncoder().encode("DIAG\n"));
  const complaints = new Response(child.stderr).text();
  await ask();
  const asking = setInterval(() => void ask().catch(() => {}), 250);
  const stop = setTimeout(() => child.kill(), 120_000);
  for await (const bytes of child.stdout) {
    shown += text(bytes);
    if (!works.test(shown)) continue;
    clearInterval(asking);
    await writer.close().catch(() => {});
  }
  clearInterval(asking);
  clearTimeout(stop);
  await child.status;
  return { shown, complaints: await complaints };
}

/** The flags of the table with values for its placeholders. */
function filled(
  needs: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(values)
    .reduce((text, [name, value]) => text.replaceAll(name, value), needs)
    .split(" ").filter((flag) => flag !== "");
}

Deno.test("the documented permissions are enough for each device", async () => {
  await using world = new World();
  world.volts = 12.6;
  const { folder } = world, path = `${folder}:/usr/bin:/bin`;
  script(folder, "candump", "exec sleep 20");
  script(folder, "cansend", "exit 0");
  script(folder, "volts", "echo 12.3");
  script(folder, "mmcli", "echo '{}'");
  await Promise.all(cases.map(async (tried) => {
    const { configuration, works } = tried;
    const needs = documented.get(configuration);
    assert.ok(needs, `${configuration} is not in the table`);
    const store = Deno.makeTempDirSync({ dir: folder });
    const { shown, complaints } = await diagnosed(
      filled(`${documented.get("always")} ${needs}`, {
        LIBC: libcPath(),
        "/var/lib/ovms-edge": store,
        ...tried.values?.(world),
      }),
      [
        "--gateway",
        "--offline",
        "--http=off",
        `--store=${store}/gateway.db`,
        ...tried.flags(world),
      ],
      path,
      works,
    );
    assert.match(shown, works, configuration);
    assert.doesNotMatch(complaints, /NotCapable|--allow-/, configuration);
  }));
});

Deno.test("a low battery ends the program with code 3, and runs what follows", async () => {
  await using world = new World();
  const { folder } = world;
  world.volts = 9.9;
  script(folder, "power-off", `echo "$@" > ${folder}/switched-off`);
  const { code } = await new Deno.Command(Deno.execPath(), {
    cwd: root,
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      ...filled(documented.get("always") ?? "", {
        "/var/lib/ovms-edge": folder,
      }),
      `--allow-run=${folder}/power-off`,
      built(),
      "--offline",
      "--http=off",
      `--store=${folder}/gateway.db`,
      `--supply=file:${world.supplyFile}@0.001`,
      "--shutdown-below=11",
      "--shutdown-delay=0s",
      `--shutdown-command=${folder}/power-off now`,
    ],
    stdin: "null",
  }).output();
  assert.equal(code, 3);
  assert.equal(Deno.readTextFileSync(`${folder}/switched-off`), "now\n");
});

Deno.test("the service runs what the task start:gateway runs", () => {
  const words = (line: string) =>
    line.replaceAll(/'|\\\n/g, " ").split(/\s+/).filter((word) => word !== "");
  const task = /"start:gateway": \{[^}]*"command": "([^"]+)"/.exec(
    read("deno.json"),
  )?.[1] ?? "";
  const unit = read("docs/ovms-edge.service");
  const started = /^ExecStart=((?:.*\\\n)*.*)$/m.exec(unit)?.[1] ?? "";
  const all = words(task), begin = all.indexOf("deno");
  const environment = all.slice(0, begin), ofTask = all.slice(begin + 1);
  const [, ...ofUnit] = words(started);
  assert.deepEqual(ofUnit, ofTask);
  for (const line of environment) {
    assert.ok(unit.includes(`\nEnvironment=${line}\n`), line);
  }
  const needed = [
    documented.get("always") ?? "",
    "--allow-net",
    "--allow-sys=hostname",
    "--allow-ffi=/lib/x86_64-linux-gnu/libc.so.6,/lib/aarch64-linux-gnu/libc.so.6",
    "--allow-run=deno",
  ].join(" ").split(" ");
  assert.deepEqual(
    ofTask.filter((word) => word.startsWith("--allow-")),
    needed,
  );
});
