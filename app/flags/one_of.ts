import { UsageError } from "../usage_error.ts";
import type { FlagName } from "./table.ts";

/**
 * A flag's value as one of its choices.
 * @throws UsageError with a sentence that names them
 */
export function oneOf<const T extends string>(
  flag: FlagName,
  text: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${flag} cannot be "${text}": expected ${choices.join(", ")}`,
  );
}
