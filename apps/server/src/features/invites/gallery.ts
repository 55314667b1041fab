import { galleryImages } from '@foyer/protocol/gallery';

/** Whether `image` (as in an invite document) names a gallery image that exists. */
export function isGalleryImage(image: string): boolean {
  return galleryImages.some((name) => image === `gallery:${name}`);
}

/** Id of the uploaded image that an invite names, or null. */
export function uploadIn(image: string): string | null {
  return image.startsWith('upload:') ? image.slice('upload:'.length) : null;
}

/** Path of an invite's image on our origin. */
export function imagePath(siteId: string, image: string): string {
  const upload = uploadIn(image);
  return upload === null ? `/gallery/${image.slice('gallery:'.length)}.png` : `/invite-images/${siteId}/${upload}.webp`;
}
