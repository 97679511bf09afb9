/** The program's version, for VERSION, the F message, DIAG and `--version`; `deno.json` has the same. */
export const VERSION = "0.1.0";
/**
 * Version of the contract with plugins: a plugin that was made for an older one with the same first
 * number keeps working.
 */
export const CONTRACT = "1.1";
/** Version of the hardware that this program stands for, in the same texts. */
export const HARDWARE = "V2";
/** What the apps are told that they talk to. */
export const PRODUCT = "OVMS Edge";
