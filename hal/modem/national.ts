/** National language tables of text messages (3GPP TS 23.038, annex A), by the language's number. */

/** Alphabets in place of the default one (locking shift): 1 Turkish, 3 Portuguese. */
export const NATIONAL_ALPHABETS: Readonly<Record<number, string>> = {
  1: "@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ" +
    " !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
    "çabcdefghijklmnopqrstuvwxyzäöñüà",
  3: "@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ" +
    " !\"#º%&'()*+,-./0123456789:;<=>?" +
    "ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§" +
    "~abcdefghijklmnopqrstuvwxyzãõ`üà",
};

/** What the tables behind the escape have besides the default one (single shift): 1 Turkish, 2 Spanish, 3 Portuguese. */
export const NATIONAL_EXTENSIONS: Readonly<
  Record<number, Readonly<Record<string, number>>>
> = {
  1: {
    "Ğ": 0x47,
    "İ": 0x49,
    "Ş": 0x53,
    "ç": 0x63,
    "ğ": 0x67,
    "ı": 0x69,
    "ş": 0x73,
  },
  2: {
    "ç": 0x09,
    "Á": 0x41,
    "Í": 0x49,
    "Ó": 0x4f,
    "Ú": 0x55,
    "á": 0x61,
    "í": 0x69,
    "ó": 0x6f,
    "ú": 0x75,
  },
  3: {
    "ê": 0x05,
    "ç": 0x09,
    "Ô": 0x0b,
    "ô": 0x0c,
    "Á": 0x0e,
    "á": 0x0f,
    "Φ": 0x12,
    "Γ": 0x13,
    "Ω": 0x15,
    "Π": 0x16,
    "Ψ": 0x17,
    "Σ": 0x18,
    "Θ": 0x19,
    "Ê": 0x1f,
    "À": 0x41,
    "Í": 0x49,
    "Ó": 0x4f,
    "Ú": 0x55,
    "Ã": 0x5b,
    "Õ": 0x5c,
    "Â": 0x61,
    "í": 0x69,
    "ó": 0x6f,
    "ú": 0x75,
    "ã": 0x7b,
    "õ": 0x7c,
    "â": 0x7f,
  },
};
