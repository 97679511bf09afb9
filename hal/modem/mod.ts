/**
 * GSM modems with AT commands, and the DIAG console of the module.
 * @module
 */
export { AtModem } from "./at_modem.ts";
export type { AtModemCounters, AtModemOptions } from "./at_modem_options.ts";
export { type Delivery, RED, STATE } from "./states.ts";
export { MmModem, type MmModemOptions } from "./mm_modem.ts";
export { type RunMmcli, systemMmcli } from "./mmcli.ts";
export { SimPin } from "./sim_pin.ts";
export { EchoError, NoAnswerError, RefusedError } from "./errors.ts";
export { readCclk, readQlts, watchNetworkTime } from "./network_time.ts";
export { DiagConsole, type DiagHost, type DiagValues } from "./diag.ts";
