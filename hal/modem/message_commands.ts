/**
 * Commands that make the modem ask for a text or show one are left to the driver: only it knows
 * where such a text ends.
 */
export const MESSAGE_COMMANDS =
  /\+CMG[SWLRC]|\+CNMA|\+CNMI|\+CMGF|\+CSDH|\+CIPSEND|^ATE/i;
