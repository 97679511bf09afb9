import { setting, v } from "ovms-edge";

/** The releases of the original firmware after which a Twizy can behave. */
export const firmware = setting({
  schema: v.picklist(["3.0", "3.9"]),
  default: "3.0",
  summary: "Release whose commands, texts and records it has",
});
