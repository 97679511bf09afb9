import { CommandError, definePlugin, intOr, type Plugin, v } from "ovms-edge";

const HORN = 0x2a0, ON = Uint8Array.of(1), OFF = Uint8Array.of(0);
const BLAST = 300, PAUSE = 500;

const plugin: Plugin = definePlugin({
  id: "horn",
  needs: ["can.tx", "clock"],
  reads: { speed: "v.p.speed" },
  sms: {
    "HORN": {
      usage: "HORN [times]",
      summary: "Sounds the horn, to find the car",
      auth: "phone",
      timeout: 10,
      args: v.tuple([intOr(1, 5, 1)]),
      run: async ([times], { hal: { can, clock }, metrics }) => {
        const { freshness, value } = metrics.speed;
        if (freshness !== "fresh" || value !== 0) {
          throw new CommandError("The car does not tell that it stands");
        }
        for (let k = 0; k < times; k++) {
          if (k > 0) await clock.sleep(PAUSE);
          await can.tx.send(HORN, ON);
          await clock.sleep(BLAST);
          await can.tx.send(HORN, OFF);
        }
        return "Sounded";
      },
    },
  },
});
export default plugin;
