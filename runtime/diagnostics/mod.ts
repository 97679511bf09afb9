/**
 * Diagnostics over CAN: the transport of ISO 15765-2, requests to control units, and polls.
 * @module
 */
export type { DiagBroadcast, DiagBroadcastAnswer } from "./broadcast.ts";
export { AnswerBytes, ShortAnswer } from "./answer_bytes.ts";
export {
  type DiagAddress,
  Diagnostics,
  type KnownNode,
} from "./diagnostics.ts";
export { DiagError, type DiagErrorKind } from "./diag_error.ts";
export type { DiagCounters } from "./counters.ts";
export { isAnswer } from "./node.ts";
export { negativeMeaning } from "./negative_codes.ts";
export {
  type DiagRequest,
  kwp,
  obd,
  service,
  troubleCodes,
  uds,
} from "./services.ts";
export {
  readObdCodes,
  readTroubleCodes,
  type TroubleCode,
  troubleCodeName,
} from "./trouble_codes.ts";
export {
  type NodeAnswer,
  type NodeTable,
  SimulatedNode,
  type SimulatedNodeOptions,
} from "./simulated_node.ts";
export type { NodeFault } from "./simulated_faults.ts";
