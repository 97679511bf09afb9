import { definePlugin, type Plugin } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "hello",
  reads: { soc: "v.b.soc" },
  sms: {
    "HELLO": {
      usage: "HELLO",
      run: (_, { metrics: { soc } }) =>
        soc.value === undefined
          ? "Hello, nobody knows the battery yet"
          : `Hello, the battery has ${soc.value} %`,
    },
  },
});
export default plugin;
