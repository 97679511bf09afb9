/** Which campaigns are run, and how long. */

/** A campaign: a program that prints what it counted and ends with an error when something was wrong. */
export interface Campaign {
  readonly name: string;
  readonly what: string;
  /** In this folder. */
  readonly file: string;
  /** Counts; all campaigns together take under ten minutes with them. */
  readonly args: readonly string[];
  /** Counts for about two minutes in all. */
  readonly short: readonly string[];
  /** Programs beside Deno that it runs. */
  readonly runs?: readonly string[];
  /** It wants to collect garbage itself. */
  readonly collects?: boolean;
  /** It measures the program's memory: V8 is set as for that. */
  readonly asProgram?: boolean;
  /** Its files are in memory, which Deno grants with everything else only. */
  readonly inMemory?: boolean;
}

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [
  {
    name: "store",
    what: "kills while it writes, files cut off",
    file: "store_soak.ts",
    args: ["kills=1000", "cuts=100"],
    short: ["kills=40", "cuts=20"],
  },
  {
    name: "flips",
    what: "bits that a memory card flips, and a year of clock trouble",
    file: "flips_soak.ts",
    args: ["flips=300", "days=365"],
    short: ["flips=60", "days=60"],
  },
  {
    name: "cfg",
    what: "every fault at every exchange of every macro, of both releases",
    file: "cfg_soak.ts",
    args: ["every=1"],
    short: ["every=9"],
  },
  {
    name: "car",
    what: "kills of macros and undo, conditions of a moving or unknown car",
    file: "car_soak.ts",
    args: ["kills=1000", "conditions=200"],
    short: ["kills=100", "conditions=50"],
  },
  {
    name: "cuts",
    what: "gate, RESET, type, end and full disk at every step of commands",
    file: "cuts_soak.ts",
    args: [],
    short: [],
  },
  {
    name: "walk",
    what: "commands of several links with events between them, seen at the bus",
    file: "walk_soak.ts",
    args: ["walks=400"],
    short: ["walks=30"],
  },
  {
    name: "ovms",
    what: "lines of a hostile server",
    file: "ovms_soak.ts",
    args: ["25000"],
    short: ["3000"],
    collects: true,
  },
  {
    name: "modem",
    what: "text messages among unasked lines",
    file: "modem_soak.ts",
    args: ["10000"],
    short: ["1000"],
  },
  {
    name: "messages",
    what: "text messages each way through a modem that fails at random",
    file: "messages_soak.ts",
    args: ["10000"],
    short: ["300"],
  },
  {
    name: "parsers",
    what: "random bytes for modem and GPS receiver",
    file: "parsers_soak.ts",
    args: ["1000000"],
    short: ["100000"],
  },
  {
    name: "slcan",
    what: "random bytes for the SLCAN adapter",
    file: "slcan_parser_soak.ts",
    args: ["1000000"],
    short: ["100000"],
  },
  {
    name: "isotp",
    what: "random frame sequences for the transport of diagnostics",
    file: "isotp_soak.ts",
    args: ["1000000"],
    short: ["50000"],
    collects: true,
  },
  {
    name: "serial",
    what: "unplug and replug cycles, bytes each way",
    file: "serial_soak.ts",
    args: ["1000", "1000000"],
    short: ["100", "1000000"],
  },
  {
    name: "can",
    what: "seconds of numbered frames for the CAN drivers",
    file: "can_soak.ts",
    args: ["30"],
    short: ["5"],
  },
  {
    name: "bus",
    what: "seconds of a full bus on the whole vehicle",
    file: "bus_soak.ts",
    args: ["60"],
    short: ["10"],
  },
  {
    name: "leaf",
    what: "seconds of a Leaf's two buses, without and with its polls",
    file: "leaf_soak.ts",
    args: ["seconds=60"],
    short: ["seconds=5"],
  },
  {
    name: "http",
    what:
      "requests, open pages and idle connections for the web console, beside a full bus",
    file: "http_soak.ts",
    args: ["requests=300000", "pages=50", "idle=1000", "seconds=20"],
    short: ["requests=20000", "pages=50", "idle=1000", "seconds=5"],
    collects: true,
  },
  {
    name: "broker",
    what: "kills of an MQTT broker while records and notices are delivered",
    file: "broker_soak.ts",
    args: ["kills=200"],
    short: ["kills=20"],
    runs: ["mosquitto"],
  },
  {
    name: "mqtt",
    what: "values published over MQTT, and what the link takes while driving",
    file: "mqtt_soak.ts",
    args: ["values=1000000"],
    short: ["values=30000"],
    collects: true,
    runs: ["mosquitto"],
  },
  {
    name: "fleet",
    what: "cars of one process at one MQTT broker",
    file: "fleet_soak.ts",
    args: ["1000"],
    short: ["50"],
    runs: ["mosquitto"],
  },
  {
    name: "isolation",
    what: "plugins from outside that do whatever they can, beside a full bus",
    file: "isolation_soak.ts",
    args: ["seconds=10"],
    short: ["seconds=3"],
  },
  {
    name: "day",
    what: "records of a day against the car's own account",
    file: "day_soak.ts",
    args: ["hours=24"],
    short: ["hours=24"],
  },
  {
    name: "week",
    what: "heap after each day of a week",
    file: "week_soak.ts",
    args: ["days=7"],
    short: ["days=2"],
    collects: true,
  },
  {
    name: "memory",
    what: "memory of the program as its tasks run it, day by day",
    file: "memory_soak.ts",
    args: ["days=2"],
    short: ["days=1"],
  },
  {
    name: "month",
    what: "data that a month costs",
    file: "month_soak.ts",
    args: ["days=7"],
    short: ["days=1"],
  },
  {
    name: "year",
    what: "size, start, pages and commits of a store that is used for years",
    file: "year_soak.ts",
    args: ["days=30", "records=1000000"],
    short: ["days=1", "records=50000"],
    collects: true,
    asProgram: true,
    inMemory: true,
  },
];

/** A campaign with its counts. */
export interface Run {
  readonly campaign: Campaign;
  readonly args: readonly string[];
}

/** What the command line may be. */
export const USAGE =
  "Usage: deno task soak [--short] [campaign [count ...]] ...\n" +
  "Without a campaign all run. Words behind a campaign are its counts.";

/**
 * What a command line asks for, or a sentence that says what is wrong with it.
 * @param words such as `--short`, `store`, `kills=50`
 */
export function plan(words: readonly string[]): readonly Run[] | string {
  const isShort = words.includes("--short");
  const standard = (campaign: Campaign): Run => ({
    campaign,
    args: isShort ? campaign.short : campaign.args,
  });
  const runs: Run[] = [];
  for (const word of words) {
    if (word === "--short") continue;
    const campaign = campaigns.find(({ name }) => name === word);
    const last = runs.at(-1);
    if (campaign) runs.push({ campaign, args: [] });
    else if (last && /^([a-z]+=)?\d+$/.test(word)) {
      runs[runs.length - 1] = { ...last, args: [...last.args, word] };
    } else return `There is no campaign "${word}"`;
  }
  if (runs.length === 0) return campaigns.map(standard);
  return runs.map((run) =>
    run.args.length === 0 ? standard(run.campaign) : run
  );
}
