/** `--notifications` and `--journal`: what the store has kept, as lines. */
import type { JournalEntry, OutboxEntry, Stored } from "../../hal/mod.ts";
import { timeText } from "../../runtime/records/export/mod.ts";
import { tableLines } from "../table.ts";

/**
 * One line a message, oldest first; an empty list says so.
 * @param masked takes what is secret out of a text
 */
export function notificationsText(
  items: readonly OutboxEntry[],
  masked: (text: string) => string,
): string {
  if (items.length === 0) return "No messages to the owner yet";
  return tableLines([
    ["time", "channel", "state", "kind", "text", "failed tries"],
    ...items.toSorted((a, b) => a.id - b.id).map((
      { at, channel, state, kind, text, ...failed },
    ) => [
      timeText(at.wall),
      channel,
      state,
      kind,
      oneLine(masked(text)),
      failedText(failed),
    ]),
  ]).join("\n");
}

/** One line a change, oldest first; an empty journal says so. */
export function journalText(entries: readonly Stored<JournalEntry>[]): string {
  if (entries.length === 0) return "No changes of the configuration yet";
  return tableLines([
    ["time", "who", "what", "key", "old", "new"],
    ...entries.map((entry) => [
      timeText(entry.at.wall),
      entry.who,
      entry.what,
      entry.key,
      entry.old,
      entry.new,
    ]),
  ]).join("\n");
}

function failedText({ tries, error }: Pick<OutboxEntry, "tries" | "error">) {
  return tries === 0 ? "" : `${tries}, the last: ${oneLine(error)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]\s*/g, " / ");
}
