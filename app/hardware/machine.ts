/** Finds the devices that a Linux machine lists. */

/** Ways to look at the machine's folders and files; each throws for what is not there. */
export interface Machine {
  list(folder: string): readonly string[];
  read(file: string): string;
  /** Where a symbolic link leads. */
  link(path: string): string | undefined;
}

/** A serial port. */
export interface PortName {
  readonly path: string;
  /** Names that stay when devices are plugged in another order. */
  readonly aliases: readonly string[];
}

/** A CAN interface of the kernel. */
export interface CanInterface {
  readonly name: string;
  /** As the kernel calls it: `up`, `down`. */
  readonly state: string;
}

/** USB adapters, modems and receivers, the ports of a Raspberry Pi, of a PC, of Bluetooth. */
const PORTS = /^tty(USB|ACM|AMA|S|O|mxc)\d+$|^rfcomm\d+$/;
const BY_ID = "/dev/serial/by-id";
/** Type of network interfaces of CAN, `ARPHRD_CAN`. */
const CAN = "280";

/** Serial ports with their stable names, in order. */
export function portNames(machine: Machine): readonly PortName[] {
  const aliases = quietly(() => machine.list(BY_ID), []).map((name) => {
    const alias = `${BY_ID}/${name}`;
    return { alias, target: machine.link(alias)?.split("/").at(-1) };
  });
  return quietly(() => machine.list("/dev"), [])
    .filter((name) => PORTS.test(name))
    .map((name) => ({
      path: `/dev/${name}`,
      aliases: aliases.filter(({ target }) => target === name)
        .map(({ alias }) => alias),
    }));
}

/** CAN interfaces, in order. */
export function canInterfaces(machine: Machine): readonly CanInterface[] {
  const folder = "/sys/class/net";
  const value = (name: string, file: string) =>
    quietly(() => machine.read(`${folder}/${name}/${file}`), "").trim();
  return quietly(() => machine.list(folder), [])
    .filter((name) => value(name, "type") === CAN)
    .map((name) => ({ name, state: value(name, "operstate") || "unknown" }));
}

/** Model of the computer as its device tree or firmware has it, without what ends a field; empty if none tells. */
export function boardOf(read: Machine["read"]): string {
  const files = [
    "/sys/firmware/devicetree/base/model",
    "/sys/class/dmi/id/product_name",
  ];
  const [name = ""] = files
    .map((file) => quietly(() => read(file), ""))
    .map((text) => text.replace(/[\0-\x20,]+/g, " ").trim())
    .filter((text) => text !== "");
  return name.slice(0, 40).trim();
}

/** What a machine without such devices lacks is no fault. */
function quietly<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
