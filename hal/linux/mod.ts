/**
 * Devices of a Linux gateway: serial ports and CAN interfaces.
 *
 * | part | permission |
 * | --- | --- |
 * | serial port, SLCAN, SocketCAN, files below /dev and /sys, systemd | `--allow-ffi=` with the path that `libcPath` gives |
 * | candump and cansend | `--allow-run=candump,cansend` |
 *
 * On Debian for x86-64 the path is `/lib/x86_64-linux-gnu/libc.so.6`, for aarch64 `/lib/aarch64-linux-gnu/libc.so.6`.
 * Deno's own file API would need `--allow-all` for every path in `/dev/tty*`.
 * @module
 */
export { CandumpDriver, type CandumpOptions } from "./candump.ts";
export { bootClock, isSynchronised } from "./kernel_time.ts";
export { stopGroup } from "./job_control.ts";
export { libcPath, OsError } from "./libc.ts";
export type { CanOptions } from "./linux_can.ts";
export { openPort, openSerial } from "./open_serial.ts";
export {
  isConfinable,
  lease,
  limitMemory,
  makeNice,
  type Usage,
  usageOf,
} from "./process_limits.ts";
export {
  LinuxSerialPort,
  type SerialOptions,
  type SerialPort,
} from "./serial_port.ts";
export { ServiceManager } from "./service_manager.ts";
export { SlcanDriver, type SlcanOptions } from "./slcan.ts";
export { SocketcandDriver } from "./socketcand.ts";
export { SocketCanDriver, type SocketCanOptions } from "./socketcan.ts";

export { linkTarget, listFolder, readSystemFile } from "./system_files.ts";
export { BAUD_RATES } from "./termios.ts";
