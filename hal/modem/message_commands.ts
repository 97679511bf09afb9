/**
 * Commands that make the modem ask for a text or show one are left to the driver: only it knows
 * where such a text ends.
 */
export const MESSAGE_COMMANDS =
  /\+CMG[SWLRC]|\+CNMA|\+CNMI|\+CMGF|\+CSDH|\+CIPSEND|^ATE/i;

/**
 * A command that a user may give the modem.
 * @throws Error for another one
 */
export function checkedCommand(at: string): string {
  if (!/^AT[ -~]{0,200}$/i.test(at)) {
    throw new Error("a command begins with AT and has printable characters");
  }
  if (MESSAGE_COMMANDS.test(at)) {
    throw new Error("messages and their settings are the modem driver's own");
  }
  return at;
}
