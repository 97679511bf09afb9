/** Topics, and single scenarios by name, whose plugins are still to come; nothing else may be skipped. */
export const PENDING: readonly string[] = [
  "later-batt",
  "later-ca",
  "later-can",
  "later-capacity",
  // Its STAT
  "later-cfg: drive by command 7",
  "later-charge",
  "later-power",
];
