/**
 * Breaks every macro at every single SDO exchange by every kind of fault, and sees that nothing is
 * lost: once the controller answers again, it is operational or the owner knows how to get it there,
 * and UNDO brings back exactly the values from before.
 *
 * `deno run -A tests/soak/cfg_soak.ts`
 * @module
 */
import { carOn, type Rig } from "../plugins/cfg/rig.ts";

/** One call of each macro, with values that differ from the delivered ones. */
const MACROS = [
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
];
/** What the controller is set to before RESET, so that there is something to reset. */
const BEFORE_RESET = ["SPEED 70", "POWER 80", "TSMAP D 50@40"];

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

async function prepared(macro: string): Promise<Rig> {
  const rig = await carOn();
  for (const before of macro === "RESET" ? BEFORE_RESET : []) {
    await rig.cfg(before);
  }
  return rig;
}

/** Exchanges of an undisturbed run. */
async function countExchanges(macro: string): Promise<number> {
  using rig = await prepared(macro);
  let count = 0;
  rig.onRequest = (data) => {
    if (exchangeOf(data)) count++;
    return true;
  };
  const answer = await rig.cfg(macro);
  if (!answer.includes(": OK")) throw new Error(`${macro}: ${answer}`);
  return count;
}

/** Breaks a macro once; a sentence about what went wrong, or undefined. */
async function breakAt(
  macro: string,
  n: number,
  kind: string,
): Promise<string | undefined> {
  using rig = await prepared(macro);
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
    void rig.hal.gsm.incoming("+491701234567", `CFG ${macro}`);
    for (let i = 0; i < 100 && !broken; i++) await rig.hal.clock.drain();
  } else await rig.cfg(macro);
  await rig.hal.clock.drain(1_000_000);
  if (!broken) return "the exchange never came";

  rig.onRequest = undefined;
  rig.onReply = undefined;
  rig.node.faults.clear();
  rig.node.offline = false;
  // The controller answers again: the car goes on for a while, as far as the program is concerned
  await rig.seconds(5);
  if (rig.node.state !== 5) {
    if (!/STILL PRE-OP|CFG OP/.test(rig.told)) {
      return `left in state ${rig.node.state}, and the owner was not told`;
    }
    const answer = await rig.cfg("OP");
    if (rig.node.state !== 5) return `CFG OP did not help: ${answer}`;
  }
  if (JSON.stringify(rig.settings()) !== before) {
    if (killed && !rig.told.includes("CFG UNDO")) {
      return "values were changed, and the owner was not told of the interruption";
    }
    const answer = await rig.cfg("UNDO");
    if (!answer.includes("OK, took back")) return `UNDO failed: ${answer}`;
  }
  const after = JSON.stringify(rig.settings());
  if (after !== before) return `before ${before}, after UNDO ${after}`;
  if (rig.node.state !== 5) return `UNDO left it in state ${rig.node.state}`;
  const faults = rig.log.filter((line) => line.includes("plugin fault"));
  return faults[0];
}

async function main(): Promise<number> {
  const kinds = Object.keys(FAULTS);
  let expected = 0, ran = 0, failed = 0;
  for (const macro of MACROS) {
    const exchanges = await countExchanges(macro);
    expected += exchanges * kinds.length;
    for (const kind of kinds) {
      for (let n = 0; n < exchanges; n++) {
        const problem = await breakAt(macro, n, kind);
        ran++;
        if (problem === undefined) continue;
        failed++;
        console.log(`CFG ${macro}, exchange ${n + 1}, ${kind}: ${problem}`);
      }
    }
    console.log(
      `CFG ${macro}: ${exchanges} exchanges x ${kinds.length} kinds of fault`,
    );
  }
  console.log(
    `${ran} break points of ${expected} expected, ${failed} went wrong`,
  );
  return ran < expected || expected === 0 || failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main());
