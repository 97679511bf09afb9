/** What an error says, without the parts of addresses that may be secret: login, path, words of a query. */
export function withoutPaths(reason: string): string {
  return reason.replaceAll(
    /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#)'"]*)[^\s)'"]*/gi,
    "$1$2",
  );
}
