import assert from "node:assert/strict";
import { parse, stringify } from "@std/csv";

Deno.test("parse() gives rows of strings", () => {
  assert.deepEqual(parse("a,b,c\nd,e,f"), [["a", "b", "c"], ["d", "e", "f"]]);
  assert.deepEqual(parse("a,b,c\n\nd,e\n\n"), [["a", "b", "c"], ["d", "e"]]);
  assert.deepEqual(parse("\ufeffa,b"), [["a", "b"]]);
  assert.deepEqual(parse(""), []);
});

Deno.test("parse() names the fields by the first row", () => {
  const rows = parse("a,b,c\nd,e,f", { skipFirstRow: true });
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    { a: "d", b: "e", c: "f" },
  ]);
  assert.throws(() => parse("a,b\nc", { skipFirstRow: true }), SyntaxError);
});

Deno.test("parse() reads quoted fields and both line ends, and refuses quotes that do not fit", () => {
  assert.deepEqual(parse('"a,a","say ""hi""",c\r\n'), [[
    "a,a",
    'say "hi"',
    "c",
  ]]);
  assert.deepEqual(parse('"two\nlines",b'), [["two\nlines", "b"]]);
  for (const wrong of ['a,b "word"', '"a "word",b', '"a,b']) {
    assert.throws(() => parse(`x,y\n${wrong}`), {
      name: "SyntaxError",
      message: /line 2/,
    });
  }
});

Deno.test("stringify() ends lines with CR LF", () => {
  const rows = [["Rick", 70], ["Morty", 14]];
  assert.equal(stringify(rows), "Rick,70\r\nMorty,14\r\n");
  assert.equal(stringify([]), "");
});

Deno.test("stringify() quotes what could be misread and nothing else", () => {
  assert.equal(
    stringify([['say "hi"', "a,b", "two\nlines", "plain text", ""]]),
    '"say ""hi""","a,b","two\nlines",plain text,\r\n',
  );
  assert.equal(
    stringify([[null, undefined, true, 1n, 0.5, { a: 1 }, ["b"]]]),
    ',,true,1,0.5,"{""a"":1}","[""b""]"\r\n',
  );
  assert.equal(stringify([[""], [null], []]), "\r\n\r\n\r\n");
});

Deno.test("what stringify() writes, parse() reads", () => {
  const rows = [["a", 'b"c', "d,e"], ["f\ng", " h ", "+1 °C"]];
  assert.deepEqual(parse(stringify(rows)), rows);
});
