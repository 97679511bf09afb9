/**
 * What the program around the runtime tells in other languages.
 * @module
 */
import type { Texts } from "../../runtime/contract/texts.ts";
import { deviceTexts } from "./devices.ts";
import { driverTexts } from "./drivers.ts";
import { gatewayTexts } from "./gateway.ts";
import { storeTexts } from "./store.ts";

/** All of it. */
export const programTexts: readonly Texts[] = [
  deviceTexts,
  driverTexts,
  gatewayTexts,
  storeTexts,
];
