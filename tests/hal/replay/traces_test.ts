import assert from "node:assert/strict";
import { LogReport, readLog } from "../../../hal/replay/mod.ts";

/**
 * Recordings of real cars are no part of the repository. Where the folder is at hand,
 * OVMS_EDGE_TRACES names it.
 */
function tracesFolder(): string | undefined {
  const { state } = Deno.permissions.querySync({
    name: "env",
    variable: "OVMS_EDGE_TRACES",
  });
  return state === "granted" ? Deno.env.get("OVMS_EDGE_TRACES") : undefined;
}

/** File, frames in it, and the last SOC (1/100 %, 0x155 bytes 4 and 5 divided by 4). */
const TRACES = [
  ["twizy-init-drv.log", 2018, 9606],
  ["twizy-end-drv.log", 886, 9808],
  ["twizy-init-chg.log", 2018, 9816],
] as const;

const folder = tracesFolder();

for (const [name, frames, soc] of TRACES) {
  Deno.test({
    name: folder === undefined
      ? `${name} (skipped: OVMS_EDGE_TRACES is not set)`
      : name,
    ignore: folder === undefined,
    fn() {
      const report = new LogReport();
      let lastSoc = 0, lastTime = 0;
      const bytes = Deno.readFileSync(`${folder}/${name}`);
      for (const { timeMs, frame } of readLog(bytes, report)) {
        assert.ok(timeMs >= lastTime);
        lastTime = timeMs;
        if (frame.id === 0x155) lastSoc = Math.floor(frame.u16(4) / 4);
      }
      assert.deepEqual(report.firstBad, []);
      assert.deepEqual([report.format, report.frames], ["candump", frames]);
      assert.equal(lastSoc, soc);
    },
  });
}
