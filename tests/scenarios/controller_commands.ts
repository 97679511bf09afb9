import type { SimSevcon } from "../../plugins/twizy/sim/sevcon.ts";

/** From this count on, lost replies stay lost. */
const FOR_GOOD = 99;
/** One of `delay`'s steps, ms. */
const POLL = 5;

type Numbers = Readonly<Record<string, number>>;
type Words = readonly string[];

/**
 * The commands of the scenarios: `set i s v`, `abort r|w i s code n`, `timeout r|w i s n`,
 * `delay r|w i s polls`, `offline|moving|stuck|nologin 0|1`, `generr code`, `faults codes...`,
 * `type name`, `dump`. Index, sub and codes are hexadecimal, the rest decimal.
 * @param types values by object (`2920.05`) of what `type` makes of the controller, by name
 * @returns takes a command; gives the values for `dump`, else nothing
 * @throws Error at what is no command
 */
export function controllerCommands(
  node: SimSevcon,
  types: Readonly<Record<string, Numbers>> = {},
): (line: string) => Numbers | undefined {
  const disarm = new Map<string, () => void>();
  const commands: Readonly<
    Record<string, (words: Words) => Numbers | undefined>
  > = {
    set([index, sub, value]) {
      node.objects.set(hex(index), hex(sub), decimal(value));
      return undefined;
    },
    abort: (words) =>
      arm("abort", words, ([code, times]) => ({
        do: "abort",
        code: hex(code),
        times: decimal(times),
      })),
    timeout: (words) =>
      arm("timeout", words, ([times]) => {
        const count = decimal(times);
        return { do: "lose", times: count >= FOR_GOOD ? Infinity : count };
      }),
    delay: (words) =>
      arm("delay", words, ([polls]) => ({
        do: "delay",
        ms: decimal(polls) * POLL,
      })),
    offline: ([on]) => void (node.offline = flag(on)),
    moving: ([on]) => void (node.moving = flag(on)),
    stuck: ([on]) => void (node.stuck = flag(on)),
    nologin: ([on]) => void (node.nologin = flag(on)),
    generr: ([code]) => {
      node.generalError = hex(code);
      node.objects.set(0x5310, 0, node.generalError);
      return undefined;
    },
    faults: (codes) => void (node.activeFaults = codes.map(hex)),
    type: ([name = ""]) => {
      const values = types[name];
      if (!values) throw new Error(`there is no type ${name}`);
      for (const [object, value] of Object.entries(values)) {
        const [index, sub] = object.split(".");
        node.objects.set(hex(index), hex(sub), value);
      }
      return undefined;
    },
    dump: () => node.dump(),
  };

  /** The newest fault of a kind on an object takes the place of the one before. */
  function arm(
    name: string,
    [access, index, sub, ...rest]: Words,
    effect: (
      words: Words,
    ) => Parameters<SimSevcon["faults"]["add"]>[0],
  ): undefined {
    if (access !== "r" && access !== "w") throw new Error("r or w is missing");
    const target = { access, index: hex(index), sub: hex(sub) } as const;
    const key = [name, access, target.index, target.sub].join();
    disarm.get(key)?.();
    disarm.set(key, node.faults.add({ ...effect(rest), ...target }));
  }

  return (line) => {
    const [name = "", ...words] = line.trim().split(/\s+/);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    try {
      if (!command) throw new Error("there is no such command");
      return command(words);
    } catch (error) {
      throw new Error(`"${line}" is no command of the controller`, {
        cause: error,
      });
    }
  };
}

function hex(word: string | undefined): number {
  if (!/^(0x)?[0-9a-f]{1,8}$/i.test(word ?? "")) {
    throw new Error(`expected a hexadecimal number, not ${word}`);
  }
  return parseInt(word ?? "", 16);
}

function decimal(word: string | undefined): number {
  if (!/^\d{1,10}$/.test(word ?? "")) {
    throw new Error(`expected a decimal number, not ${word}`);
  }
  return Number(word);
}

function flag(word: string | undefined): boolean {
  return decimal(word) !== 0;
}
