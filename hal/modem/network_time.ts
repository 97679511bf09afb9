/** The time of the mobile network, as the modem's clock has it. */
import type { Clock, Gsm, Stop } from "../mod.ts";
import { RefusedError } from "./errors.ts";

/** How often the modem is asked until it told the time, and how often afterwards, ms. */
const TIMES = { first: 20_000, later: 3_600_000 } as const;
/** Sets the modem's clock by the network (NITZ): the standard's command, then SIMCom's. */
const SET_BY_NETWORK = ["AT+CTZU=1", "AT+CLTS=1"];
/** Zones of the world, quarters of an hour. */
const WEST = -48, EAST = 56;

/**
 * Milliseconds since 1970 UTC of `+CCLK: "yy/MM/dd,hh:mm:ss±zz"`, the local time with its zone in
 * quarters of an hour. Undefined without a zone, which only the network can have told.
 */
export function readCclk(line: string): number | undefined {
  const [, date, time, zone] =
    /^\+CCLK: ?"?(\d\d\/\d\d\/\d\d),(\d\d:\d\d:\d\d)([+-]\d\d?)"?\s*$/
      .exec(line) ?? [];
  if (date === undefined || zone === undefined) return undefined;
  const quarters = Number(zone);
  if (quarters < WEST || quarters > EAST) return undefined;
  const local = Date.parse(`20${date.replaceAll("/", "-")}T${time}Z`);
  return Number.isNaN(local) ? undefined : local - quarters * 900_000;
}

/**
 * Milliseconds since 1970 UTC of `+QLTS: "yyyy/MM/dd,hh:mm:ss±zz,d"`, which is UTC whatever zone stands
 * behind it. Undefined for an empty one: no network told the time yet.
 */
export function readQlts(line: string): number | undefined {
  const [, date, time] =
    /^\+QLTS: ?"(\d{4}\/\d\d\/\d\d),(\d\d:\d\d:\d\d)/.exec(line) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date.replaceAll("/", "-")}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** What is asked for the time, and what reads the answer. */
interface Question {
  readonly at: string;
  readonly read: (line: string) => number | undefined;
}

const STANDARD: Question = { at: "AT+CCLK?", read: readCclk };
/** The clock of Quectel's modems shows UTC with the zone behind it, as if it were the local time. */
const QUECTEL: Question = { at: "AT+QLTS=1", read: readQlts };

/**
 * Asks the modem for the time while it is registered. A modem that no network set counts from a year
 * long ago, or has no zone, which whoever gets the time has to tell from a right one.
 * @param tell takes what it says, ms since 1970 UTC
 */
export function watchNetworkTime(
  gsm: Pick<Gsm, "state" | "command">,
  clock: Clock,
  tell: (ms: number) => void,
): Stop {
  const times: number[] = [];
  let isSet = false, isBusy = false, question = QUECTEL;
  const answer = async (): Promise<readonly string[]> => {
    try {
      return await gsm.command(question.at);
    } catch (error) {
      // One that was only slow to answer is asked the same again.
      const isLacking = error instanceof RefusedError && question === QUECTEL;
      if (!isLacking) throw error;
      question = STANDARD;
      return await answer();
    }
  };
  const ask = async () => {
    // Which of them a modem knows differs; one that knows none may set its clock all the same.
    if (!isSet) {
      isSet = true;
      for (const at of SET_BY_NETWORK) await gsm.command(at).catch(() => {});
    }
    for (const line of await answer()) {
      const ms = question.read(line);
      if (ms === undefined) continue;
      tell(ms);
      if (times.push(clock.monotonic()) > 2) times.shift();
    }
  };
  return clock.every(TIMES.first, () => {
    // Twice at first: a time is believed when it goes on as it should.
    const [before, last] = times;
    const isFresh = before !== undefined && last !== undefined &&
      clock.monotonic() - last < TIMES.later;
    if (isBusy || isFresh || !gsm.state.registered) return;
    isBusy = true;
    // A modem that does not answer is asked again; what it lacks, DIAG shows.
    ask().catch(() => {}).finally(() => isBusy = false);
  });
}
