/** Ways in which modems with a receiver of a kind of its own tell what it knows. */
export const RECEIVERS = ["CGNSINF", "CGNSSINFO", "CGPSINFO", "QGPS"] as const;

/** One of them, by its command. */
export type ReceiverForm = typeof RECEIVERS[number];

/** Forms of `--gps modem:FORM`: the one of a SIM908 besides those with commands of their own. */
export const MODEM_RECEIVERS = ["CGPSINF", ...RECEIVERS] as const;

/** One of them. */
export type ModemReceiver = typeof MODEM_RECEIVERS[number];
