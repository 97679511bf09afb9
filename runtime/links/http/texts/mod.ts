/**
 * What the core tells in other languages: settings, parameters, refusals, states, errors of the
 * system.
 * @module
 */
import type { Texts } from "../../../contract/texts.ts";
import { logTexts } from "./log.ts";
import { parameterTexts } from "./parameters.ts";
import { refusalTexts } from "./refusals.ts";
import { settingTexts } from "./settings.ts";
import { stateTexts } from "./states.ts";
import { systemErrorTexts } from "./system_errors.ts";

/** All of it. */
export const coreTexts: readonly Texts[] = [
  settingTexts,
  parameterTexts,
  refusalTexts,
  stateTexts,
  logTexts,
  systemErrorTexts,
];
