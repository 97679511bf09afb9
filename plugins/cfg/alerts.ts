/** What the console tells of the motor controller on every page. */
import type { Alert } from "ovms-edge";
import { interruptionText } from "./keeping.ts";
import { isOver, type Ledger } from "./ledger.ts";

const PAGE = "cfg/tuning";

/** What is left undone, and what is missing for changes. */
export function tuningAlerts(ledger: Ledger, writable: boolean): Alert[] {
  const left = ledger.records().filter(({ state }) => !isOver(state))
    .map((record): Alert => ({
      level: "alert",
      text: interruptionText(record),
      todo: "Send it again, or take it back with CFG UNDO",
      page: PAGE,
    }));
  const preOp: Alert[] = ledger.preOp === undefined ? [] : [{
    level: "alert",
    text: "The motor controller is still pre-operational (SERV lamp)",
    todo: "Send CFG OP, or switch the car off and on",
    page: PAGE,
  }];
  const backup: Alert[] = ledger.backup().size > 0 ? [] : [{
    level: "note",
    text: "There is no backup of the motor controller",
    todo: "Make one before the first change",
    page: PAGE,
  }];
  const locked: Alert[] = writable ? [] : [{
    level: "note",
    text: "The CAN bus is only listened to (feature 15 is 0)",
    todo: "Allow writing where the controller is to be tuned",
    page: PAGE,
  }];
  return [...left, ...preOp, ...backup, ...locked];
}
