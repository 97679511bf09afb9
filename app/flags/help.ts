import type { Flag } from "./flag.ts";
import { FLAGS } from "./table.ts";

const GROUPS = {
  run: "Running",
  hardware:
    "Devices of a gateway (not with --exec and --replay, which simulate)",
  settings: "Settings",
  tell: "Telling, then ending",
  move: "Data, then ending",
} as const;
/** Columns of `--help`. */
const WIDTH = 78, INDENT = 24;

/** The text of `--help`. */
export function helpText(): string {
  const parts = [
    "Usage: deno task start [flags]",
    "",
    "Without flags: a simulated car in real time and a prompt for SMS texts",
    "(HELP lists the commands, :help what steers the car).",
  ];
  for (const [group, title] of Object.entries(GROUPS)) {
    parts.push("", `${title}:`);
    for (const [name, flag] of Object.entries<Flag>(FLAGS)) {
      if (flag.group === group) parts.push(...helpLines(name, flag));
    }
  }
  return parts.join("\n");
}

function helpLines(name: string, flag: Flag): string[] {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  const env = flag.env === undefined ? "" : ` (environment: ${flag.env})`;
  const head = `  ${short}--${name}${value}`;
  const lines = wrapped(flag.help + env, WIDTH - INDENT);
  const indented = lines.map((line) => " ".repeat(INDENT) + line);
  if (head.length > INDENT - 2) return [head, ...indented];
  const [first = "", ...rest] = indented;
  return [head.padEnd(INDENT) + first.trimStart(), ...rest];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
