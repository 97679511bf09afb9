/** Topics whose plugins are still to come; nothing else may be skipped. */
export const PENDING: readonly string[] = [
  "later-batt",
  "later-ca",
  "later-can",
  "later-capacity",
  "later-cfg",
  "later-charge",
  "later-drive",
  "later-lock",
  "later-logs",
  "later-power",
  "later-profile",
];
