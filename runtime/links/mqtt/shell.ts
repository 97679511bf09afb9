/** Command lines of OVMS v3, which its integrations and dashboards send, in the words of this program. */

type Words = readonly string[];

/** What a line means: its form, and the text command that does the same for the owner. */
const LINES:
  readonly (readonly [form: RegExp, verb: (words: Words) => string])[] = [
    [/^charge start$/, () => "CHARGESTART"],
    [/^charge stop$/, () => "CHARGESTOP"],
    [/^charge mode (\w+)$/, ([mode]) => `CHARGEMODE ${mode}`],
    [/^climatecontrol (on|off)$/, ([wanted]) => `CLIMATE ${wanted}`],
    [/^lock (\S+)$/, ([pin]) => `LOCK ${pin}`],
    [/^unlock (\S+)$/, ([pin]) => `UNLOCK ${pin}`],
    [/^valet (\S+)$/, ([pin]) => `VALET ${pin}`],
    [/^unvalet (\S+)$/, ([pin]) => `UNVALET ${pin}`],
    [/^homelink ([0-3])$/, ([button]) => `HOMELINK ${button}`],
  ];
/** Asks for all values, or those that changed. */
const UPDATE = /^server v3 update( all| modified)?$/i;

/** The text command that a line of OVMS v3 stands for; undefined for any other line. */
export function verbOf(line: string): string | undefined {
  const words = line.trim().replaceAll(/\s+/g, " ");
  for (const [form, verb] of LINES) {
    const found = new RegExp(form, "i").exec(words);
    if (found) return verb(found.slice(1));
  }
  return undefined;
}

/** Whether a line asks the link to publish all values. */
export function asksForUpdate(line: string): boolean {
  return UPDATE.test(line.trim());
}
