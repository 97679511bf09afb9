/**
 * CANopen for any car: a client for the service data objects (SDO) of one node, after CiA 301.
 * @module
 */
export { abortName, SDO_ABORT_CODES } from "./abort_codes.ts";
export type { Sdo, SdoValue } from "./sdo.ts";
export {
  objectName,
  SdoError,
  type SdoErrorKind,
  unsent,
} from "./sdo_error.ts";
export { SdoClient } from "./sdo_client.ts";
export type { SdoClientOptions } from "./sdo_options.ts";
