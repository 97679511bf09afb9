import assert from "node:assert/strict";
import { parse, stringify } from "@std/csv";

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;
function same<T extends true>(yes: T): void {
  assert.equal(yes, true);
}

Deno.test("parse() gives rows of strings", () => {
  assert.deepEqual(parse("a,b,c\nd,e,f"), [["a", "b", "c"], ["d", "e", "f"]]);
  assert.deepEqual(
    parse("a,b,c\nd,e,f", { skipFirstRow: false }),
    [["a", "b", "c"], ["d", "e", "f"]],
  );
  assert.deepEqual(parse(""), []);
});

Deno.test("parse() names the fields by the first row", () => {
  const rows = parse("a,b,c\nd,e,f", { skipFirstRow: true });
  assert.deepEqual(rows, [{ a: "d", b: "e", c: "f" }]);
  assert.throws(() => parse("", { skipFirstRow: true }), TypeError);
});

Deno.test("parse() names the fields by columns", () => {
  const columns = ["x", "y", "z"] as const;
  assert.deepEqual(parse("a,b,c\nd,e,f", { columns }), [
    { x: "a", y: "b", z: "c" },
    { x: "d", y: "e", z: "f" },
  ]);
  assert.deepEqual(parse("a,b,c\nd,e,f", { columns, skipFirstRow: true }), [
    { x: "d", y: "e", z: "f" },
  ]);
});

Deno.test("parse() has the documented types", () => {
  const rows = parse("a\nb");
  same<Same<typeof rows, string[][]>>(true);
  const plain = parse("a\nb", { separator: ";" });
  same<Same<typeof plain, string[][]>>(true);
  const objects = parse("a\nb", { skipFirstRow: true });
  same<Same<typeof objects[number]["a"], string | undefined>>(true);
  const named = parse("a\nb", { columns: ["x"] });
  same<Same<typeof named, Record<"x", string>[]>>(true);
});

Deno.test("parse() reads quoted fields, separators, comments and both line ends", () => {
  assert.deepEqual(parse('"a,a","say ""hi""",c\r\n'), [[
    "a,a",
    'say "hi"',
    "c",
  ]]);
  assert.deepEqual(parse('"two\nlines",b'), [["two\nlines", "b"]]);
  assert.deepEqual(parse("a;b\n", { separator: ";" }), [["a", "b"]]);
  assert.deepEqual(
    parse("#1,2\na,b#c\n#end", { comment: "#" }),
    [["a", "b#c"]],
  );
  assert.deepEqual(parse("#1,2\na,b"), [["#1", "2"], ["a", "b"]]);
  assert.deepEqual(parse(" a,  b", { trimLeadingSpace: true }), [["a", "b"]]);
  assert.deepEqual(parse(" a,  b"), [[" a", "  b"]]);
  assert.deepEqual(parse("a,b\n\nc,\n\n"), [["a", "b"], ["c", ""]]);
  assert.deepEqual(parse("\ufeffa,b"), [["a", "b"]]);
  assert.deepEqual(
    parse('a "word",b', { lazyQuotes: true }),
    [['a "word"', "b"]],
  );
});

Deno.test("parse() accepts rows of different length unless told otherwise", () => {
  const text = "a,b,c\n\nd,e";
  assert.deepEqual(parse(text), [["a", "b", "c"], ["d", "e"]]);
  assert.deepEqual(parse(text, { fieldsPerRecord: -1 }).length, 2);
  const wrong = { name: "SyntaxError", message: /line 3/ };
  assert.throws(() => parse(text, { fieldsPerRecord: 0 }), wrong);
  assert.throws(() => parse(text, { fieldsPerRecord: 3 }), wrong);
  assert.throws(() => parse(text, { columns: ["x", "y", "z"] }), Error);
  assert.throws(() => parse(text, { skipFirstRow: true }), Error);
});

Deno.test("parse() says where quotation marks do not fit", () => {
  const wrong = { name: "SyntaxError", message: /line 2, column \d/ };
  assert.throws(() => parse('x,y\na,b "word"'), wrong);
  assert.throws(() => parse('x,y\n"a "word",b'), wrong);
  assert.throws(() => parse('x,y\n"a,b'), wrong);
});

Deno.test("stringify() ends lines with CR LF", () => {
  const rows = [["Rick", 70], ["Morty", 14]];
  assert.equal(stringify(rows), "Rick,70\r\nMorty,14\r\n");
  assert.equal(
    stringify(rows, { separator: "\t" }),
    "Rick\t70\r\nMorty\t14\r\n",
  );
  assert.equal(stringify([["Rick", 70]], { bom: true }), "\ufeffRick,70\r\n");
  assert.equal(stringify([]), "");
});

Deno.test("stringify() writes the columns of objects", () => {
  const data = [{ name: "Rick", age: 70 }, { name: "Morty", age: 14 }];
  const columns = ["name", "age"];
  assert.equal(
    stringify(data, { columns }),
    "name,age\r\nRick,70\r\nMorty,14\r\n",
  );
  assert.equal(
    stringify(data, { columns, headers: false }),
    "Rick,70\r\nMorty,14\r\n",
  );
  assert.equal(
    stringify(data, {
      columns: [{ prop: "name", header: "user name" }, "age"],
    }),
    "user name,age\r\nRick,70\r\nMorty,14\r\n",
  );
  assert.equal(stringify([], { columns }), "name,age\r\n");
  assert.throws(
    () => stringify(data),
    {
      name: "TypeError",
      message: /No property accessor function was provided/,
    },
  );
});

Deno.test("stringify() reaches into nested values and arrays", () => {
  const data = [
    { age: 70, name: { first: "Rick", last: "Sanchez" } },
    { age: 14, name: { first: "Morty", last: "Smith" } },
  ];
  assert.equal(
    stringify(data, { columns: [["name", "first"], "age"] }),
    "first,age\r\nRick,70\r\nMorty,14\r\n",
  );
  assert.equal(
    stringify(data, {
      columns: [{ prop: ["name", "last"], header: "last name" }],
    }),
    "last name\r\nSanchez\r\nSmith\r\n",
  );
  assert.equal(
    stringify([["Rick", 70]], {
      columns: [{ prop: 0, header: "name" }, { prop: 1, header: "age" }],
    }),
    "name,age\r\nRick,70\r\n",
  );
  assert.throws(
    () => stringify([["Rick"]], { columns: ["name"] }),
    { name: "TypeError", message: /not of type "number"/ },
  );
});

Deno.test("stringify() quotes what could be misread and nothing else", () => {
  assert.equal(
    stringify([['say "hi"', "a,b", "two\nlines", "plain text", ""]]),
    '"say ""hi""","a,b","two\nlines",plain text,\r\n',
  );
  assert.equal(stringify([["a,b"]], { separator: ";" }), "a,b\r\n");
  assert.equal(
    stringify([[null, undefined, true, 1n, 0.5, { a: 1 }, ["b"]]]),
    ',,true,1,0.5,"{""a"":1}","[""b""]"\r\n',
  );
  assert.equal(stringify([[""], [null], []]), "\r\n\r\n\r\n");
  for (const separator of ['"', "\r\n"]) {
    assert.throws(() => stringify([["a"]], { separator }), TypeError);
  }
});

Deno.test("what stringify() writes, parse() reads", () => {
  const rows = [["a", 'b"c', "d,e"], ["f\ng", " h ", "+1 °C"]];
  assert.deepEqual(parse(stringify(rows)), rows);
});
