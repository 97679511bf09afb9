import { type Sdo, SdoError } from "ovms-edge";
import { CODE, Failure, Halt } from "./failure.ts";
import {
  controller,
  hex,
  objectAt,
  type ObjectId,
  od,
  place,
  sizeOf,
} from "./objects.ts";

/** The abort code behind which the controller has a number of its own, in 5310.00. */
const GENERAL_ABORT = 0x08000000;
/** An object of more bytes than a number has. */
const NOT_EXPEDITED = 0x05040005;
/** Greatest rpm backwards of any controller that is not known to be another one. */
const LEAST_REVERSE = 900;
/** Tries to return to operational state, and ms between them. */
const RETURN_TRIES = 20, RETURN_REST = 500;

/** A number read from an object. */
export interface Read {
  readonly value: number;
  /** Bytes, 1 to 4. */
  readonly size: number;
}

/** A value that is never exceeded, whoever asks for it. */
export interface Bound {
  readonly most: number;
  /** Why, without a full stop. */
  readonly why: string;
}

/** Throws what is in the way, right before a frame is sent. */
export type Still = () => void;

/** What the controller is reached with. */
export interface Wires {
  /** The node, for an object; nothing is sent any more once `still` throws. */
  readonly node: (object: ObjectId, still?: Still) => Sdo;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * Looked at before each access, where that is wanted.
   * @throws Failure when the controller must not be asked now
   */
  readonly may?: () => void;
}

/**
 * The controller as commands see it: objects, login, states. It remembers the last exchange for the
 * error texts; everything that fails throws a `Failure`.
 */
export class Controller {
  /** The last exchange, such as ` SDO 0x2920.05: 0x1C52`. */
  info = "";
  /** What reads other than it was written, a line each. */
  readonly #differing: string[] = [];
  /** What must not be exceeded, by object. */
  readonly bounds: Map<ObjectId, Bound> = new Map();

  readonly #reverseOf: (type: number) => number | undefined;

  /** @param reverseOf greatest rpm backwards by type; undefined for a type that is not known */
  constructor(
    readonly wires: Wires,
    reverseOf: (type: number) => number | undefined = (type) =>
      controller.reverse[type],
  ) {
    this.#reverseOf = reverseOf;
    this.boundReverse(LEAST_REVERSE);
  }

  /** Says how fast the car may go backwards, rpm. */
  boundReverse(most: number): void {
    this.bounds.set(od.maxReverse, {
      most,
      why: `More than ${most} rpm backwards`,
    });
  }

  /** The value, or the greatest that the object may have. */
  within(object: ObjectId, value: number): number {
    return Math.min(value, this.bounds.get(object)?.most ?? value);
  }

  /** @throws Halt when an object would get more than it may have */
  checkBound(object: ObjectId, value: number): void {
    const bound = this.bounds.get(object);
    if (!bound || value <= bound.most) return;
    throw new Halt(bound.why, `At most ${bound.most}`, false);
  }

  /** @throws Failure; also where it has another size than it has to have: then it is another value */
  async read(object: ObjectId): Promise<Read> {
    this.wires.may?.();
    const known = sizeOf(object);
    try {
      const { value, size } = await this.wires.node(object).read(
        ...place(object),
        undefined,
        known,
      );
      this.#note(object, value);
      if (size !== (known ?? size)) {
        throw new Failure(CODE.readFailed, this.info);
      }
      if (object === od.controllerType) {
        this.boundReverse(this.#reverseOf(value) ?? LEAST_REVERSE);
      }
      return { value, size };
    } catch (error) {
      throw await this.#failed(error, {
        failed: CODE.readFailed,
        timeout: CODE.readTimeout,
      });
    }
  }

  /** An object's number, or its text when it is a string. */
  async readAny(object: ObjectId): Promise<number | string> {
    try {
      return (await this.read(object)).value;
    } catch (error) {
      const isText = error instanceof Failure &&
        error.code === CODE.readSegmented;
      if (!isText) throw error;
    }
    return await this.readText(object);
  }

  /** An object's text. */
  async readText(object: ObjectId): Promise<string> {
    this.wires.may?.();
    try {
      const text = await this.wires.node(object).readText(...place(object));
      this.info = nameOf(object);
      return text;
    } catch (error) {
      throw await this.#failed(error, {
        failed: CODE.readFailed,
        timeout: CODE.readTimeout,
      });
    }
  }

  /**
   * @param still throws when it must not be sent: it may wait for its turn, and be repeated
   * @throws Failure; Halt for more than the object may have, and what `still` throws when nothing was sent
   */
  async write(object: ObjectId, value: number, still?: Still): Promise<void> {
    this.wires.may?.();
    this.checkBound(object, value);
    try {
      await this.wires.node(object, still).write(...place(object), value);
      this.#note(object, 0);
    } catch (error) {
      throw await this.#failed(error, {
        failed: CODE.writeFailed,
        timeout: CODE.writeTimeout,
      });
    }
  }

  /** An object's number, or undefined when it cannot be read. */
  async tryRead(object: ObjectId): Promise<number | undefined> {
    try {
      return (await this.read(object)).value;
    } catch (error) {
      if (error instanceof Failure || error instanceof Halt) return undefined;
      throw error;
    }
  }

  /** An object that was written reads other than that: the answer has to tell it. */
  differs(object: ObjectId, reads: number, written: number): void {
    this.#differing.push(`${object} reads ${reads}, not ${written}`);
  }

  /** An answer with what reads other than it was written. */
  told(answer: string): string {
    return [answer, ...this.#differing].join("\n");
  }

  /** Rests, as the controller needs it after some writes. */
  rest(ms: number): Promise<void> {
    return this.wires.sleep(ms);
  }

  /** Gets the access level that writing needs. Errors 0x001n. */
  login(): Promise<void> {
    return within(CODE.login, async () => {
      if (await this.#level() === controller.level) return;
      await this.write(od.userId, 0).catch(() => {});
      await this.write(od.password, controller.password);
      if (await this.#level() !== controller.level) throw this.#wrong();
    });
  }

  async #level(): Promise<number> {
    return (await this.read(od.accessLevel)).value;
  }

  async #state(): Promise<number> {
    return (await this.read(od.state)).value;
  }

  /**
   * Enters the pre-operational state. Errors 0x002n.
   * @param allow throws what is in the way, right before the controller is asked to
   */
  enterPreOp(allow: () => Promise<Still>): Promise<void> {
    const { preOperational } = controller.state;
    return within(CODE.state, async () => {
      await this.login();
      if (await this.#state() === preOperational) return;
      await this.write(od.preOpRequest, 1, await allow());
      await this.rest(controller.stateRest);
      if (await this.#state() === preOperational) return;
      await this.write(od.preOpRequest, 0);
      throw this.#wrong();
    });
  }

  /** Returns to the operational state. Errors 0x002n. */
  leavePreOp(): Promise<void> {
    const { operational } = controller.state;
    return within(CODE.state, async () => {
      await this.login();
      if (await this.#state() === operational) return;
      await this.write(od.preOpRequest, 0);
      await this.rest(controller.stateRest);
      if (await this.#state() !== operational) throw this.#wrong();
    });
  }

  /**
   * The same, trying as long as it is any use; false when it failed.
   * @param isOn whether the car is known to be on: else nobody is left to answer
   */
  async insistOnLeavingPreOp(isOn: () => boolean): Promise<boolean> {
    for (let left = RETURN_TRIES; left > 0; left--) {
      try {
        await this.leavePreOp();
        return true;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (isGate(error) || isOffline(error) || !isOn()) return false;
      }
      if (left > 1) await this.rest(RETURN_REST);
    }
    return false;
  }

  /** The exchange went well, but its result is not the wanted one. */
  #wrong(): Failure {
    return new Failure(0, this.info);
  }

  #note(object: ObjectId, data: number, abort = ""): void {
    this.info = exchange(object, data, abort);
  }

  /** What the client threw as a failure of the command. */
  async #failed(
    error: unknown,
    codes: { readonly failed: number; readonly timeout: number },
  ): Promise<Failure> {
    if (!(error instanceof SdoError)) throw error;
    const { kind, index, sub, cause } = error, object = objectAt(index, sub);
    if (cause instanceof Halt || cause instanceof Failure) throw cause;
    if (kind === "abort") {
      const code = await this.#abortCode(error.code ?? 0);
      this.#note(object, code, "ABORT ");
      return new Failure(codes.failed, this.info, code);
    }
    this.#note(object, error.code ?? 0);
    if (kind === "timeout") return new Failure(codes.timeout, this.info);
    if (kind === "gate") return new Failure(CODE.noWriteAccess, this.info);
    const segmented = kind === "protocol" && error.code === NOT_EXPEDITED &&
      codes.failed === CODE.readFailed;
    return new Failure(
      segmented ? CODE.readSegmented : codes.failed,
      this.info,
    );
  }

  /** A general abort gets the controller's own number into its lower half. */
  async #abortCode(code: number): Promise<number> {
    if (code !== GENERAL_ABORT) return code;
    try {
      const number = await this.wires.node(od.errorNumber).read(
        ...place(od.errorNumber),
      );
      return (code | number.value) >>> 0;
    } catch (error) {
      if (error instanceof SdoError) return code;
      throw error;
    }
  }
}

/** ` SDO 0x2920.05: 0x1C52`. */
export function exchange(object: ObjectId, data: number, abort = ""): string {
  const digits = data <= 0xffff ? 4 : 8;
  return `${nameOf(object, abort)} 0x${hex(data, digits)}`;
}

/** ` SDO 0x2920.05:`, the beginning of an exchange's description. */
function nameOf(object: ObjectId, abort = ""): string {
  return ` SDO ${abort}0x${object.toUpperCase()}:`;
}

/** Whether the key is off, so that nobody was asked. */
function isOffline({ code }: Failure): boolean {
  return (code & 0x0f) === CODE.offline;
}

/** Whether the write gate was closed. */
export function isGate({ code }: Failure): boolean {
  return (code & 0x0f) === CODE.noWriteAccess;
}

/** Moves the code of what fails inside into its own range; the inner reason stays in the last digit. */
async function within(base: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(base + (error.code & 0x0f), error.info, error.abort);
  }
}
