import { describe, expect, test } from 'vitest';
import { createEgressGuard, EgressRefused, type ResolveName } from './egress-guard.ts';

const publicAddress = '93.184.215.14';
const namesOf =
  (names: Record<string, string[]>): ResolveName =>
  async (host) => {
    const addresses = names[host];
    if (!addresses) throw Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
const resolve = namesOf({
  'hooks.example.com': [publicAddress],
  'xn--bcher-kva.example': [publicAddress],
  'six.example.com': ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.com': ['10.1.2.3'],
  'mixed.example.com': [publicAddress, '127.0.0.1'],
  'mixed-six.example.com': [publicAddress, '::1'],
  'empty.example.com': [],
  localhost: ['127.0.0.1', '::1'],
  'intranet.example.com': ['10.9.9.9'],
});
const verdict = (url: string, allow: string[] = []) =>
  createEgressGuard(allow, resolve)
    .checkUrl(url)
    .then(
      ({ addresses }) => addresses.map(({ address }) => address).join(' '),
      (error) => (error instanceof EgressRefused ? 'refused' : String(error.code)),
    );

describe('R-150, G-17 what is special', () => {
  test.each([
    ['loopback', ['127.0.0.1', '127.255.255.254', '[::1]']],
    ['loopback by odd integers', ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0x7f.1', '017700000001']],
    ['this network', ['0.0.0.0', '0', '0.1.2.3', '[::]']],
    ['private', ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '3232235521']],
    ['unique local', ['[fc00::1]', '[fd12:3456::1]']],
    ['shared by carriers', ['100.64.0.1', '100.127.255.255']],
    ['link-local', ['169.254.0.1', '[fe80::1]', '[febf::1]']],
    ['site-local', ['[fec0::1]']],
    [
      'metadata',
      ['169.254.169.254', '2852039166', '[fd00:ec2::254]', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
    ],
    ['multicast', ['224.0.0.1', '239.255.255.255', '[ff02::1]']],
    ['reserved and broadcast', ['240.0.0.1', '255.255.255.255']],
    ['documentation and benchmarks', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '[2001:db8::1]']],
    ['6to4 relays', ['192.88.99.1']],
    ['mapped', ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:10.0.0.1]', '[::ffff:93.184.215.14]']],
    ['compatible', ['[::127.0.0.1]']],
    ['NAT64', ['[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]']],
    ['6to4 and Teredo with an address inside', ['[2002:7f00:1::]', '[2001:0:7f00:1::]']],
    ['names', ['localhost', 'localhost.', 'LOCALHOST', 'inside.example.com', 'ｌｏｃａｌｈｏｓｔ']],
    ['names with one bad address among good ones', ['mixed.example.com', 'mixed-six.example.com']],
    ['names without an address', ['empty.example.com']],
  ])('%s', async (_what, hosts) => {
    for (const host of hosts)
      for (const scheme of ['http', 'https'])
        expect([host, await verdict(`${scheme}://${host}/hook`)]).toEqual([host, 'refused']);
  });

  test.each([
    ['a public name', 'https://hooks.example.com/x', publicAddress],
    ['a public name with a trailing dot', 'https://hooks.example.com./x', publicAddress],
    ['an international name', 'https://bücher.example/x', publicAddress],
    ['a public IPv6 address', 'http://six.example.com/', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
    ['a public address itself', 'http://93.184.215.14/', publicAddress],
    ['just outside of private networks', 'http://172.32.0.1/', '172.32.0.1'],
    ['just below the carriers’', 'http://100.63.255.255/', '100.63.255.255'],
    ['just below multicast', 'http://223.255.255.254/', '223.255.255.254'],
  ])('%s is not', async (_what, url, addresses) => {
    expect(await verdict(url)).toBe(addresses);
  });

  test('a name that nobody knows is an error of the resolver, not a refusal', async () => {
    expect(await verdict('https://nowhere.example.com/')).toBe('ENOTFOUND');
  });
});

describe('R-153 forms of addresses', () => {
  test.each([
    'https://user:pw@hooks.example.com/',
    'https://user@hooks.example.com/',
    'https://:pw@hooks.example.com/',
    'https://hooks.example.com@127.0.0.1/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'gopher://hooks.example.com/',
    'data:text/plain,x',
    'unix:/var/run/docker.sock',
    '//hooks.example.com/',
    'hooks.example.com',
    'http://',
    'http://[::1',
    'http://127.0.0.1:80:80/',
    ...[22, 25, 6379, 8080, 5432, 0, 65_535].map((port) => `http://hooks.example.com:${port}/`),
  ])('%s is refused', async (url) => {
    expect(await verdict(url)).toBe('refused');
  });

  test.each([
    'http://hooks.example.com:443/',
    'https://hooks.example.com:80/',
    'https://hooks.example.com:443/#part',
    'HTTPS://HOOKS.EXAMPLE.COM/%0d%0a',
    'https:hooks.example.com',
  ])('%s is allowed', async (url) => {
    expect(await verdict(url)).toBe(publicAddress);
  });
});

describe('what the owner of the installation allows', () => {
  test.each<[what: string, allow: string[], url: string, verdict: string]>([
    ['an address, on usual ports', ['10.1.2.3'], 'http://10.1.2.3/', '10.1.2.3'],
    ['but on no other port', ['10.1.2.3'], 'http://10.1.2.3:8080/', 'refused'],
    ['an address with a port', ['10.1.2.3:8080'], 'http://10.1.2.3:8080/', '10.1.2.3'],
    ['on that port only', ['10.1.2.3:8080'], 'http://10.1.2.3/', 'refused'],
    ['a network', ['10.0.0.0/8'], 'http://inside.example.com/', '10.1.2.3'],
    ['not the one beside it', ['10.2.0.0/16'], 'http://inside.example.com/', 'refused'],
    ['a network with a port', ['10.0.0.0/8:8443'], 'https://inside.example.com:8443/', '10.1.2.3'],
    ['a host by its name, wherever it is', ['Intranet.example.com'], 'http://intranet.example.com/', '10.9.9.9'],
    ['not another name of the same address', ['intranet.example.com'], 'http://10.9.9.9/', 'refused'],
    ['a public host on another port', ['hooks.example.com:8443'], 'https://hooks.example.com:8443/', publicAddress],
    ['IPv6 in brackets with a port', ['[::1]:8025'], 'http://[::1]:8025/', '::1'],
    ['IPv6 without', ['::1', '127.0.0.1'], 'http://localhost/', '127.0.0.1 ::1'],
    ['an IPv6 network', ['[fd00::/8]:81'], 'http://[fd00::5]:81/', 'fd00::5'],
    ['one of two addresses is not enough', ['127.0.0.1'], 'http://localhost/', 'refused'],
  ])('%s: %j', async (_what, allow, url, expected) => {
    expect(await verdict(url, allow)).toBe(expected);
  });

  test.each(['10.0.0.0/33', '10.0.0.0/x', 'a b', 'http://inside', '10.0.0.1:0', '10.0.0.1:99999', '[::1', 'a..b', '*'])(
    '%s cannot be read',
    (entry) => {
      expect(() => createEgressGuard([entry])).toThrow(entry);
    },
  );
});

test.each<[host: string, port: number, verdict: string]>([
  ['hooks.example.com', 587, 'allowed'],
  ['hooks.example.com', 2525, 'allowed'],
  ['hooks.example.com', 80, 'refused'],
  ['127.0.0.1', 25, 'refused'],
  ['2130706433', 25, 'refused'],
  ['localhost', 587, 'refused'],
  ['::1', 587, 'refused'],
])('R-150 a mail server at %s port %i is %s', async (host, port, expected) => {
  // The system's resolver reads odd integers as addresses.
  const guard = createEgressGuard([], (name) => (name === '2130706433' ? resolve('localhost') : resolve(name)));
  const checked = guard.checkHost(host, port, [25, 465, 587, 2525]);
  expect(
    await checked.then(
      () => 'allowed',
      (error) => (error instanceof EgressRefused ? 'refused' : error),
    ),
  ).toBe(expected);
});
