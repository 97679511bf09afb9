/** The prompt: lines from standard input as the owner's text messages, or as the hand that steers the car. */
import { SystemClock } from "../../hal/clock.ts";
import type { Link, LinkServices } from "../../runtime/links/link.ts";
import { answers, OWNER } from "../answers.ts";
import { control, controlWords, type World } from "../car/controls.ts";
import { secretsOf } from "../../runtime/settings/secrets.ts";
import { reasonOf } from "../usage_error.ts";
import { completions, type Vocabulary, vocabularyOf } from "./completion.ts";
import type { HistoryFile } from "./history_file.ts";
import { mayBeKept } from "./keepable.ts";
import { statusText } from "./status.ts";
import type { UserEnd, UserEndOptions } from "./user_end.ts";

const WELCOME =
  "Type text messages as the owner: HELP lists them, STAT? tells how the car is. Ctrl-D ends.";
const STEERING =
  "Lines that begin with : steer the simulated car: try :drive city, :help lists them.";

/** What a prompt is made of. */
export interface PromptOptions {
  /** What lines with a colon steer; undefined on a gateway. */
  readonly world: World | undefined;
  /** Where lines are kept. */
  readonly history: HistoryFile;
  /** Told when the input ends, with the number of lines that it had, and whether all were fine. */
  readonly ended: (lines: number, fine: boolean) => void;
  /** What a script's first command waits for; default: nothing. */
  readonly ready?: () => Promise<void>;
}

/**
 * Standard input and output; they are read as soon as the screen opens the terminal. The line editor is
 * loaded where somebody sits.
 */
export async function promptLink(
  options: PromptOptions,
): Promise<Link<UserEnd>> {
  const userEnd = await loadUserEnd();
  return {
    id: "console",
    start: (services) => makePrompt(services, options, userEnd),
  };
}

type MakeUserEnd = (options: UserEndOptions) => UserEnd;

async function loadUserEnd(): Promise<MakeUserEnd> {
  if (Deno.stdin.isTerminal() && Deno.stdout.isTerminal()) {
    const { Terminal } = await import("./terminal.ts");
    return (options) => new Terminal(options);
  }
  const { PlainInput } = await import("./plain_input.ts");
  return (options) => new PlainInput(options);
}

function makePrompt(
  services: LinkServices,
  { world, history, ended, ready = () => Promise.resolve() }: PromptOptions,
  userEnd: MakeUserEnd,
): UserEnd {
  let fine = true;
  let start: Promise<void> | undefined;
  const terminal = userEnd({
    clock: new SystemClock(),
    status: () => status(services),
    complete: (line) => completions(line, vocabulary(services, world)),
    line: async (line) => {
      if (!terminal.interactive && !line.startsWith(":")) {
        await (start ??= ready());
      }
      const { ok, texts } = await replies(services, world, line);
      fine &&= ok;
      for (const text of texts) terminal.print(text);
    },
    ended: (lines, heard = true) => ended(lines, fine && heard),
    history,
    keeps: (line) =>
      mayBeKept(line, {
        vocabulary: vocabulary(services, world),
        codes: services.registry.codes,
        secretSettings: services.settings.list().flatMap(({ name, secret }) =>
          secret ? [name] : []
        ),
        secrets: secretsOf(services.options.hal.store),
      }),
  });
  if (world) {
    world.hal.gsm.onSend = ({ to, text }) =>
      terminal.print(`SMS to ${to}: ${text}`);
  }
  if (terminal.interactive) {
    terminal.print(world?.car ? `${WELCOME}\n${STEERING}` : WELCOME);
  }
  return terminal;
}

/** What a line brings; one that failed, was denied or is unknown is not fine. */
interface Replies {
  readonly ok: boolean;
  readonly texts: readonly string[];
}

async function replies(
  services: LinkServices,
  world: World | undefined,
  line: string,
): Promise<Replies> {
  if (line.trim() === "") return { ok: true, texts: [] };
  try {
    if (!line.startsWith(":")) {
      const outcome = await services.text(line, OWNER);
      return { ok: outcome.status === "ok", texts: answers(line, outcome) };
    }
    if (!world) {
      const text = "This is a gateway: there is no simulated car to steer";
      return { ok: false, texts: [text] };
    }
    const said = await control(world, line.slice(1));
    return { ok: true, texts: said === "" ? [] : [said] };
  } catch (error) {
    return { ok: false, texts: [reasonOf(error)] };
  }
}

function status({ host: { metrics }, units }: LinkServices): string {
  return statusText((name) => {
    const slot = metrics.find(name);
    return slot && { value: metrics.read(slot), age: metrics.age(slot) };
  }, units);
}

function vocabulary(
  { registry, settings, options: { vehicles } }: LinkServices,
  world: World | undefined,
): Vocabulary {
  return vocabularyOf(registry, world ? controlWords(world) : new Map(), {
    settings: settings.list().map(({ name }) => name),
    types: vehicles.map(({ type }) => type),
  });
}
