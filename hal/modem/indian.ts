/**
 * National tables of text messages in the scripts of India and in Urdu (3GPP TS 23.038, annexes A.2.4 to
 * A.2.13 and A.3.4 to A.3.13). The blocks of these scripts in Unicode have one order, and the tables
 * follow it, so that one layout makes all of them; a place whose letter a script lacks holds a blank.
 */

/** A language of one of these scripts. */
interface Language {
  /** First code of its script's block. */
  readonly block: number;
  /** Offsets of letters that came to Unicode later than to the table. */
  readonly lacks?: readonly number[];
  /** Offsets of the letters at 0x60 and from 0x7B on. */
  readonly ends: readonly number[];
  /** Codes of the further letters behind the escape, by their first place. */
  readonly further: Readonly<Record<number, readonly number[]>>;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Offset of the digits in each block. */
const DIGITS = 0x66;
/** Danda and double danda stand where the first two digits could, except in Bengali and Telugu. */
const DANDA = { 0x19: [0x0964, 0x0965] } as const;
const digitsOf = (block: number) => ({
  0x1c: range(block + DIGITS, block + DIGITS + 9),
});

/** Languages by their numbers. */
const LANGUAGES: Readonly<Record<number, Language>> = {
  // Bengali
  4: {
    block: 0x0980,
    ends: [0x4e, 0x57, 0x5c, 0x5d, 0x70, 0x71],
    further: {
      0x19: [0x09e6, 0x09e7],
      0x1c: range(0x09e8, 0x09ef),
      0x24: [0x09df, 0x09e0, 0x09e1, 0x09e2],
      0x2a: [0x09e3, 0x09f2, 0x09f3, 0x09f4, 0x09f5],
      0x30: range(0x09f6, 0x09fa),
    },
  },
  // Gujarati
  5: {
    block: 0x0a80,
    ends: [0x50, 0x60, 0x61, 0x62, 0x63, 0x71],
    further: { ...DANDA, ...digitsOf(0x0a80) },
  },
  // Hindi
  6: {
    block: 0x0900,
    ends: [0x50, 0x72, 0x7b, 0x7c, 0x7e, 0x7f],
    further: {
      ...DANDA,
      ...digitsOf(0x0900),
      0x26: [0x0952, 0x0951],
      0x2a: [0x0953, 0x0954, 0x0958, 0x0959, 0x095a],
      0x30: [...range(0x095b, 0x0963), 0x0970, 0x0971],
    },
  },
  // Kannada
  7: {
    block: 0x0c80,
    lacks: [0x01],
    ends: [0x55, 0x56, 0x60, 0x61, 0x62, 0x63],
    further: {
      ...DANDA,
      ...digitsOf(0x0c80),
      0x26: [0x0cde, 0x0cf1],
      0x2a: [0x0cf2],
    },
  },
  // Malayalam
  8: {
    block: 0x0d00,
    lacks: [0x01, 0x29, 0x3c],
    ends: [0x57, 0x60, 0x61, 0x62, 0x63, 0x79],
    further: {
      ...DANDA,
      ...digitsOf(0x0d00),
      0x26: [0x0d70, 0x0d71],
      0x2a: [0x0d72, 0x0d73, 0x0d74, 0x0d75, 0x0d7a],
      0x30: range(0x0d7b, 0x0d7f),
    },
  },
  // Oriya
  9: {
    block: 0x0b00,
    ends: [0x56, 0x57, 0x60, 0x61, 0x62, 0x63],
    further: {
      ...DANDA,
      ...digitsOf(0x0b00),
      0x26: [0x0b5c, 0x0b5d],
      0x2a: [0x0b5f, 0x0b70, 0x0b71],
    },
  },
  // Punjabi
  10: {
    block: 0x0a00,
    ends: [0x51, 0x70, 0x71, 0x72, 0x73, 0x74],
    further: {
      ...DANDA,
      ...digitsOf(0x0a00),
      0x26: [0x0a59, 0x0a5a],
      0x2a: [0x0a5b, 0x0a5c, 0x0a5e, 0x0a75],
    },
  },
  // Tamil
  11: {
    block: 0x0b80,
    ends: [0x50, 0x57, 0x70, 0x71, 0x72, 0x79],
    further: {
      ...DANDA,
      ...digitsOf(0x0b80),
      0x26: [0x0bf3, 0x0bf4],
      0x2a: [0x0bf5, 0x0bf6, 0x0bf7, 0x0bf8, 0x0bfa],
    },
  },
  // Telugu
  12: {
    block: 0x0c00,
    lacks: [0x34, 0x3c],
    ends: [0x55, 0x56, 0x60, 0x61, 0x62, 0x63],
    further: {
      ...digitsOf(0x0c00),
      0x26: [0x0c58, 0x0c59],
      0x2a: range(0x0c78, 0x0c7c),
      0x30: range(0x0c7d, 0x0c7f),
    },
  },
};

/** Urdu has letters of the Arabic block in an order of its own: 0x00 to 0x5F, without what is common. */
const URDU = [
  ..."اآبٻڀپڦتۂٿ\nٹٽ\rٺټثجځڄڃڅچڇحخد\x1bڌڈډڊ",
  ..." !ڏڍذرڑړ)(ڙز,ږ.ژ0123456789:;ښسش?",
  ..."صضطظعفقکڪګگڳڱلمنںڻڼوۄەہھءیېے",
  ...String.fromCharCode(0x064d, 0x0650, 0x064f, 0x0657, 0x0654),
].join("");
const URDU_ENDS = String.fromCharCode(0x0651, 0x0670, 0x0655, 0x0656, 0x0653);
const URDU_FURTHER: Language["further"] = {
  0x19: [0x0600, 0x0601],
  0x1c: range(0x06f0, 0x06f9),
  0x26: [0x060c, 0x060d],
  0x2a: [0x060e, 0x060f, 0x0610, 0x0611, 0x0612],
  0x30: [
    ...[0x0613, 0x0614, 0x061b, 0x061f, 0x0640, 0x0652, 0x0658, 0x066b],
    ...[0x066c, 0x0672, 0x0673, 0x06cd],
  ],
  0x3f: [0x06d4],
};

const SMALL = "abcdefghijklmnopqrstuvwxyz";
/** The layout up to 0x5F: offsets of letters in the block, and characters that all have. */
const LAYOUT: readonly (number | string)[] = [
  ...[0x01, 0x02, 0x03, ...range(0x05, 0x0b), "\n", 0x0c, 0x0d, "\r"],
  ...[0x0e, 0x0f, ...range(0x10, 0x1a), "\x1b", ...range(0x1b, 0x1e)],
  ...[" ", "!", ...range(0x1f, 0x24), ")", "(", 0x25, 0x26, ",", 0x27, "."],
  ...[0x28, ..."0123456789:;", 0x29, 0x2a, 0x2b, "?"],
  ...[...range(0x2c, 0x39), 0x3c, 0x3d, ...range(0x3e, 0x4d)],
];

function alphabet({ block, lacks = [], ends }: Language): string {
  const letter = (offset: number) => {
    const char = String.fromCharCode(block + offset);
    return lacks.includes(offset) || /\p{Cn}/u.test(char) ? " " : char;
  };
  const [first = 0, ...last] = ends;
  return [
    ...LAYOUT.map((at) => typeof at === "string" ? at : letter(at)),
    letter(first),
    SMALL,
    ...last.map(letter),
  ].join("");
}

/** What all of them have behind the escape besides the default table. */
const COMMON: Readonly<Record<number, string>> = {
  0x00: "@£$¥¿\"¤%&'",
  0x0b: "*+",
  0x0e: "-/<=>¡^¡_#*",
  0x41: SMALL.toUpperCase(),
};

function extension(
  further: Language["further"],
): ReadonlyMap<number, string> {
  const places = [
    ...Object.entries(COMMON).map(([at, text]) =>
      [Number(at), [...text]] as const
    ),
    ...Object.entries(further).map(([at, codes]) =>
      [Number(at), codes.map((code) => String.fromCharCode(code))] as const
    ),
  ];
  return new Map(
    places.flatMap(([at, chars]) =>
      chars.map((char, i) => [at + i, char] as const)
    ),
  );
}

const all = Object.entries(LANGUAGES);

/** Alphabets in place of the default one (locking shift), by the language's number. */
export const INDIAN_ALPHABETS: Readonly<Record<number, string>> = Object
  .fromEntries([
    ...all.map(([number, language]) => [number, alphabet(language)]),
    [13, `${URDU}${SMALL}${URDU_ENDS}`],
  ]);

/** What the tables behind the escape have besides the default one (single shift): characters by place. */
export const INDIAN_EXTENSIONS: Readonly<
  Record<number, ReadonlyMap<number, string>>
> = Object.fromEntries([
  ...all.map(([number, { further }]) => [number, extension(further)]),
  [13, extension(URDU_FURTHER)],
]);
