import { definePlugin, type Plugin } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "hello",
  reads: { soc: "v.b.soc" },
  sms: {
    "HELLO": {
      usage: "HELLO",
      run: (_, { metrics }) => `Hello, the battery has ${metrics.soc.or(0)} %`,
    },
  },
});
export default plugin;
