import { definePlugin, type Plugin } from "ovms-edge";

/** Status of a sensor that has nothing to tell. */
const ASLEEP = 0xf;

const plugin: Plugin = definePlugin({
  id: "tyres",
  metrics: {
    speed: { name: "x.tyres.speed", unit: "km/h" },
    headlights: "v.e.headlights",
    outside: "v.e.temp",
    pressure: "v.t.pressure",
  },
  frames: {
    // Values that stand alone: a table in the notation of the specification.
    0x120: {
      signals: {
        speed: { at: "B0:B1", per: 100 },
        headlights: { at: "B2.6", as: (bit) => bit === 1 },
        outside: { at: "B3", valid: [1, 0xfe], offset: -40 },
      },
    },
    // Values that share a rule: a decoder, for frames of at least five bytes.
    0x121: {
      bytes: 5,
      decode: (frame, put) => {
        if (frame.u8(4) === ASLEEP) return;
        for (let wheel = 0; wheel < 4; wheel++) {
          put.pressure.set(wheel, frame.u8(wheel) * 2);
        }
      },
    },
  },
});
export default plugin;
