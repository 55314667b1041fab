import { imageUrl } from './image-url.ts';
import classes from './invite-image.module.css';

interface InviteImageProps {
  siteId: string;
  image: string;
  size: number;
}

/** An invite's image, small. Decorative: the invite's name stands beside it. */
export function InviteImage({ siteId, image, size }: InviteImageProps) {
  return (
    <span className={classes.frame} style={{ width: size * 1.5, height: size }}>
      <img src={imageUrl(siteId, image)} alt="" className={classes.image} loading="lazy" />
    </span>
  );
}
