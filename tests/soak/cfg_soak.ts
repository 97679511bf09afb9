/**
 * Breaks every macro at every single SDO exchange by every kind of fault, and sees that nothing is
 * lost: once the controller answers again, it is operational or the owner knows how to get it there,
 * and UNDO brings back exactly the values from before.
 *
 * `deno run -A tests/soak/cfg_soak.ts`
 * @module
 */
import { argument } from "./arguments.ts";
import { carOn, type Firmware, type Rig } from "../plugins/cfg/rig.ts";

/** A profile that differs from the delivered car in all it can, as text. */
const PROFILE =
  "JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA";

/** What is broken, in one release of the original firmware. */
interface Campaign {
  readonly firmware: Firmware;
  /** One call of each macro, with values that differ from the delivered ones. */
  readonly commands: readonly string[];
  /** What the controller is set to before one of them, so that there is something to change. */
  readonly before: Readonly<Record<string, readonly string[]>>;
  /** How one of them is taken back, if not by UNDO. */
  readonly back: Readonly<Record<string, string>>;
}

const BEFORE = ["SPEED 70", "POWER 80", "TSMAP D 50@40"];
const CAMPAIGNS: readonly Campaign[] = [
  {
    firmware: "3.0",
    commands: [
      "SPEED 100 95",
      "TORQUE 90",
      "TSMAP DNB 90 80 70 60",
      "TSMAP NB 90@30 80@45 70@60 60@75",
      "POWER 50",
      "RECUP 30 60",
      "RAMPS 10 50 40 60 70",
      "SMOOTH 50",
      "BRAKELIGHT 60 40",
      "RESET",
    ],
    before: { RESET: BEFORE },
    back: {},
  },
  {
    firmware: "3.9",
    commands: [
      "SPEED 100 95",
      "POWER 120 130 120",
      "POWER 150 150 140 120",
      "TSMAP DNB 90 80 70 60",
      "TSMAP NB 90@30 80@45 70@60 60@75",
      "DRIVE 50",
      "RECUP 30 60",
      "RAMPS 100 50 40 60 70",
      "RAMPL 40 50",
      "SMOOTH 50",
      "LOAD 1",
      "RESET",
      "LOCK 20",
    ],
    before: { RESET: BEFORE },
    back: { "LOCK 20": "UNLOCK" },
  },
];

/** The reverse limit must not be more than this at any instant, rpm. */
const MOST_REVERSE = 900;

/** An exchange that is about to be broken. */
interface Exchange {
  readonly access: "r" | "w";
  readonly index: number;
  readonly sub: number;
}

/** Kinds of faults. Each returns whether the request still reaches the controller. */
const FAULTS: Readonly<Record<string, (rig: Rig, at: Exchange) => boolean>> = {
  "request lost for good": (rig, at) => {
    rig.node.faults.add({ do: "lose", ...at });
    return true;
  },
  // Carried out, but nobody hears of it: the controller of a late or lost reply
  "reply lost for good": (rig, at) => {
    let ours = true;
    rig.onRequest = (data) => {
      ours = same(exchangeOf(data), at);
      return true;
    };
    rig.onReply = () => !ours;
    return true;
  },
  "abort": (rig, at) => {
    rig.node.faults.add({ do: "abort", code: 0x06090030, times: 1, ...at });
    return true;
  },
  "general abort": (rig, at) => {
    rig.node.faults.add({ do: "abort", code: 0x08000000, times: 1, ...at });
    return true;
  },
  "bus silence": (rig) => {
    rig.node.offline = true;
    return true;
  },
  "killed before it is carried out": (rig) => {
    rig.kill();
    return false;
  },
  "killed after it was carried out": (rig) => {
    // The reply reaches the bus of the new program, where nobody waits for it
    queueMicrotask(() => rig.kill());
    rig.onReply = () => false;
    return true;
  },
};

function exchangeOf(data: Uint8Array): Exchange | undefined {
  const [control = 0, low = 0, high = 0, sub = 0] = data;
  const access = control >> 5 === 2
    ? "r"
    : control >> 5 === 1
    ? "w"
    : undefined;
  return access && { access, index: low | high << 8, sub };
}

function same(a: Exchange | undefined, b: Exchange): boolean {
  return a?.access === b.access && a.index === b.index && a.sub === b.sub;
}

async function prepared(
  { firmware, before }: Campaign,
  command: string,
): Promise<Rig> {
  const rig = await carOn({ firmware, profiles: { 1: PROFILE } });
  for (const one of before[command] ?? []) await rig.cfg(one);
  return rig;
}

/** LOCK is a verb of its own. */
const textOf = (command: string) =>
  /^(UN)?LOCK/.test(command) ? command : `CFG ${command}`;

/** Exchanges of an undisturbed run. */
async function countExchanges(
  campaign: Campaign,
  command: string,
): Promise<number> {
  using rig = await prepared(campaign, command);
  let count = 0;
  rig.onRequest = (data) => {
    if (exchangeOf(data)) count++;
    return true;
  };
  const answer = await rig.sms(textOf(command));
  if (!/ OK|: OK|^LOCKED/.test(answer)) {
    throw new Error(`${command}: ${answer}`);
  }
  return count;
}

/** Breaks a command once; a sentence about what went wrong, or undefined. */
async function breakAt(
  campaign: Campaign,
  command: string,
  n: number,
  kind: string,
): Promise<string | undefined> {
  using rig = await prepared(campaign, command);
  const before = JSON.stringify(rig.settings()), fault = FAULTS[kind];
  const killed = kind.startsWith("killed");
  let left = n, broken = false;
  rig.onRequest = (data) => {
    const exchange = exchangeOf(data);
    if (!exchange || left-- > 0 || broken) return true;
    broken = true;
    return fault?.(rig, exchange) ?? true;
  };
  if (killed) {
    // Nobody is left to answer
    void rig.hal.gsm.incoming("+491701234567", textOf(command));
    for (let i = 0; i < 100 && !broken; i++) await rig.hal.clock.drain();
  } else await rig.sms(textOf(command));
  await rig.hal.clock.drain(1_000_000);
  if (!broken) return "the exchange never came";

  rig.onRequest = undefined;
  rig.onReply = undefined;
  rig.node.faults.clear();
  rig.node.offline = false;
  return await recovered(campaign, command, rig, before, killed) ??
    tooFast(rig);
}

/** The controller answers again, and the car goes on for a while: what is not as it was before, or can be. */
async function recovered(
  { back }: Campaign,
  command: string,
  rig: Rig,
  before: string,
  killed: boolean,
): Promise<string | undefined> {
  await rig.seconds(5);
  if (rig.node.state !== 5) {
    if (!/STILL PRE-OP|CFG OP/.test(rig.told)) {
      return `left in state ${rig.node.state}, and the owner was not told`;
    }
    const answer = await rig.cfg("OP");
    if (rig.node.state !== 5) return `CFG OP did not help: ${answer}`;
  }
  const undo = back[command];
  if (JSON.stringify(rig.settings()) !== before) {
    if (killed && undo === undefined && !rig.told.includes("CFG UNDO")) {
      return "values were changed, and the owner was not told of the interruption";
    }
    const answer = await (undo ? rig.sms(undo) : rig.cfg("UNDO"));
    if (!/OK, took back|^UNLOCKED/.test(answer)) {
      return `UNDO failed: ${answer}`;
    }
  }
  const after = JSON.stringify(rig.settings());
  if (after !== before) return `before ${before}, after UNDO ${after}`;
  if (rig.node.state !== 5) return `UNDO left it in state ${rig.node.state}`;
  const faults = rig.log.filter((line) => line.includes("plugin fault"));
  return faults[0];
}

function tooFast(rig: Rig): string | undefined {
  return rig.writes.find((write) => {
    const [object, value] = write.split("=");
    return object === "2920.06" && Number(value) > MOST_REVERSE;
  });
}

/**
 * @param every breaks one exchange of so many
 * @param wanted beginning of the commands that are broken, with their release: `3.9 CFG LOAD`
 */
async function main(every: number, wanted: string): Promise<number> {
  const kinds = Object.keys(FAULTS);
  let expected = 0, ran = 0, failed = 0;
  for (const campaign of CAMPAIGNS) {
    for (const command of campaign.commands) {
      const name = `${campaign.firmware} ${textOf(command)}`;
      if (!name.startsWith(wanted)) continue;
      const exchanges = await countExchanges(campaign, command);
      const points = Math.ceil(exchanges / every);
      expected += points * kinds.length;
      for (const kind of kinds) {
        for (let n = 0; n < exchanges; n += every) {
          const problem = await breakAt(campaign, command, n, kind);
          ran++;
          if (problem === undefined) continue;
          failed++;
          console.log(`${name}, exchange ${n + 1}, ${kind}: ${problem}`);
        }
      }
      console.log(
        `${name}: ${exchanges} exchanges x ${kinds.length} kinds of fault`,
      );
    }
  }
  console.log(
    `${ran} break points of ${expected} expected, ${failed} went wrong`,
  );
  return ran < expected || expected === 0 || failed > 0 ? 1 : 0;
}

if (import.meta.main) {
  const wanted = Deno.args.slice(1).join(" ");
  Deno.exit(await main(argument("every", 1), wanted));
}
