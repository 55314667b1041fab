import classes from './placeholder-list.module.css';

interface PlaceholderListProps {
  label: string;
  items: readonly { id: string; meaning: string; isOff?: boolean | undefined }[];
  /** Says what a click does, for those who only hear it. */
  insertLabel: (id: string) => string;
  onInsert: (id: string) => void;
}

/** Placeholders with their meaning; each goes into the field by a click. */
export function PlaceholderList({ label, items, insertLabel, onInsert }: PlaceholderListProps) {
  return (
    <section className={classes.box} aria-label={label}>
      <ul className={classes.list}>
        {items.map(({ id, meaning, isOff = false }) => (
          <li key={id} className={classes.row} data-off={isOff}>
            <button
              type="button"
              className={classes.insert}
              aria-label={insertLabel(id)}
              // The field keeps its focus, and with it the place of the cursor.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onInsert(id)}
            >
              {`{${id}}`}
            </button>
            <span className={classes.meaning}>{meaning}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
