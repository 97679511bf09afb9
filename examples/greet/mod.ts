import { CommandError, definePlugin, intOr, type Plugin, v } from "ovms-edge";

/** A name of two letters or more, and how often to greet: 1 to 3, once unless told. */
const args = v.strictTuple([
  v.pipe(v.string(), v.minLength(2)),
  intOr(1, 3, 1),
]);

function greetings(name: string, times: number): readonly string[] {
  if (name === "Nobody") throw new CommandError("There is nobody to greet");
  return new Array<string>(times).fill(`Hello ${name}`);
}

const plugin: Plugin = definePlugin({
  id: "greet",
  sms: {
    "GREET": {
      usage: "GREET name [times]",
      summary: "Greets somebody",
      args,
      run: ([name, times]) => greetings(name, times),
    },
  },
  msg: {
    "300": {
      name: "Greet",
      args,
      run: ([name, times]) => [greetings(name, times).length],
    },
  },
});
export default plugin;
