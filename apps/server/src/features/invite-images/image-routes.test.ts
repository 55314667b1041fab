import type { Invite } from '@foyer/protocol/invite';
import { type InviteImage, inviteImageLimits } from '@foyer/protocol/invite-image';
import type { Site } from '@foyer/protocol/site';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator } from '../../testing/world.ts';
import { removeDeletedImages } from './find-invite-image.ts';

const red = { r: 200, g: 20, b: 30, alpha: 1 };
const picture = (width = 60, height = 40, background: object = red) =>
  sharp({ create: { width, height, channels: 4, background: background as typeof red } });
const png = (await picture().png().toBuffer()) as Buffer;
const octets = { 'content-type': 'application/octet-stream' };

describe.each(appsOnStores)('S-003 images for invites on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const images = `/api/v1/sites/${site.id}/invite-images`;
    const upload = (body: Buffer, name = 'Ours') =>
      server.http.inject({
        method: 'POST',
        url: `${images}?name=${encodeURIComponent(name)}`,
        headers: { cookie: admin.cookie, ...octets },
        payload: body,
      });
    return {
      siteId: site.id,
      images,
      invites: `/api/v1/sites/${site.id}/invites`,
      upload,
      uploaded: async (body: Buffer, name = 'Ours') => {
        const answer = await upload(body, name);
        if (answer.statusCode !== 201) throw new Error(answer.body);
        return answer.json() as InviteImage;
      },
      list: async () => (await admin.must<{ items: InviteImage[] }>('GET', images)).items,
      fetch: (id: string, headers: Record<string, string> = {}) =>
        server.http.inject({ method: 'GET', url: `/invite-images/${site.id}/${id}.webp`, headers }),
    };
  }

  test('an image is made anew, served to everybody for ever, and never as it was sent', async () => {
    const site = await openSite();
    const sent = await picture(80, 30)
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer();
    const image = await site.uploaded(sent, 'Sale');
    expect(image).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      version: 1,
      name: 'Sale',
      width: 80,
      height: 30,
      bytes: expect.any(Number),
      wasAnimated: false,
      uploadedAt: expect.any(Number),
      usedBy: [],
    });
    expect(await site.list()).toEqual([image]);
    const served = await site.fetch(image.id);
    expect([served.statusCode, served.headers]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'cross-origin',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      }),
    ]);
    expect(served.rawPayload.length).toBe(image.bytes);
    expect(served.rawPayload.includes('secret place')).toBe(false);
    expect(await sharp(served.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 80, height: 30 });
    expect((await sharp(served.rawPayload).metadata()).exif).toBeUndefined();
    const again = await site.fetch(image.id, { 'if-none-match': String(served.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await site.fetch('f'.repeat(32))).statusCode).toBe(404);
    expect((await site.fetch('../hand')).statusCode).toBe(404);
  });

  test('what is transparent and exact stays so; a picture on its side is turned; a huge one is made smaller', async () => {
    const site = await openSite();
    const exact = await site.uploaded(await picture(3, 2, { r: 10, g: 20, b: 30, alpha: 0.5 }).png().toBuffer());
    const { data } = await sharp((await site.fetch(exact.id)).rawPayload)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).toEqual([10, 20, 30, 128]);
    const sideways = await picture(60, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await site.uploaded(sideways)).toMatchObject({ width: 40, height: 60 });
    expect(await site.uploaded(await picture(4000, 1000).png().toBuffer())).toMatchObject({ width: 1600, height: 400 });
  });

  test('of a moving picture the first is kept, and it is said', async () => {
    const site = await openSite();
    const frames = await Promise.all(
      ['#d00', '#0d0', '#00d'].map((background) =>
        sharp({ create: { width: 20, height: 10, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const image = await site.uploaded(gif);
    expect(image).toMatchObject({ wasAnimated: true, width: 20, height: 10 });
    const kept = sharp((await site.fetch(image.id)).rawPayload);
    expect((await kept.metadata()).pages ?? 1).toBe(1);
    expect([...(await kept.raw().toBuffer()).subarray(0, 3)]).toEqual([221, 0, 0]);
  });

  const bomb = 6_000; // larger ones take the test longer to draw than the server to refuse
  test.each<[what: string, body: () => Buffer | Promise<Buffer>, status: number, error: RegExp]>([
    [
      'R-138 an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      400,
      /^image: is no PNG, JPEG, GIF or WebP picture/,
    ],
    [
      'R-130 HTML that is called a picture',
      () => Buffer.from('<html><script>alert(1)</script></html>'),
      400,
      /^image: is no PNG/,
    ],
    ['R-137 TIFF', () => picture().tiff().toBuffer(), 400, /its content is image\/tiff/],
    ['R-137 AVIF', () => picture().avif().toBuffer(), 400, /its content is image\/avif/],
    ['R-137 a broken picture', () => png.subarray(0, png.length - 20), 400, /^image: cannot be read: it is damaged/],
    [
      'R-136 more pixels than may be',
      () => picture(bomb, 20).png().toBuffer(),
      400,
      /has 6000 × 20 pixels; at most 4096/,
    ],
    [
      'more than 1 MB',
      () => Buffer.concat([png, Buffer.alloc(inviteImageLimits.bytes)]),
      413,
      /^image: is larger than 1 MB$/,
    ],
    ['nothing', () => Buffer.alloc(0), 400, /is no PNG/],
  ])('refused: %s', async (_what, body, status, error) => {
    const site = await openSite();
    const answer = await site.upload(await body());
    expect([answer.statusCode, errorsOf(answer)]).toEqual([status, [expect.stringMatching(error)]]);
    expect(await site.list()).toEqual([]);
  });

  test('G-19 a bomb of pixels is refused by its header, before it is drawn', async () => {
    const site = await openSite();
    const flat = await sharp({
      create: { width: bomb, height: bomb, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9, palette: true, colours: 2 })
      .toBuffer();
    expect(flat.length).toBeLessThan(inviteImageLimits.bytes);
    const answer = await site.upload(flat);
    expect([answer.statusCode, errorsOf(answer)]).toEqual([400, [expect.stringMatching(/has 6000 × 6000 pixels/)]]);
  });

  test('only bytes are taken, and a name is needed', async () => {
    const site = await openSite();
    expect((await admin.call('POST', `${site.images}?name=X`, { body: { image: 'x' } })).statusCode).toBe(415);
    expect((await site.upload(png, '')).statusCode).toBe(400);
  });

  test('the same picture is one and the same; another site has none of it', async () => {
    const [site, other] = [await openSite(), await openSite()];
    const one = await site.uploaded(png, 'One');
    expect(await site.uploaded(png, 'Two')).toEqual(one);
    expect((await other.fetch(one.id)).statusCode).toBe(404);
    const invite = { name: 'Hello', altText: 'Hello', image: `upload:${one.id}` };
    const answer = await admin.call('POST', other.invites, { body: invite });
    expect([answer.statusCode, errorsOf(answer)]).toEqual([
      400,
      ['image: is no image of this site; it may have been deleted'],
    ]);
  });

  test('it is renamed, by its version', async () => {
    const site = await openSite();
    const { id } = await site.uploaded(png);
    expect(await admin.must('PUT', `${site.images}/${id}`, { name: 'New', version: 1 })).toMatchObject({
      name: 'New',
      version: 2,
    });
    const stale = await admin.call('PUT', `${site.images}/${id}`, { body: { name: 'Newer', version: 1 } });
    expect(stale.statusCode).toBe(409);
    expect((await site.list())[0]?.name).toBe('New');
  });

  test('one that is the logo of the chat window is not deleted either', async () => {
    const site = await openSite();
    const { id } = await site.uploaded(png);
    const siteUrl = site.images.replace(/\/invite-images$/, '');
    const {
      id: _id,
      key: _key,
      codeSeenAt: _at,
      codeSeenUrl: _url,
      ...fields
    } = await admin.must<Site>('GET', siteUrl);
    const chatWindow = { ...fields.chatWindow, logo: `upload:${id}` };
    await admin.must('PUT', siteUrl, { ...fields, chatWindow });
    expect((await site.list())[0]?.usedBy).toEqual([{ id: 'chat-window', name: 'Chat window' }]);
    expect((await admin.call('DELETE', `${site.images}/${id}`)).statusCode).toBe(409);
  });

  test('one that an invite shows is not deleted, and the invite is named; else it goes, and comes back', async () => {
    const site = await openSite();
    const { id } = await site.uploaded(png);
    const invite = await admin.must<Invite>('POST', site.invites, {
      name: 'Hello',
      altText: 'Hello',
      image: `upload:${id}`,
    });
    expect((await site.list())[0]?.usedBy).toEqual([{ id: invite.id, name: 'Hello' }]);
    const refused = await admin.call('DELETE', `${site.images}/${id}`);
    expect([refused.statusCode, refused.json().detail]).toEqual([
      409,
      '“Hello” shows this image; choose another image there first',
    ]);
    await admin.must('DELETE', `${site.invites}/${invite.id}?version=1`);
    await admin.must('DELETE', `${site.images}/${id}`);
    expect(await site.list()).toEqual([]);
    // Pages that show it still can; new invites can't.
    expect((await site.fetch(id)).statusCode).toBe(200);
    const late = await admin.call('POST', site.invites, { body: { name: 'X', altText: 'X', image: `upload:${id}` } });
    expect(late.statusCode).toBe(400);
    expect((await admin.must<InviteImage>('POST', `${site.images}/${id}/restore`)).id).toBe(id);
    expect((await admin.call('POST', `${site.images}/${id}/restore`)).statusCode).toBe(409);
    expect(await site.list()).toHaveLength(1);
    await admin.must('DELETE', `${site.images}/${id}`);
    await removeDeletedImages(server.storage.db, Date.now() + 86_400_000 + 60_000);
    expect((await site.fetch(id)).statusCode).toBe(404);
    expect((await admin.call('POST', `${site.images}/${id}/restore`)).statusCode).toBe(404);
  });

  test('R-140 a site has no more than its share', async () => {
    const site = await openSite();
    const rows = Array.from({ length: inviteImageLimits.perSite }, (_, index) => ({
      site_id: site.siteId,
      id: String(index).padStart(32, '0'),
      version: 1,
      name: `Image ${index}`,
      width: 1,
      height: 1,
      bytes: 1,
      was_animated: 0,
      uploaded_at: index,
      deleted_at: null,
      content: new Uint8Array([index]),
    }));
    await server.storage.db.insertInto('invite_image').values(rows).execute();
    const answer = await site.upload(png);
    expect([answer.statusCode, answer.json().detail]).toEqual([
      409,
      'A site can have at most 100 images; delete one first',
    ]);
  });

  test('an operator sees the images, and changes none', async () => {
    const site = await openSite();
    const { id } = await site.uploaded(png);
    const { caller } = await addOperator({ http: server.http, admin }, 'image reader', 'operator', [site.siteId]);
    expect(await caller.must('GET', site.images)).toMatchObject({ items: [{ id }] });
    expect((await caller.call('DELETE', `${site.images}/${id}`)).statusCode).toBe(403);
    const sent = await server.http.inject({
      method: 'POST',
      url: `${site.images}?name=X`,
      headers: { cookie: caller.cookie, ...octets },
      payload: png,
    });
    expect(sent.statusCode).toBe(403);
  });
});
