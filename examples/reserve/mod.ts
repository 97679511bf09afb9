import { definePlugin, type Plugin, v } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "reserve",
  reads: { range: "v.b.range.est" },
  settings: {
    distance: {
      schema: v.pipe(v.number(), v.minValue(0), v.maxValue(50)),
      default: 5,
      unit: "km",
      summary: "Distance that is kept back",
    },
    key: {
      schema: v.string(),
      default: "",
      summary: "Key of the service that knows the hills",
      secret: true,
    },
  },
  sms: {
    "LEFT": {
      usage: "LEFT",
      run: (_, { metrics: { range }, settings }) =>
        range.value === undefined
          ? "The range is not known yet"
          : `${range.value - settings.distance} km left`,
    },
  },
});
export default plugin;
