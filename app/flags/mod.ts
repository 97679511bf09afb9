/**
 * The program's flags: one table, from which parsing and `--help` follow.
 * @module
 */
export { helpText } from "./help.ts";
export { parseFlags } from "./parse.ts";
export { type FlagName, FLAGS, type FlagValues } from "./table.ts";
