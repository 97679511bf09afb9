/** A frame as a table of signals, against a decoder of the same frame written by hand: at most 1.3 times. */
import { Frame, fromHex } from "../../hal/can_frame.ts";
import { definePlugin, type Plugin } from "../../runtime/contract/plugin.ts";
import { Host } from "../../runtime/vehicle/host.ts";

const ROUNDS = 41, TURNS = 200_000;

const metrics = {
  current: { name: "x.current", unit: "A" },
  voltage: { name: "x.voltage", unit: "V" },
  soc: { name: "x.soc", unit: "%" },
} as const;

/** The battery frame of the Leaf. */
const declared = definePlugin({
  id: "declared",
  metrics,
  frames: {
    0x1db: {
      when: { at: "B2.7 u10", not: 0x3ff },
      signals: {
        current: { at: "B0.7 s11", per: -2 },
        voltage: { at: "B2.7 u10", per: 2 },
        soc: { at: "B4.6 u7", invalid: [0, 0x7f] },
      },
    },
  },
});

const written = definePlugin({
  id: "written",
  metrics,
  frames: {
    0x1db: {
      bytes: 5,
      decode: (f, put) => {
        const voltage = f.u16(2) >> 6;
        if (voltage === 0x3ff) return;
        put.current = (f.u16(0) << 16 >> 21) / -2;
        put.voltage = voltage / 2;
        const soc = f.u8(4) & 0x7f;
        if (soc !== 0 && soc !== 0x7f) put.soc = soc;
      },
    },
  },
});

const frames = Array.from({ length: 64 }, (_, k) => {
  const data = fromHex("08E0BEEB400002DD");
  data[0] = k * 4;
  data[3] = (k << 6) & 0xff;
  return new Frame(0x1db, data);
});

function drive(host: Host): number {
  const begin = performance.now();
  for (let k = 0; k < TURNS; k++) host.frame(frames[k & 63] as Frame);
  return performance.now() - begin;
}

function hostOf(plugin: Plugin): Host {
  const host = new Host([plugin], () => {});
  host.wire(() => ({}));
  return host;
}

const hosts = [hostOf(written), hostOf(declared)] as const;
const times = Array.from({ length: ROUNDS }, () => hosts.map(drive));
const ratios = times.slice(5).map(([a = NaN, b = NaN]) => b / a)
  .sort((a, b) => a - b);
const [hand = NaN] = times.map(([a = NaN]) => a).sort((a, b) => a - b);
console.log(
  `signals: ${
    ratios[ratios.length >> 1]?.toFixed(2)
  } times a decoder written by hand, which takes ${
    (hand / TURNS * 1e6).toFixed(1)
  } ns a frame`,
);
for (const [k, name] of ["a decoder by hand", "a table of signals"].entries()) {
  Deno.bench(name, { group: "0x1DB", baseline: k === 0 }, () => {
    const host = hosts[k];
    if (host) drive(host);
  });
}
