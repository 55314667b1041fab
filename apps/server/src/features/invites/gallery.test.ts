import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { galleryImages } from '@foyer/protocol/gallery';
import { expect, test } from 'vitest';
import { imagePath, isGalleryImage } from './gallery.ts';

const folder = fileURLToPath(new URL('../../../../visitor/gallery/', import.meta.url));

test('S-007 the gallery has at least 12 images, each drawn here and rendered', () => {
  expect(galleryImages.length).toBeGreaterThanOrEqual(12);
  const files = (ending: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length));
  expect(files('.png').sort()).toEqual([...galleryImages].sort());
  expect(files('.svg').sort()).toEqual([...galleryImages].sort());
});

test.each<[image: string, isInGallery: boolean, path: string]>([
  ['gallery:hand', true, '/gallery/hand.png'],
  ['gallery:nothing', false, '/gallery/nothing.png'],
  ['upload:hand', false, '/invite-images/site-1/hand.webp'],
])('S-001 %s', (image, isInGallery, path) => {
  expect([isGalleryImage(image), imagePath('site-1', image)]).toEqual([isInGallery, path]);
});
