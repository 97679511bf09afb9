/** Longest text that is forwarded to the apps. */
const LONGEST = 170;

/** A text that is no command, as the apps get it: its first word in upper case. */
export function forwardedText(from: string, text: string): string {
  const plain = text.replaceAll(/\r\n|[\r\n]/g, " ").trim();
  const shown = plain.replace(/^\S+/, (word) => word.toUpperCase());
  return `SMS FROM: ${from} - MSG: ${shown.slice(0, LONGEST)}`;
}
