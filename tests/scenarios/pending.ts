/** Topics, and single scenarios by name, whose plugins are still to come; nothing else may be skipped. */
export const PENDING: readonly string[] = [];
