/**
 * What an OBD-II port is asked (SAE J1979, modes 01 and 09). A car tells first which parameters it has;
 * only those are asked, since many units leave other questions without an answer.
 */
import { type AnswerBytes, obd, type PollDef } from "ovms-edge";
import { ALL, ENGINE, type P, type Width, type X } from "./own.ts";

type Poll = PollDef<P, X>;
/** A question before it is known how the car's units are addressed. */
type Question = Omit<Poll, "to" | "from">;

const WIDTHS = [11, 29] as const;
/** Asked as one unit or as all, in the way in which the car answered; before it did, in both. */
const asked = (
  who: Readonly<Record<Width, { readonly to: number; readonly from: number }>>,
  { when = () => true, ...question }: Question,
): readonly Poll[] =>
  WIDTHS.map((width) => ({
    ...who[width],
    ...question,
    when: (ctx) => (ctx.state.width ?? width) === width && when(ctx),
    decode: (r, put, ctx) => {
      ctx.state.width ??= width;
      question.decode(r, put, ctx);
    },
  }));

/** Parameters that a list tells. */
const LISTED = 32;
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

/** Four bytes, a bit for each parameter from the highest on; the last one is that of the next list. */
function learn(r: AnswerBytes, base: number, { state }: X): void {
  const bits = r.u32(0);
  for (let n = 0; n < LISTED; n++) {
    if ((bits >>> (LISTED - 1 - n) & 1) === 1) {
      state.supported.add(base + 1 + n);
    }
  }
  state.lists.add(base);
}

const probe: Question = {
  read: obd(1, 0),
  every: PROBE,
  bytes: 4,
  decode: (r, _, ctx) => {
    ctx.state.answeredAt = ctx.now;
    learn(r, 0, ctx);
  },
};

/** Each asked until it is told, and only if the list before announced it. */
const lists = LISTS.map((base): Question => ({
  read: obd(1, base),
  every: ONCE,
  onSilentBus: true,
  when: ({ state }) =>
    !state.lists.has(base) && (base === 0 || state.supported.has(base)),
  bytes: 4,
  decode: (r, _, ctx) => learn(r, base, ctx),
}));

const vin: Question = {
  read: obd(9, 2),
  every: { on: 120, driving: 120 },
  onSilentBus: true,
  when: ({ state }) => !state.identified,
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

/** All questions, in the order in which they are asked. */
export const polls: readonly Poll[] = [
  ...[probe, ...lists].flatMap((question) => asked(ALL, question)),
  ...asked(ENGINE, vin),
  ...values.flatMap(({ pid, every, decode }) =>
    asked(ENGINE, {
      read: obd(1, pid),
      every,
      onSilentBus: true,
      when: ({ state }) => state.supported.has(pid),
      decode,
    })
  ),
];
