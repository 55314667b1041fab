/** The invite images that come with Foyer, in the order in which they are offered (S-007). Each is `gallery:NAME`. */
export const galleryImages = [
  'hand',
  'expert',
  'question',
  'bubble',
  'bell',
  'discount',
  'delivery',
  'welcome-back',
  'wait',
  'call',
  'compare',
  'basket',
  'idea',
  'team',
  'plain-dark',
  'plain-light',
] as const;
export type GalleryImage = (typeof galleryImages)[number];
