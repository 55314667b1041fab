/** Address of an invite's image, as invites name it, on our origin. */
export function imageUrl(siteId: string, image: string): string {
  const [kind, name] = image.split(':');
  return kind === 'upload' ? `/invite-images/${siteId}/${name}.webp` : `/gallery/${name}.png`;
}
