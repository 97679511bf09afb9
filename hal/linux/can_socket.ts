import { ALL_ERRORS } from "./can_errors.ts";
import { encodeFilters } from "./can_struct.ts";
import { checked, cString, errno, libc, OsError } from "./libc.ts";

const AF_CAN = 29, SOCK_RAW = 3, CAN_RAW = 1;
const NONBLOCK = 0o4000, CLOEXEC = 0o2000000;
const SOL_SOCKET = 1, SO_RCVBUF = 8, SO_MEMINFO = 55;
const SOL_CAN_RAW = 101, CAN_RAW_FILTER = 1, CAN_RAW_ERR_FILTER = 2;
const SIOCGIFINDEX = 0x8933n, SIOCGIFFLAGS = 0x8913n;
const IFF_UP = 1;
/** `struct ifreq`: 16 bytes of name, then what is asked for. */
const IFREQ_SIZE = 40, NAME_SIZE = 16;
/** `struct sockaddr_can`: u16 family, 2 unused, i32 interface, addresses of other protocols. */
const ADDRESS_SIZE = 24;
const EAFNOSUPPORT = 97, ENODEV = 19;
/** Room for a second of a full bus, as far as the system allows. */
const RECEIVE_BUFFER = 1 << 22;
/** Place of the drop counter in the answer to SO_MEMINFO, and the answer's size in words. */
const DROPS = 8, MEMINFO_WORDS = 9;

/**
 * Opens a raw CAN socket on an interface, with kernel filters and error frames.
 *
 * The interface's bit rate is set by `ip link`, which needs privileges that this program should not have.
 * @param ids identifiers to let through; empty for all
 * @returns a non-blocking file descriptor
 * @throws Error with a sentence that says what is missing
 */
export function openCanSocket(name: string, ids: readonly number[]): number {
  const c = libc();
  const fd = c.socket(AF_CAN, SOCK_RAW | NONBLOCK | CLOEXEC, CAN_RAW);
  if (fd < 0) throw noSocket(name);
  try {
    const index = interfaceIndex(fd, name);
    requireUp(fd, name);
    // Filters before the address: nothing unwanted can come in between.
    setFilters(fd, ids);
    const address = new Uint8Array(ADDRESS_SIZE);
    const view = new DataView(address.buffer);
    view.setUint16(0, AF_CAN, true);
    view.setInt32(4, index, true);
    checked(c.bind(fd, address, ADDRESS_SIZE), `bind ${name}`);
    return fd;
  } catch (error) {
    c.close(fd);
    throw error;
  }
}

/** Number of frames that the kernel dropped because the socket was full, since it was opened. */
export function droppedFrames(fd: number): number {
  const info = new Uint32Array(MEMINFO_WORDS);
  const size = new Uint32Array([info.byteLength]);
  const failed = libc().getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, size) < 0;
  return failed ? 0 : info[DROPS] as number;
}

function noSocket(name: string): Error {
  const code = errno();
  return code === EAFNOSUPPORT
    ? new Error(
      `this kernel has no CAN support (AF_CAN), so ${name} cannot be opened: ` +
        "load the modules can and can_raw and the adapter's driver, or use an SLCAN adapter",
    )
    : new OsError(`socket for ${name}`, code);
}

function interfaceIndex(fd: number, name: string): number {
  const request = interfaceRequest(name);
  if (libc().ioctl(fd, SIOCGIFINDEX, request) < 0) {
    const code = errno();
    throw code === ENODEV
      ? new Error(
        `there is no network interface ${name}: is the CAN adapter plugged in and its driver loaded?`,
      )
      : new OsError(`look-up of ${name}`, code);
  }
  return new DataView(request.buffer).getInt32(NAME_SIZE, true);
}

function requireUp(fd: number, name: string): void {
  const request = interfaceRequest(name);
  checked(libc().ioctl(fd, SIOCGIFFLAGS, request), `flags of ${name}`);
  const flags = new DataView(request.buffer).getUint16(NAME_SIZE, true);
  if ((flags & IFF_UP) === 0) throw new Error(interfaceDown(name));
}

/** The sentence for an interface that is down. */
export function interfaceDown(name: string): string {
  return `${name} is down; as root: ip link set ${name} up type can bitrate 500000 restart-ms 100`;
}

function interfaceRequest(name: string): Uint8Array<ArrayBuffer> {
  const bytes = cString(name);
  if (bytes.length > NAME_SIZE || bytes.length < 2) {
    throw new Error(
      `"${name}" is not the name of a network interface: expected 1 to 15 characters, such as can0`,
    );
  }
  const request = new Uint8Array(IFREQ_SIZE);
  request.set(bytes);
  return request;
}

function setFilters(fd: number, ids: readonly number[]): void {
  const c = libc();
  const set = (level: number, option: number, value: Uint8Array, of: string) =>
    checked(
      c.setsockopt(fd, level, option, value, value.byteLength),
      `setsockopt ${of}`,
    );
  const filters = encodeFilters(ids);
  if (filters) set(SOL_CAN_RAW, CAN_RAW_FILTER, filters, "CAN_RAW_FILTER");
  set(SOL_CAN_RAW, CAN_RAW_ERR_FILTER, word(ALL_ERRORS), "CAN_RAW_ERR_FILTER");
  set(SOL_SOCKET, SO_RCVBUF, word(RECEIVE_BUFFER), "SO_RCVBUF");
}

function word(value: number): Uint8Array {
  return new Uint8Array(new Uint32Array([value]).buffer);
}
