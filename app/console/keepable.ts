/** Which lines of the prompt may be written down. */
import { hasPrivateWords } from "../../runtime/commands/private_words.ts";
import type { Registry } from "../../runtime/commands/registry.ts";
import { telling } from "../../runtime/settings/secrets.ts";
import type { Vocabulary } from "./completion.ts";

const CODE = /^M\s+(\d+)/i;

/** What is looked at. */
export interface KeepContext {
  readonly vocabulary: Pick<Vocabulary, "verbs" | "controls">;
  readonly codes: Registry["codes"];
  /** Full names of secret settings. */
  readonly secretSettings: readonly string[];
  /** Present values of what is secret. */
  readonly secrets: readonly string[];
}

/**
 * Whether a line may be kept: a known command of which no word can be a password, a phone number or
 * somebody's text.
 */
export function mayBeKept(line: string, context: KeepContext): boolean {
  const { vocabulary: { verbs, controls }, secretSettings } = context;
  const lower = line.toLowerCase();
  const holds = (text: string) => lower.includes(text.toLowerCase());
  if (secretSettings.some(holds)) return false;
  if (telling(context.secrets).some(holds)) return false;
  const [first = ""] = line.trim().split(/\s/, 1);
  if (first.startsWith(":")) {
    return isOpen(controls.get(first.slice(1).toLowerCase())?.usage);
  }
  const [, code] = CODE.exec(line.trim()) ?? [];
  return code === undefined
    ? isOpen(verbs.get(first.toUpperCase())?.usage)
    : hasPlainValues(context.codes, code);
}

function isOpen(usage: string | undefined): boolean {
  return usage !== undefined && !hasPrivateWords(usage);
}

/** Codes that take a free text are those that say where it is split. */
function hasPlainValues(codes: Registry["codes"], code: string): boolean {
  const def = codes.get(code)?.def;
  return def !== undefined && !("code" in def && def.code.split !== undefined);
}
