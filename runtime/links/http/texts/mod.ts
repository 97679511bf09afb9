/**
 * What the core tells in other languages: settings, parameters, refusals, states.
 * @module
 */
import type { Texts } from "../../../contract/texts.ts";
import { logTexts } from "./log.ts";
import { parameterTexts } from "./parameters.ts";
import { refusalTexts } from "./refusals.ts";
import { settingTexts } from "./settings.ts";
import { stateTexts } from "./states.ts";

/** All of it. */
export const coreTexts: readonly Texts[] = [
  settingTexts,
  parameterTexts,
  refusalTexts,
  stateTexts,
  logTexts,
];
