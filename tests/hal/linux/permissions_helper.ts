/** Opens the serial port of the first argument, says hello on it and prints what CAN says; run with least permissions. */
import { SystemClock } from "../../../hal/clock.ts";
import { LinuxSerialPort, SocketCanDriver } from "../../../hal/linux/mod.ts";
import { pause } from "../../../hal/pause.ts";

const clock = new SystemClock();
const port = new LinuxSerialPort(Deno.args[0] ?? "", clock);
await port.open({ baudRate: 115200 });
const writer = port.writable?.getWriter();
await writer?.write(new TextEncoder().encode("hello"));
await writer?.close();
await port.close();

const can = new SocketCanDriver("nocan0", { clock });
can.open(() => {}, []);
while (can.state === "not opened yet") await pause(clock, 1);
console.log(can.state);
await can.close();
