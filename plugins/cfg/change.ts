import {
  type Controller,
  isGate,
  type Read,
  type Still,
} from "./controller.ts";
import { Failure, FailureIn, Halt, Refused, Stopped } from "./failure.ts";
import type { Ledger, Past } from "./ledger.ts";
import type { Step } from "./macro.ts";
import { controller as facts, isSaved, type ObjectId, od } from "./objects.ts";
import { progressLines } from "./progress.ts";
import type { Settings } from "./settings.ts";

/** What is to be changed, and what it is noted as. */
export interface Change {
  readonly steps: readonly Step[];
  /** Who asks, for the journal: a link and a principal. */
  readonly who: string;
  /** The command as it was given; undefined when it takes back one that is recorded already. */
  readonly command?: string;
  /** Values that were just read. */
  readonly known?: ReadonlyMap<ObjectId, Read>;
  /** Settings of the macros after it. */
  readonly settings?: Settings;
  /** The car has to stand for it. */
  readonly standing: boolean;
  /** Type of the controller, where it is known. */
  readonly type?: number | undefined;
  /**
   * Asked before each read of an old value, and before each write, of which what it gives is asked once
   * more right before the frame is sent.
   * @throws Halt when there must be none
   */
  readonly allow: () => Promise<Still>;
}

/**
 * Carries out a change so that nothing is lost: all values that it needs or replaces are read before
 * the first write, the old ones stored durably, and each write is allowed, and journalled before and
 * after.
 *
 * A failing read leaves the controller as it was.
 * @throws Stopped when a later write was no longer allowed, with what was written and what was not
 */
export async function carryOut(
  controller: Controller,
  ledger: Ledger,
  change: Change,
): Promise<void> {
  const job = new Job(controller, ledger, change);
  await job.prepare();
  await job.write();
}

class Job {
  /** Values as read, or last written. */
  readonly #values: Map<ObjectId, Read>;
  /** What was written in this job. */
  readonly #done = new Set<ObjectId>();
  #record: Past | undefined;
  #inPreOp = false;

  constructor(
    readonly controller: Controller,
    readonly ledger: Ledger,
    readonly change: Change,
  ) {
    this.#values = new Map(change.known);
  }

  /** Enters the state that is needed, and reads everything. */
  async prepare(): Promise<void> {
    for (const step of this.change.steps) {
      await inStep(step, async () => {
        if (step.preOp) await this.#enterPreOp();
        for (const object of step.reads) await this.#look(step, object);
        for (const [object] of step.writes) {
          if (isSaved(object)) await this.#look(step, object);
        }
      });
    }
  }

  async #enterPreOp(): Promise<void> {
    if (this.#inPreOp) return;
    // Before the controller is asked to: should the program be killed, the next one knows
    this.ledger.preOp = "owed";
    await this.controller.enterPreOp(() => this.#permit());
    this.#inPreOp = true;
  }

  /**
   * What has to hold for each write: the car is as it has to be, and the controller the same as
   * before; asking it takes time, in which the car may have changed.
   */
  async #permit(): Promise<Still> {
    const { type, allow } = this.change;
    const still = await allow();
    if (type === undefined) return still;
    const { value } = await this.controller.read(od.controllerType);
    if (value !== type) {
      throw new Halt("This is another controller", undefined, false);
    }
    return await allow();
  }

  async #look(step: Step, object: ObjectId): Promise<void> {
    if (this.#values.has(object)) return;
    await this.change.allow();
    try {
      this.#values.set(object, await this.controller.read(object));
    } catch (error) {
      const missing = error instanceof Failure && error.abort !== undefined;
      if (!missing) throw error;
      const isKnown = error.abort === WRITE_ONLY ||
        step.blind && UNREADABLE.includes(error.abort) ||
        step.lenient?.includes(object);
      if (!isKnown) throw error;
    }
  }

  async write(): Promise<void> {
    const { steps, settings } = this.change;
    await this.change.allow();
    this.#begin();
    try {
      for (const step of steps) {
        await inStep(step, () => this.#writeStep(step));
      }
    } catch (error) {
      this.#failed(error);
      throw error instanceof Halt && this.#done.size > 0
        ? new Stopped(error, this.#progress())
        : error;
    }
    if (this.#record) this.ledger.end(this.#record, "written", settings);
  }

  /** Marks the record; what could not be stored cannot be marked either, and the next start finds it. */
  #failed(error: unknown): void {
    const failure = error instanceof FailureIn ? error.failure : error;
    const halted = failure instanceof Halt;
    if (!this.#record || failure instanceof Refused && !halted) return;
    const ends = halted
      ? failure.ends
      : failure instanceof Failure && isGate(failure);
    this.ledger.tryToEnd(this.#record, ends ? "stopped" : "failed");
  }

  /** What was written, and what was not although it was to be. */
  #progress(): readonly string[] {
    const wanted = this.change.steps.flatMap(({ writes, inOrder }) =>
      // What comes in an order of its own comes as a whole
      writes.map((write) => [...write, inOrder !== undefined] as const)
    ).filter(([object, formula, isWhole]) =>
      isSaved(object) && this.#values.has(object) &&
      (isWhole || formula(undefined, this.#now) !== undefined)
    ).map(([object]) => object);
    return progressLines({
      written: [...this.#done].filter(isSaved),
      doubtful: [],
      left: [...new Set(wanted)].filter((object) => !this.#done.has(object)),
    });
  }

  #begin(): void {
    const { steps, command, standing, type } = this.change;
    if (command === undefined) return;
    const planned = [
      ...new Set(steps.flatMap(({ writes }) => writes.map(([o]) => o))),
    ].filter((object) => this.#values.has(object));
    if (planned.length === 0) return;
    const old = new Map(
      planned.flatMap((object) => {
        const read = this.#values.get(object);
        return read ? [[object, read] as const] : [];
      }),
    );
    const preOp = steps.some((step) => step.preOp);
    this.#record = this.ledger.begin(
      {
        command,
        preOp,
        planned,
        standing,
        ...(type === undefined ? {} : { type }),
      },
      old,
    );
  }

  readonly #now = (object: ObjectId) => this.#values.get(object)?.value ?? 0;

  async #writeStep(step: Step): Promise<void> {
    for (
      const [object, formula] of step.inOrder?.(this.#now) ?? step.writes
    ) {
      if (step.lenient?.includes(object) && !this.#values.has(object)) continue;
      const value = formula(undefined, this.#now);
      if (value === undefined) continue;
      await this.#writeOne(object, value);
      if (object === od.mapCommit) {
        await this.controller.rest(facts.commitRest);
      }
    }
  }

  async #writeOne(object: ObjectId, value: number): Promise<void> {
    const { ledger, change: { who }, controller } = this;
    const before = this.#values.get(object), old = before?.value;
    const still = await this.#permit();
    controller.checkBound(object, value);
    checkSize(before, value);
    ledger.journal(who, "sdo write", object, old, String(value));
    this.#note(object, value, false);
    if (object === od.preOpRequest) {
      ledger.preOp = value === 0 ? undefined : "asked";
    }
    if (object === od.driveLevel) ledger.endKickdown();
    try {
      await controller.write(object, value, still);
    } catch (error) {
      if (error instanceof Halt) {
        // Nothing was sent
        this.#forget(object);
        ledger.journal(who, "sdo not sent", object, old, String(value));
      }
      if (!(error instanceof Failure)) throw error;
      const refused = error.abort !== undefined;
      // An abort may be somebody else's, or a second controller's
      if (refused && await controller.tryRead(object) === old) {
        this.#forget(object);
      }
      const end = refused ? "sdo refused" : "sdo unknown";
      ledger.journal(who, end, object, old, `${value}${error.info}`);
      throw error;
    }
    this.#done.add(object);
    const back = before && await controller.tryRead(object);
    ledger.journal(
      who,
      "sdo written",
      object,
      old,
      back === undefined ? `${value}, not read back` : String(back),
    );
    if (isSaved(object) && back !== undefined && back !== value) {
      controller.differs(object, back, value);
    }
    this.#note(object, value, true);
    if (before) this.#values.set(object, { ...before, value });
  }

  /** Keeps what UNDO has to know; before a write durably, after it with the next one or the end. */
  #note(object: ObjectId, value: number, confirmed: boolean): void {
    if (!this.#record) return;
    const { writes } = this.#record;
    const earlier = writes.find((entry) => entry.object === object);
    const old = earlier?.old ?? this.#values.get(object)?.value;
    if (old === undefined) return;
    const entry = { object, old, new: value, confirmed };
    const others = writes.filter((other) => other !== earlier);
    this.#record = { ...this.#record, writes: [...others, entry] };
    if (!confirmed) this.ledger.keep(this.#record);
  }

  /** The controller refused the write: there is nothing to take back, unless an earlier one succeeded. */
  #forget(object: ObjectId): void {
    if (!this.#record) return;
    const writes = this.#record.writes.filter((entry) =>
      entry.object !== object || entry.old !== this.#values.get(object)?.value
    );
    this.#record = { ...this.#record, writes };
  }
}

/** The controller's answer to reading what can only be written. */
const WRITE_ONLY = 0x06010001;
/**
 * Answers to reading what has nothing to read: all others may be other ones the next time, and then
 * there would have been an old value.
 */
const UNREADABLE: readonly (number | undefined)[] = [
  WRITE_ONLY,
  0x06010000,
  0x06020000,
  0x06090011,
];

/** @throws Halt for a value of which the controller would take but the lower bytes, which is another one */
function checkSize(before: Read | undefined, value: number): void {
  const most = before ? 256 ** before.size - 1 : value;
  if (value <= most) return;
  throw new Halt("More than the object takes", `At most ${most}`, false);
}

/** Failures of a step tell which part of the command it is. */
async function inStep(step: Step, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { part, before = "" } = step;
    if (error instanceof Failure && part + before !== "") {
      throw new FailureIn(error, part, before);
    }
    throw error;
  }
}
