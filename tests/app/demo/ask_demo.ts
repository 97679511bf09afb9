/** The program with one of its servers to try. */
import { start } from "../program.ts";

/** What a run of it said. */
export interface Shown {
  readonly code: number;
  /** Answers at the prompt. */
  readonly answers: string;
  /** What car, server and client tell of each other. */
  readonly told: string;
}

/** Runs it until `met` is told, gives one command then, and ends it. */
export async function askDemo(
  args: readonly string[],
  folder: string,
  met: RegExp,
  command: string,
): Promise<Shown> {
  const program = start([...args], folder, "piped");
  const answers = new Response(program.stdout).text();
  const input = program.stdin.getWriter();
  let told = "", asked = false;
  for await (
    const text of program.stderr.pipeThrough(new TextDecoderStream())
  ) {
    told += text;
    if (asked || !met.test(told)) continue;
    asked = true;
    await input.write(new TextEncoder().encode(`${command}\n`));
    await input.close();
  }
  const { code } = await program.status;
  return { code, answers: await answers, told };
}
