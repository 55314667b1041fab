import classes from './invite-image.module.css';

/** An invite's image, small. Decorative: the invite's name stands beside it. */
export function InviteImage({ image, size }: { image: string; size: number }) {
  const [kind, name] = image.split(':');
  return (
    <span className={classes.frame} style={{ width: size * 1.4, height: size }}>
      {kind === 'gallery' ? <img src={`/gallery/${name}.png`} alt="" className={classes.image} loading="lazy" /> : null}
    </span>
  );
}
