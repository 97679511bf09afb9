/** Scripts and styles as they are sent: what only those who write them read stays at home. */

/** Comments that have lines of their own: `/** ... *\/` and `// ...` of scripts, `/* ... *\/` of styles. */
const COMMENT = /^[ \t]*(?:\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*|\/\/.*)$/gm;

/** Without comments that have lines of their own; lines keep their numbers. */
export const withoutComments = (text: string): string =>
  text.replaceAll(COMMENT, (comment) => comment.replaceAll(/[^\n]/g, ""));

/** Types within a line of a script. */
const INLINE = /\/\*\*[^*\n]*\*\/[ \t]*/g;

/** Without comments and indentation: for files in which no text stands as it is typed. */
export const lean = (text: string): string =>
  withoutComments(text).replaceAll(INLINE, "").replaceAll(/^[ \t]+/gm, "");

/** A style sheet without comments and without blanks that part nothing. */
export const leanStyle = (text: string): string =>
  withoutComments(text).replaceAll(/\s*([{};,])\s*/g, "$1")
    .replaceAll(/:\s+/g, ":").trim();
