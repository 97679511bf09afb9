import { checked, libc } from "./libc.ts";

const AF_UNIX = 1, SOCK_DGRAM = 2, CLOEXEC = 0o2000000, NONBLOCK = 0o4000;
const MSG_NOSIGNAL = 0x4000;
/** Room for a path in `struct sockaddr_un`. */
const LONGEST_PATH = 107;

/**
 * The line to systemd, as `sd_notify` has it: single datagrams to the socket that the environment
 * names in `NOTIFY_SOCKET`. Needs `--allow-ffi=` with the path of `libcPath`.
 */
export class ServiceManager {
  readonly #fd: number;
  readonly #address: Uint8Array<ArrayBuffer>;

  /**
   * @param path of the socket; `@` in front means an abstract one
   * @throws Error when the path cannot be one
   */
  constructor(path: string) {
    this.#address = socketAddress(path);
    this.#fd = checked(
      libc().socket(AF_UNIX, SOCK_DGRAM | CLOEXEC | NONBLOCK, 0),
      "socket",
    );
  }

  /**
   * Tells something, such as `READY=1`, `WATCHDOG=1` or `STATUS=...`.
   * @throws OsError when nobody takes it
   */
  tell(...lines: readonly string[]): void {
    const bytes = new TextEncoder().encode(lines.join("\n"));
    const address = this.#address;
    checked(
      libc().sendto(
        this.#fd,
        bytes,
        BigInt(bytes.length),
        MSG_NOSIGNAL,
        address,
        address.length,
      ),
      "sendto the service manager",
    );
  }

  close(): void {
    libc().close(this.#fd);
  }
}

/** `struct sockaddr_un`: u16 family, then the path, ended by a zero byte unless it is abstract. */
function socketAddress(path: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(path);
  if (!/^[/@]/.test(path) || bytes.length > LONGEST_PATH) {
    throw new Error(
      `NOTIFY_SOCKET cannot be "${path}": expected a path that begins with / or @, at most ${LONGEST_PATH} bytes long`,
    );
  }
  const isAbstract = path.startsWith("@");
  if (isAbstract) bytes[0] = 0;
  return Uint8Array.of(AF_UNIX, 0, ...bytes, ...isAbstract ? [] : [0]);
}
