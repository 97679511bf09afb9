/** Which flags go together. */
import { UsageError } from "../usage_error.ts";
import type { FlagName, FlagValues } from "./table.ts";

/** Flags that are of use beside another one only, or beside one of two. */
const BESIDE: readonly (readonly [FlagName, ...FlagName[]])[] = [
  ["speed", "replay"],
  ["bus", "replay", "convert"],
  ["replay-format", "replay", "convert"],
  ["keep-gaps", "replay"],
  ["record-limit", "record"],
  ["format", "export"],
  ["since", "export"],
  ["out", "export"],
  ["with-secrets", "backup"],
  ["shutdown-delay", "shutdown-below"],
  ["shutdown-command", "shutdown-below"],
];
/** Flags of which one says what to do; --exec, --replay, --record and --controller belong together. */
const ACTIONS: readonly (readonly FlagName[])[] = [
  ["help"],
  ["version"],
  ["list"],
  ["notifications"],
  ["journal"],
  ["export"],
  ["backup"],
  ["restore"],
  ["install"],
  ["uninstall"],
  ["export-controller"],
  ["convert"],
  ["probe"],
  ["exec", "replay", "record", "controller", "dump-metrics", "watch-can"],
];
/** Flags that contradict each other. */
const CLASHES: readonly (readonly [FlagName, FlagName])[] = [
  ["offline", "tls"],
  ["demo-server", "offline"],
  ["demo-server", "tls"],
  ["demo-server", "exec"],
  ["demo-server", "replay"],
  ["demo-mqtt", "mqtt"],
  ["demo-mqtt", "exec"],
  ["demo-mqtt", "replay"],
];

/** @throws UsageError with one sentence for flags that do not fit together */
export function checkCompany(flags: FlagValues): void {
  for (const [name, ...others] of BESIDE) {
    if (
      flags[name] !== undefined &&
      others.every((other) => flags[other] === undefined)
    ) {
      const named = others.map((other) => `--${other}`).join(" or ");
      throw new UsageError(`--${name} has a meaning with ${named} only`);
    }
  }
  const asked = ACTIONS.flatMap((names) =>
    names.find((name) => flags[name] !== undefined) ?? []
  );
  const clash = CLASHES.find((names) =>
    names.every((name) => flags[name] !== undefined)
  );
  const [first, second] = clash ?? asked;
  if (second !== undefined) {
    throw new UsageError(
      `--${first} and --${second} cannot be done together: give one of them`,
    );
  }
}
