/**
 * What a node counts: requests that went out; positive answers to them, none in time, negative ones
 * other than "pending"; messages with lost, doubled or disordered frames; messages that answer no
 * request of ours; frames sent and received.
 */
export const counted = [
  "requests",
  "answers",
  "unanswered",
  "refused",
  "broken",
  "foreign",
  "frames",
] as const;
/** Those counts. */
export type DiagCounters = Record<(typeof counted)[number], number>;

/** Counts at the start. */
export function noCounts(): DiagCounters {
  return {
    requests: 0,
    answers: 0,
    unanswered: 0,
    refused: 0,
    broken: 0,
    foreign: 0,
    frames: 0,
  };
}
