import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the invite images that come with Foyer. */
export const galleryFolder = fileURLToPath(new URL('../../../../visitor/gallery/', import.meta.url));

const images: readonly string[] = readdirSync(galleryFolder)
  .filter((file) => file.endsWith('.png'))
  .map((file) => file.slice(0, -'.png'.length))
  .sort();

/** Names of the gallery's images. */
export function listGalleryImages(): string[] {
  return [...images];
}

/** Whether `image` (as in an invite document) names a gallery image that exists. */
export function isGalleryImage(image: string): boolean {
  const [kind, name] = image.split(':');
  return kind === 'gallery' && name !== undefined && images.includes(name);
}

/** Path of an invite's image on our origin. */
export function imagePath(image: string): string {
  return `/gallery/${image.split(':')[1] ?? ''}.png`;
}
