/**
 * What an OBD-II port is asked (SAE J1979, modes 01 and 09). A car tells first which parameters it has;
 * only those are asked, since many units leave other questions without an answer.
 */
import { type AnswerBytes, obd, type PollDef } from "ovms-edge";
import type { P, X } from "./own.ts";
import { ALL, ENGINE, type Unit, UNITS, WIDTHS } from "./units.ts";

type Poll = PollDef<P, X>;
/** A question before it is known which unit is asked. */
type Question = Omit<Poll, "to" | "from" | "when">;

/** A question to a unit, while it is known or may be that the car has identifiers of its width. */
const asked = (
  { width, to, from }: Unit,
  question: Question,
  when: (ctx: X) => boolean = () => true,
): Poll => ({
  to,
  from,
  ...question,
  when: (ctx) => (ctx.state.units.width ?? width) === width && when(ctx),
});

/** Lists of the parameters up to 0xC0, each at the number before its first. */
const LISTS = [0x00, 0x20, 0x40, 0x60, 0x80, 0xa0];
/** A VIN has no I, O and Q (ISO 3779). */
const VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

/** How often, s. */
const QUICK = { on: 2, driving: 1 };
const SLOW = { on: 30, driving: 30 };
const ONCE = { on: 20, driving: 20 };
/** On a bus with traffic a single question finds out that a car whose supply nobody measures is awake. */
const PROBE = { off: 30, on: 30, driving: 30 };

const isEngine = ({ width, from }: Unit) => ENGINE[width].from === from;
const others = UNITS.filter((unit) => !isEngine(unit));

/** A list of a unit's parameters. */
const list = (unit: Unit, base: number): Question => ({
  read: obd(1, base),
  every: ONCE,
  onSilentBus: true,
  bytes: 4,
  decode: (r, _, { state }) => state.units.learn(unit, base, r.u32(0)),
});

const probe = (unit: Unit): Question => ({
  ...list(unit, 0),
  every: PROBE,
  onSilentBus: false,
  decode: (r, _, ctx) => {
    ctx.state.answeredAt = ctx.now;
    ctx.state.units.learn(unit, 0, r.u32(0));
  },
});

/**
 * The first list is asked of all units at once: whoever answers is known from then on, and asked for
 * the lists that it announced.
 */
const lists = (): readonly Poll[] => [
  ...WIDTHS.map((width) => asked(ALL[width], probe(ENGINE[width]))),
  ...WIDTHS.flatMap((width) =>
    LISTS.map((base) =>
      asked(
        base === 0 ? ALL[width] : ENGINE[width],
        list(ENGINE[width], base),
        ({ state }) => state.units.owes(ENGINE[width], base),
      )
    )
  ),
  ...others.flatMap((unit) =>
    LISTS.map((base) =>
      asked(
        unit,
        // It is heard only: the question to all was meant for it, too
        base === 0 ? { ...list(unit, 0), every: {} } : list(unit, base),
        ({ state }) => state.units.owes(unit, base),
      )
    )
  ),
];

const vin: Question = {
  read: obd(9, 2),
  every: { on: 120, driving: 120 },
  onSilentBus: true,
  bytes: 17,
  decode: (r, put, { state }) => {
    const text = r.text();
    if (!VIN.test(text)) return;
    put.vin = text;
    state.identified = true;
  },
};

/** A parameter of mode 01 and where its value goes. */
interface Value {
  readonly pid: number;
  readonly every: Poll["every"];
  readonly decode: (r: AnswerBytes, put: P) => void;
}

/** %. */
const percent = (r: AnswerBytes) => r.u8(0) * 100 / 255;
/** °C. */
const celsius = (r: AnswerBytes) => r.u8(0) - 40;

const values: readonly Value[] = [
  { pid: 0x0d, every: QUICK, decode: (r, put) => void (put.speed = r.u8(0)) },
  {
    pid: 0x0c,
    every: QUICK,
    decode: (r, put) => void (put.rpm = r.u16(0) / 4),
  },
  { pid: 0x04, every: QUICK, decode: (r, put) => void (put.load = percent(r)) },
  {
    pid: 0x11,
    every: QUICK,
    decode: (r, put) => void (put.throttle = percent(r)),
  },
  {
    pid: 0x05,
    every: SLOW,
    decode: (r, put) => void (put.coolant = celsius(r)),
  },
  {
    pid: 0x0f,
    every: SLOW,
    decode: (r, put) => void (put.intake = celsius(r)),
  },
  {
    pid: 0x46,
    every: SLOW,
    decode: (r, put) => void (put.ambient = celsius(r)),
  },
  { pid: 0x2f, every: SLOW, decode: (r, put) => void (put.fuel = percent(r)) },
  { pid: 0x5b, every: SLOW, decode: (r, put) => void (put.soc = percent(r)) },
  {
    pid: 0x42,
    every: SLOW,
    decode: (r, put) => void (put.moduleVoltage = r.u16(0) / 1000),
  },
  {
    pid: 0xa6,
    every: SLOW,
    decode: (r, put) => void (put.odometer = r.u32(0) / 10),
  },
  {
    pid: 0x01,
    every: SLOW,
    decode: (r, put) => {
      put.lamp = r.bit(0, 7);
      put.codes = r.u8(0) & 0x7f;
    },
  },
];

let made: readonly Poll[] | undefined;

/**
 * All questions, in the order in which they are asked. There are hundreds: they are made where such a
 * car is chosen.
 */
export function polls(): readonly Poll[] {
  return made ??= allPolls();
}

const allPolls = (): readonly Poll[] => [
  ...lists(),
  ...UNITS.map((unit) =>
    asked(unit, vin, ({ state: { identified, units } }) => {
      const [first = ENGINE[unit.width]] = units.known;
      return !identified && first.from === unit.from;
    })
  ),
  ...values.flatMap(({ pid, every, decode }) =>
    UNITS.map((unit) =>
      asked(
        unit,
        { read: obd(1, pid), every, onSilentBus: true, decode },
        ({ state }) => state.units.tells(unit, pid),
      )
    )
  ),
];
