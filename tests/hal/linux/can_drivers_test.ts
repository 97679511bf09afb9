import { SystemClock } from "../../../hal/clock.ts";
import { CandumpDriver } from "../../../hal/linux/candump.ts";
import { CanStruct, encodeCanFrame } from "../../../hal/linux/can_struct.ts";
import { libc } from "../../../hal/linux/libc.ts";
import { Descriptor } from "../../../hal/linux/reactor.ts";
import { SlcanDriver } from "../../../hal/linux/slcan.ts";
import { SocketcandDriver } from "../../../hal/linux/socketcand.ts";
import { SocketCanDriver } from "../../../hal/linux/socketcan.ts";
import { systemNetwork } from "../../../hal/net.ts";
import { tcpPort } from "../../../hal/tcp_port.ts";
import { canContract, type CanStand, show } from "../can_contract.ts";
import { FakeBus } from "./fake_bus.ts";
import { FakeSlcan, FakeTcpSlcan } from "./fake_slcan.ts";
import { FakeSocketcand } from "./fake_socketcand.ts";
import type { FirmwareName } from "./slcan_firmwares.ts";
import { hangUp, socketPair } from "./pty.ts";

const OPTIONS = { clock: new SystemClock(), retryMs: 5, coalesceMs: 1 };

function slcanStand(
  firmware: FirmwareName,
  timestamps: boolean = false,
): CanStand {
  const folder = Deno.makeTempDirSync();
  const adapter = new FakeSlcan(`${folder}/tty`, firmware);
  const driver = new SlcanDriver(adapter.path, { ...OPTIONS, timestamps });
  return {
    driver,
    extended: true,
    guards: true,
    inject: (id, data) => adapter.inject(id, data),
    dribble: (id, data) => adapter.dribble(id, data),
    garble: () => adapter.write("t15\rtXYZ0\rt1559\r" + "7".repeat(99) + "\r"),
    clog: () => Promise.resolve(adapter.hold()),
    sent: () => adapter.sent,
    unplug: () => adapter.unplug(),
    plug: () => Promise.resolve(adapter.plug()),
    async close() {
      await driver.close();
      await adapter.unplug();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

for (
  const firmware of [
    "lawicel",
    "canable",
    "canable25",
    "canhacker",
    "wican",
  ] as const
) {
  canContract(`SLCAN adapter ${firmware}`, () => slcanStand(firmware));
}
canContract("SLCAN with time stamps", () => slcanStand("lawicel", true));

function tcpStand(): CanStand {
  const adapter = new FakeTcpSlcan("wican"), { server } = adapter;
  const address = { host: "127.0.0.1", port: server.port };
  const driver = new SlcanDriver(`127.0.0.1:${server.port}`, {
    ...OPTIONS,
    port: tcpPort(address, systemNetwork, OPTIONS.clock),
  });
  return {
    driver,
    extended: true,
    guards: true,
    inject: (id, data) => adapter.inject(id, data),
    dribble: (id, data) => adapter.dribble(id, data),
    garble: () => adapter.write("t15\rtXYZ0\r" + "7".repeat(99) + "\r"),
    clog: () => Promise.resolve(adapter.hold()),
    sent: () => adapter.sent,
    unplug: () => server.unplug(),
    plug: () => server.plug(),
    async close() {
      await driver.close();
      await server.unplug();
    },
  };
}

canContract("SLCAN over TCP", tcpStand);

function socketcandStand(): CanStand {
  const fake = new FakeSocketcand(), { server } = fake;
  const driver = new SocketcandDriver(
    { host: "127.0.0.1", port: server.port, network: "can0" },
    systemNetwork,
    OPTIONS,
  );
  return {
    driver,
    extended: true,
    guards: true,
    inject: (id, data) => fake.inject(id, data),
    dribble: (id, data) => fake.dribble(id, data),
    garble: () => fake.say("< frame 12G 1.0 00 >< frame 123 1.0 0 >oops >"),
    sent: () => fake.sent,
    unplug: () => server.unplug(),
    plug: () => server.plug(),
    async close() {
      await driver.close();
      await server.unplug();
    },
  };
}

canContract("socketcand", socketcandStand);

/** What clogs the socket; never part of the log. */
const FILLER = encodeCanFrame(1, new Uint8Array(0));

function socketStand(): CanStand {
  let bus: Descriptor | undefined, driverEnd = -1;
  let plugged = true;
  const sent: string[] = [];
  const struct = new CanStruct();
  const collect = () => {
    for (
      let size: number | undefined;
      bus && (size = bus.tryRead(struct.buffer));
    ) {
      if (struct.take(size) === "frame" && struct.frame.id !== 1) {
        sent.push(show(struct.frame.id, struct.frame.data));
      }
    }
    return sent;
  };
  const driver = new SocketCanDriver("can9", {
    ...OPTIONS,
    socket(name) {
      if (!plugged) throw new Error(`there is no network interface ${name}`);
      const [mine, theirs] = socketPair();
      bus = new Descriptor(mine, "bus");
      return driverEnd = theirs;
    },
  });
  return {
    driver,
    extended: true,
    guards: true,
    inject: (id, data) => bus?.write(encodeCanFrame(id, data)),
    async garble() {
      await bus?.write(Uint8Array.of(1, 2, 3, 4, 5));
      await bus?.write(new Uint8Array(72));
    },
    clog() {
      // The driver's own end is filled until it takes no more (EAGAIN).
      while (libc().write(driverEnd, FILLER, BigInt(FILLER.length)) > 0);
      return Promise.resolve(() => Promise.resolve(void collect()));
    },
    sent: collect,
    async unplug() {
      plugged = false;
      hangUp(driverEnd);
      await bus?.close();
      bus = undefined;
    },
    plug: () => Promise.resolve(void (plugged = true)),
    async close() {
      await driver.close();
      await bus?.close();
    },
  };
}

canContract("SocketCAN on a UNIX datagram socket", socketStand);

const SCRIPT = new URL("fake_candump.ts", import.meta.url).pathname;

function candumpStand(): CanStand {
  const bus = new FakeBus();
  const fake = (mode: string): [string, ...string[]] => [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-config",
    "--allow-net=127.0.0.1",
    SCRIPT,
    mode,
    String(bus.port),
  ];
  const driver = new CandumpDriver("can9", {
    ...OPTIONS,
    candump: fake("dump"),
    cansend: fake("send"),
  });
  return {
    driver,
    extended: true,
    guards: true,
    inject: (id, data) => bus.inject(id, data),
    dribble: (id, data) => bus.dribble(id, data),
    garble: () =>
      bus.print("(1.0) can9 15\nnonsense\n" + "7".repeat(200) + "\n"),
    sent: () => bus.sent,
    unplug: () => bus.unplug(),
    plug: () => bus.plug(),
    async close() {
      await driver.close();
      await bus.close();
    },
  };
}

canContract("candump and cansend", candumpStand);
