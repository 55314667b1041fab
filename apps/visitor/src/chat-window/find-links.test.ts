import { expect, test } from 'vitest';
import { findLinks } from './find-links.ts';

const links = (message: string): string[] =>
  findLinks(message).flatMap(({ text, href }) => (href === null ? [] : [text]));

test.each<[rule: string, message: string, expected: string[]]>([
  ['no link', 'Hello there', []],
  ['a link alone', 'https://shop.example/a?b=c#d', ['https://shop.example/a?b=c#d']],
  ['two links', 'http://a.example and https://b.example', ['http://a.example', 'https://b.example']],
  ['any case', 'HTTPS://SHOP.EXAMPLE', ['HTTPS://SHOP.EXAMPLE']],
  ['the full stop is the sentence’s', 'See https://shop.example/a.', ['https://shop.example/a']],
  ['so are several marks', 'Really https://shop.example/a?!', ['https://shop.example/a']],
  ['a bracket around it', '(see https://shop.example/a)', ['https://shop.example/a']],
  ['a bracket within it', 'https://en.example/wiki/Foyer_(room)', ['https://en.example/wiki/Foyer_(room)']],
  ['both', '(https://en.example/wiki/Foyer_(room))', ['https://en.example/wiki/Foyer_(room)']],
  ['never javascript', 'javascript:alert(1) data:text/html,x ftp://x.example', []],
  ['no Markdown', '[x](javascript:alert(1))', []],
  ['quotes and angle brackets end it', '<a href="https://x.example">', ['https://x.example']],
  ['no hidden host', 'https://bank.example@evil.example/', []],
  ['an e-mail address and a number', 'mailto:a.b@shop.example tel:+44-123', ['mailto:a.b@shop.example', 'tel:+44-123']],
  ['none that fills in a mail', 'mailto:a@shop.example?bcc=b@evil.example mailto:a@x.example,b@y.example', []],
  ['no direction is turned within it', 'https://shop.example/\u202egpj.exe', ['https://shop.example/']],
  ['a scheme without a host', 'https:// and http://', []],
])('%s', (_rule, message, expected) => {
  expect(links(message)).toEqual(expected);
  expect(
    findLinks(message)
      .map(({ text }) => text)
      .join(''),
  ).toBe(message);
});

test.each<[what: string, written: string, shown: string]>([
  ['a plain host is shown as it was written', 'https://Shop.example/a', 'https://Shop.example/a'],
  ['a letter that looks like another one is seen', 'https://\u0430pple.com/login', 'https://xn--pple-43d.com/login'],
  ['so is an honest umlaut', 'https://müller.example?q=ü', 'https://xn--mller-kva.example?q=ü'],
  ['letters of the path stay', 'https://shop.example/größe', 'https://shop.example/größe'],
])('%s', (_what, written, shown) => {
  expect(findLinks(written)).toEqual([{ text: written, label: shown, href: new URL(written).href }]);
});

test.each([
  `https://${')'.repeat(4_000)}`,
  'https://x'.repeat(450),
  `http://a.example/${'('.repeat(3_900)}`,
  '.'.repeat(4_000),
])('a message made to be slow is split whole', (message) => {
  expect(
    findLinks(message)
      .map(({ text }) => text)
      .join(''),
  ).toBe(message);
});
