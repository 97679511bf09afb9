/** What the plugin of the controller's logs declares. */
import { type Ctx, declare } from "ovms-edge";
import { Words } from "../car.ts";
import { Turns } from "../base.ts";
import { records } from "./rows.ts";

/** What the logs tell in one edition of the vehicle. */
export interface LogsOptions {
  /** Also the codes 209 and 210 and the records, which the first firmware did not have. */
  readonly codes: boolean;
  /**
   * How new faults are found: `asked`: the controller is asked every ten seconds; `told`: by its
   * emergency frames alone, so that nothing is sent.
   */
  readonly alerts: "asked" | "told";
}

/** Declarations of the plugin `logs`. */
export const own = declare({
  needs: ["can.sdo", "clock", "memory", "params", "slots"],
  reads: {
    on: "v.e.on",
  },
  records,
  notices: {
    fault: {
      priority: "alarm",
      prompt: true,
      summary: "The motor controller found a fault",
    },
  },
  state: () => ({
    turns: new Turns(),
    /** What the car said last. */
    words: new Words(),
    /** Code of the fault that the owner knows of; 0 for none. */
    told: 0,
    /** Codes of faults that the controller told and did not take back. */
    active: new Set<number>(),
    /** Those of them that the owner is to be told of. */
    news: [] as number[],
  }),
});
/** Context of the plugin's hooks. */
export type X = Ctx<typeof own>;
