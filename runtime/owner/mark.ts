import type { OutboxItem, Stored } from "../../hal/mod.ts";
import type { Priority, Text } from "../contract/notices.ts";

/** Priorities in the order in which messages go out. */
export const ORDER: readonly Priority[] = [
  "alarm",
  "charge",
  "12v",
  "trunk",
  "info",
];

/** Kind of the answers that could not be sent at once. */
export const ANSWER = "alarm:core.answer";
/** Kind of what is told when the budget is spent. */
export const SUMMARY = "alarm:core.budget";
/** Kind of a test message. */
export const TEST = "info:core.test";
/** Kinds that go out whatever they cost. */
export const UNCOUNTED: ReadonlySet<string> = new Set([ANSWER, SUMMARY]);

/** A notice that waits on one channel. */
export interface Mark {
  readonly item: Stored<OutboxItem>;
  readonly priority: Priority;
  readonly always: boolean;
  /** Second in which it was asked for. */
  readonly since: number;
  /** Makes the text anew; undefined after a restart. */
  readonly render: (() => Promise<Text | undefined>) | undefined;
  /** The text of the first try, which later ones repeat; undefined before. */
  text: string | undefined;
  /** Tries that failed for a while only. */
  tries: number;
  /** It, or a part of it, may have arrived without anybody's word for it. */
  unsure: boolean;
}

/** A stored message that waits; `more` is what is known of it besides. */
export function markOf(
  item: Stored<OutboxItem>,
  more: Partial<Mark> = {},
): Mark {
  return {
    item,
    priority: priorityOf(item.kind),
    since: -Infinity,
    render: undefined,
    always: false,
    text: undefined,
    tries: 0,
    unsure: false,
    ...more,
  };
}

function priorityOf(kind: string): Priority {
  const name = kind.split(":", 1)[0];
  return ORDER.find((priority) => priority === name) ?? "info";
}
