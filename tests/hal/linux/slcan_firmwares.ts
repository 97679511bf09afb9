import { fromHex } from "../../../hal/can_frame.ts";
import { show } from "../can_contract.ts";

export const CR = "\r", BEL = "\x07";

/** What a stand-in's firmware knows of itself. */
export interface FirmwareState {
  mode: "closed" | "listen" | "open";
  /** The next `O` listens only. */
  silent: boolean;
  /** The command before this one. */
  previous: string;
  stamps: boolean;
  /** What it answers to `F`; undefined: it does not know the command. */
  status: string | undefined;
  /** Frames that it put on the bus. */
  readonly sent: string[];
}

/** Takes a command without its CR; gives what goes back. */
export type Firmware = (state: FirmwareState, command: string) => string;

function transmit(
  state: FirmwareState,
  command: string,
  answer: string,
): string {
  const at = command[0] === "t" ? 4 : 9;
  if (state.mode !== "open") return BEL;
  const data = fromHex(command.slice(at + 1));
  if (data.length !== Number(command[at])) return BEL;
  state.sent.push(show(parseInt(command.slice(1, at), 16), data));
  return answer;
}

/** As the Lawicel manual says. */
const lawicel: Firmware = (state, command) => {
  const closed = state.mode === "closed";
  switch (command[0]) {
    case undefined:
      return CR;
    case "S":
      return closed ? CR : BEL;
    case "Z":
      if (closed) state.stamps = command === "Z1";
      return closed ? CR : BEL;
    case "L":
    case "O":
      state.mode = command === "L" ? "listen" : "open";
      return closed ? CR : BEL;
    case "C":
      state.mode = "closed";
      return closed ? BEL : CR;
    case "F":
      return state.status === undefined ? BEL : `F${state.status}${CR}`;
    case "V":
      return `V1013${CR}`;
    case "t":
      return transmit(state, command, `z${CR}`);
    case "T":
      return transmit(state, command, `Z${CR}`);
    default:
      return BEL;
  }
};

/** CANable 1.0 and 2.0: no acknowledgements, and an empty line repeats the command before it. */
const canable: Firmware = (state, line) => {
  const command = line === "" ? state.previous : line;
  state.previous = command;
  switch (command[0]) {
    case "O":
      if (state.mode === "closed") {
        state.mode = state.silent ? "listen" : "open";
      }
      return "";
    case "C":
      state.mode = "closed";
      return "";
    case "M":
      if (state.mode === "closed") state.silent = command === "M1";
      return "";
    case "V":
      return `b158aa7 github.com/normaldotcom/canable2-fw${CR}`;
    case "t":
    case "T":
      transmit(state, command, "");
      return "";
    default:
      return "";
  }
};

/** CANable 2.5: acknowledges most commands, closing not; `L`, `F` and `Z` are none of Lawicel's. */
const canable25: Firmware = (state, command) => {
  const closed = state.mode === "closed";
  switch (command[0]) {
    case undefined:
      return CR;
    case "O":
      if (closed) state.mode = state.silent ? "listen" : "open";
      return closed ? CR : BEL;
    case "C":
      state.mode = "closed";
      state.silent = false;
      return "";
    case "M":
      state.silent = command === "M1";
      return CR;
    case "S":
      return closed ? CR : BEL;
    case "V":
      return `+Board: X\tMCU: STM32G431\tFirmware: 2429224\tClock: 160\tLimits: 512,256,128,128,32,32,16,16${CR}`;
    case "t":
    case "T":
      return transmit(state, command, CR);
    default:
      return BEL;
  }
};

/** CANHacker for Arduino: `L` only arms; `F` is for an open channel; a frame while it listens is swallowed. */
const canhacker: Firmware = (state, command) => {
  const closed = state.mode === "closed";
  switch (command[0]) {
    case undefined:
      return "";
    case "O":
      state.mode = state.silent ? "listen" : "open";
      return CR;
    case "L":
      if (closed) state.silent = true;
      return closed ? CR : BEL;
    case "C":
      state.mode = "closed";
      state.silent = false;
      return closed ? BEL : CR;
    case "S":
      return closed ? CR : BEL;
    case "Z":
      return CR;
    case "F":
      return closed ? BEL : CR;
    case "V":
      return `V1010${CR}`;
    case "t":
    case "T":
      return state.mode === "listen" ? "" : transmit(state, command, CR);
    default:
      return BEL;
  }
};

/** WiCAN: acknowledges everything; a mode that it does not know would swallow what follows. */
const wican: Firmware = (state, command) => {
  switch (command[0]) {
    case undefined:
      return "";
    case "O":
    case "L":
      state.mode = command === "L" ? "listen" : "open";
      return CR;
    case "C":
      state.mode = "closed";
      return CR;
    case "F":
      return `F00${CR}`;
    case "V":
      return `V2011${CR}`;
    case "M":
      throw new Error("the filter swallows eight characters of what follows");
    case "t":
    case "T":
      if (state.mode === "open") transmit(state, command, "");
      return CR;
    default:
      return CR;
  }
};

/** The first CANtact firmware: a CANable that does not know `V`. */
const cantact: Firmware = (state, command) =>
  command === "V" ? "" : canable(state, command);

/** Firmwares by name. */
export const FIRMWARES = {
  lawicel,
  canable,
  canable25,
  canhacker,
  wican,
  cantact,
} as const satisfies Readonly<Record<string, Firmware>>;

/** Name of a firmware. */
export type FirmwareName = keyof typeof FIRMWARES;
