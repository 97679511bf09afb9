/**
 * The number that a word of the command line gives, such as `days=7`.
 * @param otherwise without such a word
 */
export function argument(name: string, otherwise: number): number {
  const given = Deno.args.find((arg) => arg.startsWith(`${name}=`));
  return given ? Number(given.slice(name.length + 1)) : otherwise;
}
