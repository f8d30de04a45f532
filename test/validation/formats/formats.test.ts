import { describe, expect, it } from "vitest";
import { formats, hasFormat } from "../../../src/validation/formats/formats.js";

/** Texts that have the format, and texts that do not; the limits of the grammar rather than its middle. */
const cases: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  date: [
    ["2024-02-29", "2000-02-29", "1600-02-29", "0000-02-29", "1999-12-31", "2023-04-30"],
    [
      "2023-02-29",
      "1900-02-29",
      "2100-02-29",
      "2024-02-30",
      "2024-04-31",
      "2024-13-01",
      "2024-00-10",
      "2024-01-00",
      "2024-1-01",
      "24-01-01",
      "2024-01-01\n",
      "２０24-01-01",
    ],
  ],
  time: [
    ["00:00:00Z", "23:59:59z", "08:30:06.283185Z", "08:30:06+00:20", "08:30:06-23:59"],
    [
      "24:00:00Z",
      "12:60:00Z",
      "12:00:61Z",
      "12:00:00",
      "12:00:00+24:00",
      "12:00:00+01:60",
      "12:00:00+0100",
      "8:30:06Z",
      "08:30Z",
      "08:30:06,5Z",
      "08:30:06.Z",
      "08:30:06 Z",
    ],
  ],
  "date-time": [
    [
      "1963-06-19T08:30:06.283185Z",
      "1963-06-19t08:30:06z",
      "1998-12-31T15:59:60.123-08:00",
      "2024-02-29T00:00:00+14:00",
    ],
    [
      "2023-02-29T00:00:00Z",
      "1963-06-19 08:30:06Z",
      "1963-06-19T08:30:06",
      "1963-06-19",
      "+11963-06-19T08:30:06Z",
      "1998-12-31T23:58:60Z",
      "1963-06-19T08:30:06Z\n",
    ],
  ],
  duration: [
    ["P4DT12H30M5S", "P1Y", "P1Y2M3D", "P1M2D", "P2W", "PT36H", "PT0S", "PT1M2S", "P01D"],
    [
      "P",
      "PT",
      "P1",
      "P1YT",
      "P1Y2D",
      "PT1H2S",
      "P1Y2W",
      "P1WT1H",
      "P2D1Y",
      "P1D2H",
      "PT1D",
      "P2S",
      "PT0.5S",
      "-P1D",
      "P1D\n",
      "P১D",
    ],
  ],
  email: [
    [
      "joe.bloggs@example.com",
      "te~st@example.com",
      '"joe bloggs"@example.com',
      '"\\""@example.org',
      '""@example.org',
      "a@[127.0.0.1]",
      "a@[IPv6:::1]",
      "a@b",
      "a@c--n.com",
      "a@255.255.255.255",
    ],
    [
      "2962",
      ".a@example.com",
      "a.@example.com",
      "a..b@example.com",
      "a b@example.com",
      "a@",
      "@b",
      "a@b@c",
      "a@-b.com",
      "a@b-.com",
      "a@b.com.",
      "a@[127.0.0.300]",
      "a@[]",
      "é@example.org",
      "a@b.com\n",
      "a@b.com, c@d.com",
    ],
  ],
  "idn-email": [
    [
      "실례@실례.테스트",
      "joe.bloggs@example.com",
      "é@example.org",
      '"é è"@例え.jp',
      '"a@b"@xn--bcher-kva.example',
      "é@[127.0.0.1]",
      "é@[IPv6:::1]",
    ],
    [
      "2962",
      "a b@실례.테스트",
      "a..b@실례.테스트",
      "a@-실례",
      "실례@",
      "a@xn--X",
      "a@b@c",
      "a@[127.0.0.300]",
      "a@b[",
    ],
  ],
  hostname: [
    [
      "www.example.com",
      "localhost",
      "xn--4gbwdl.xn--wgbh1c",
      "1host",
      "h-o-s-t",
      `${"a".repeat(63)}.com`,
      `${"a.".repeat(126)}a`,
    ],
    [
      "",
      ".",
      "-host",
      "host-",
      "_host",
      "ho_st",
      ".a",
      "a.",
      "a..b",
      `${"a".repeat(64)}.com`,
      `${"a.".repeat(127)}a`,
      "実例",
      "a\n",
    ],
  ],
  "idn-hostname": [
    [
      "실례.테스트",
      "example.com",
      "xn--ihqwcrb4cv8a8dqg056pqjye",
      "ßς་〇",
      "l·l",
      "α͵β",
      "א׳ב",
      "א״ב",
      "・ぁ",
      "丈・",
      "ب٠ب",
      "۰0",
      "क्‍ष",
      "क्‌ष",
      "بي‌بي",
      "a。b",
      "XN--BCHER-KVA.example",
      "xn--4gbwdl.xn--wgbh1c",
      `xn--bcher-kva.${"a".repeat(63)}`,
    ],
    [
      "",
      "-실례",
      "실례-",
      "〮실례",
      "실〮례",
      "ـߺ",
      "〱〲",
      "a·l",
      "l·a",
      "·l",
      "α͵S",
      "α͵",
      "A׳ב",
      "׳ב",
      "def・abc",
      "・",
      "ب٠۰",
      "क‍ष",
      "‍ष",
      "ab--cd",
      "̀hello",
      "a b",
      "실".repeat(64),
      "xn--X",
      "XN--aa---o47jg78q",
      "xn--",
      "xn--a",
      "xn--abc-",
      "xn---",
      "xn--bücher",
      "xn--bcher_kva",
      // An ö of two characters, an l·a, and a surrogate, each in Punycode.
      "xn--bo-vub",
      "xn--la-0ea",
      "xn--a-tc4g",
      `xn--${"a".repeat(56)}-kva`,
      `${"a.".repeat(127)}a`,
    ],
  ],
  ipv4: [
    ["0.0.0.0", "192.168.0.1", "255.255.255.255"],
    [
      "256.0.0.1",
      "1.2.3",
      "1.2.3.4.5",
      "01.2.3.4",
      "1.2.3.4/24",
      "1.2.3.a",
      "１.2.3.4",
      "1.2.3.4\n",
      "0x7f000001",
    ],
  ],
  ipv6: [
    [
      "::",
      "::1",
      "1::",
      "1:2:3:4:5:6:7:8",
      "1:2:3:4:5:6:7::",
      "::2:3:4:5:6:7:8",
      "1::8",
      "::ffff:192.168.0.1",
      "1:2:3:4:5:6:1.2.3.4",
      "ABCD:ef01::",
    ],
    [
      "",
      ":",
      ":::",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1::2::3",
      "12345::",
      "::g",
      "::1.2.3",
      "::1.2.3.256",
      "1.2.3.4",
      "fe80::a%eth1",
      "::1/64",
      ":1:2:3:4:5:6:7:8",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::1\n",
    ],
  ],
  uri: [
    [
      "http://foo.bar/?baz=qux#quux",
      "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
      "ldap://[2001:db8::7]/c=GB?objectClass?one",
      "http://[v1.a:b]/",
      "mailto:John.Doe@example.com",
      "urn:a:b",
      "tel:+1-816",
      "http:",
      "http://a:",
      "http://a:99999999",
      "a:/b//c",
      "file:///etc",
    ],
    [
      "",
      "//foo.bar",
      "/abc",
      "abc",
      "a b:c",
      "1http://x",
      "http:// x",
      "bar,baz:foo",
      "http://[a",
      "http://[::1",
      "http://a/%6G",
      "http://a/%",
      "http://a:b",
      "http://é",
      "http://a/\\",
      "http://a/<>",
      "http://a/`",
      "http://a/{}",
      "http://a/^",
      "http://a/|",
      'http://a/"',
      "http://a/#a#b",
      "://x",
      "http://a\n",
    ],
  ],
  "uri-reference": [
    ["", "abc", "/abc", "//a/b", "./a:b", "#frag", "?q", "http://a", "../..", "a//b"],
    ["\\\\WINDOWS\\share", "#a\\b", "a b", "1:b", "é", "#a#b", "[", "%"],
  ],
  iri: [
    ["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://a/\u{20000}", "http://a/?\u{E000}", "http://[::1]/é"],
    [
      "/ƒøø",
      "http://2001:0db8:85a3:0000:0000:8a2e:0370:7334",
      "http://a/\u{E000}",
      "http://a/ b",
      "http://a/\u0080",
      "\\\\WINDOWS",
    ],
  ],
  "iri-reference": [
    ["/ƒøø", "ƒøø", "#ƒräg", "", "//ƒøø.ßår/"],
    ["#ƒräg\\", "\\\\WINDOWS\\filëßåré", "ƒ ø"],
  ],
  uuid: [
    [
      "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
      "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
      "00000000-0000-0000-0000-000000000000",
    ],
    [
      "",
      "2eb8aa08aa9811eab4aa73b441d16380",
      "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
      "urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380",
      "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
      "geb8aa08-aa98-11ea-b4aa-73b441d16380",
    ],
  ],
  "uri-template": [
    [
      "",
      "http://e.com/{term:1}/{term}",
      "{+a}{#b}{.c}{/d}{;e}{?f,g}{&h}",
      "{a.b}",
      "{%41}",
      "{v*}",
      "{v:9999}",
      "{=a}",
      "a%41",
      "a😀b",
      "a'b",
    ],
    [
      "{",
      "}",
      "{}",
      "{a",
      "a}b",
      "{a,}",
      "{a,,b}",
      "{v:0}",
      "{v:01}",
      "{v:10000}",
      "{a..b}",
      "{,+a}",
      "{a=b}",
      "a%",
      "a%4",
      "a b",
      "a\u007fb",
      "{a b}",
    ],
  ],
  "json-pointer": [
    ["", "/", "//", "/foo/0", "/a~1b", "/m~0n", "/ü", "/ "],
    ["foo", "#/foo", "/~", "/a~2b", "/~/", "a/b"],
  ],
  "relative-json-pointer": [
    ["0", "1", "120/foo", "0/objects", "0#", "2#", "0+1", "1-2/a"],
    ["", "/foo", "-1/foo", "+1", "01", "0##", "1##", "#", "0~"],
  ],
  regex: [
    ["", "([abc])+\\s+$", "^\\p{Letter}+$", "(?<year>\\d{4})"],
    ["^(abc]", "*", "\\Z", "(?<a>", "[z-a]"],
  ],
};

describe.each(Object.entries(cases))("the format %s", (format, [accepted, refused]) => {
  it.each(accepted)("accepts %j", (text) => {
    expect(hasFormat(format, text)).toBe(true);
  });

  it.each(refused)("refuses %j", (text) => {
    expect(hasFormat(format, text)).toBe(false);
  });
});

it("covers every format of JSON Schema 2020-12", () => {
  expect(Object.keys(formats).sort()).toEqual(Object.keys(cases).sort());
});

it("knows of no other formats, whatever they are called", () => {
  for (const name of ["int32", "password", "__proto__", "constructor", "toString"]) {
    expect(hasFormat(name, "x")).toBeUndefined();
  }
});

it("accepts the second 60 at 23:59 UTC only, in every time zone", () => {
  const two = (number: number): string => String(number).padStart(2, "0");
  const wrong: string[] = [];
  for (let offset = 0; offset < 24 * 60; offset++) {
    for (const sign of [1, -1]) {
      for (const shift of [0, 1, -1, 10, -10, 60, -60, 600]) {
        const local = (23 * 60 + 59 + sign * offset + shift + 2 * 24 * 60) % (24 * 60);
        const zone = `${sign === 1 ? "+" : "-"}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
        const text = `${two(Math.floor(local / 60))}:${two(local % 60)}:60${zone}`;
        if (hasFormat("time", text) !== (shift === 0)) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it("agrees with the calendar on every day of 400 years", () => {
  const days: string[] = [];
  for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2300, 0, 1); day += 86_400_000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  expect(days.filter((day) => !hasFormat("date", day))).toEqual([]);
  const existing = new Set(days);
  const impossible = [];
  for (let year = 1900; year < 2300; year++) {
    for (const end of ["02-28", "02-29", "02-30", "04-31", "06-31", "09-31", "11-31"]) {
      const day = `${year}-${end}`;
      if (hasFormat("date", day) !== existing.has(day)) impossible.push(day);
    }
  }
  expect(impossible).toEqual([]);
});

it("comes to a verdict on long texts without running away", () => {
  const pieces = [
    "a",
    "a-",
    "a.",
    "1",
    "::",
    "{a",
    "%41",
    "/",
    "a@",
    "ª",
    "-",
    "a:",
    "[:",
    '"',
    "\\",
    "0",
    "P1",
    "l·",
  ];
  for (const format of Object.keys(formats)) {
    for (const piece of pieces) hasFormat(format, `${piece.repeat(20_000)}\n`);
  }
});
