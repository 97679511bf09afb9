import { checked, libc } from "./libc.ts";

/** Bit rates that a port can be set to; GPS receivers start at 4800, fast SLCAN adapters at 1,000,000. */
export const BAUD_RATES: readonly number[] = [
  4800,
  9600,
  19200,
  38400,
  57600,
  115200,
  230400,
  460800,
  500000,
  576000,
  921600,
  1000000,
];

/** glibc's `struct termios`, the same on x86-64 and aarch64: four flag words, a line byte, 32 control characters, two speeds. */
const SIZE = 60, IFLAG = 0, CFLAG = 8, CONTROLS = 17;
const VTIME = 5, VMIN = 6;
const TCSANOW = 0, TCOFLUSH = 1;
const TIOCOUTQ = 0x5411n;

/** Flags that `cfmakeraw` leaves alone but that would spoil a raw, three-wire line. */
const SET = { CLOCAL: 0x800, CREAD: 0x80 };
const CLEAR = { CRTSCTS: 0x80000000, HUPCL: 0x400, CSTOPB: 0x40 };
const CLEAR_INPUT = { IXOFF: 0x1000, IXANY: 0x800 };

/**
 * Sets an open port to raw mode, 8N1, no handshake.
 * @throws Error when the bit rate is not one of `BAUD_RATES` or the device is no serial port
 */
export function configureRaw(fd: number, baudRate: number, name: string): void {
  if (!BAUD_RATES.includes(baudRate)) {
    throw new RangeError(
      `${baudRate} is not a bit rate of a serial port: expected one of ${
        BAUD_RATES.join(", ")
      }`,
    );
  }
  const c = libc(), termios = new Uint8Array(SIZE);
  checked(c.tcgetattr(fd, termios), `tcgetattr ${name}`);
  c.cfmakeraw(termios);
  // glibc takes the number itself, in every version; its B constants changed with 2.42.
  checked(c.cfsetspeed(termios, baudRate), `cfsetspeed ${name}`);
  const view = new DataView(termios.buffer);
  const change = (at: number, set: number, clear: number) =>
    view.setUint32(at, (view.getUint32(at, true) | set) & ~clear, true);
  change(
    CFLAG,
    SET.CLOCAL | SET.CREAD,
    CLEAR.CRTSCTS | CLEAR.HUPCL | CLEAR.CSTOPB,
  );
  change(IFLAG, 0, CLEAR_INPUT.IXOFF | CLEAR_INPUT.IXANY);
  termios[CONTROLS + VMIN] = 1;
  termios[CONTROLS + VTIME] = 0;
  checked(c.tcsetattr(fd, TCSANOW, termios), `tcsetattr ${name}`);
  // Until here the kernel echoed: a CAN adapter must not get its own frames as commands.
  dropUnsent(fd);
}

/** Number of bytes that the port has not put on the line yet. */
export function unsent(fd: number): number {
  const count = new Int32Array(1);
  return libc().ioctl(fd, TIOCOUTQ, count) < 0 ? 0 : count[0] as number;
}

/** Drops what is not on the line yet. Closing would otherwise wait for it, up to 30 s, in the kernel. */
export function dropUnsent(fd: number): void {
  if (unsent(fd) > 0) libc().tcflush(fd, TCOFLUSH);
}
