/**
 * What the program around the runtime tells in other languages.
 * @module
 */
import type { Texts } from "../../runtime/contract/texts.ts";
import { deviceTexts } from "./devices.ts";
import { gatewayTexts } from "./gateway.ts";

/** All of it. */
export const programTexts: readonly Texts[] = [deviceTexts, gatewayTexts];
