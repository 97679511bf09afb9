import type { BytePort } from "../byte_port.ts";
import type { Clock } from "../mod.ts";
import {
  LinuxSerialPort,
  type SerialOptions,
  type SerialPort,
} from "./serial_port.ts";

/**
 * Opens a serial port of this machine, in the form that links for modem, GPS and CAN adapters take.
 * @param path such as `/dev/ttyUSB0`
 * @param coalesceMs see `LinuxSerialPort`
 */
export function openSerial(
  path: string,
  options: SerialOptions,
  clock: Clock,
  coalesceMs = 0,
): Promise<BytePort> {
  return openPort(new LinuxSerialPort(path, clock, coalesceMs), options);
}

/** Opens any port with the Web Serial API's interface. */
export async function openPort(
  port: SerialPort,
  options: SerialOptions,
): Promise<BytePort> {
  await port.open(options);
  const { readable, writable } = port;
  if (!readable || !writable) {
    throw new Error("the serial port opened without its streams");
  }
  return { readable, writable, close: () => port.close() };
}
