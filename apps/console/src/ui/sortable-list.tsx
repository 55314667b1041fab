import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sortable-list.module.css';

interface SortableListProps<Item> {
  /** Says what the list holds, for screen readers. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  /** A row without its handle. */
  children: (item: Item) => ReactNode;
  /** Told the new order. */
  onOrder: (items: Item[]) => void;
  /** Rows that stay last, as list items. */
  after?: ReactNode;
  /** False while only some of the items are shown: places would mean nothing. */
  movable?: boolean;
}

/** A list whose entries are put in order by mouse, touch and keyboard. */
export function SortableList<Item>(props: SortableListProps<Item>) {
  const { label, items, keyOf, nameOf, children, onOrder, after, movable = true } = props;
  const { t } = useTranslation('shell');
  const ids = useMemo(() => items.map(keyOf), [items, keyOf]);
  const names = useMemo(() => new Map(items.map((item) => [keyOf(item), nameOf(item)])), [items, keyOf, nameOf]);
  const announcements = useAnnouncements(ids, names);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    const from = ids.indexOf(String(active.id));
    const to = ids.indexOf(String(over?.id));
    if (from !== -1 && to !== -1 && from !== to) onOrder(arrayMove([...items], from, to));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('sortable.hint') } }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={label}>
          {items.map((item) => (
            <Row key={keyOf(item)} id={keyOf(item)} name={nameOf(item)} movable={movable}>
              {children(item)}
            </Row>
          ))}
          {after}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface RowProps {
  id: string;
  name: string;
  movable: boolean;
  children: ReactNode;
}

function Row({ id, name, movable, children }: RowProps) {
  const { t } = useTranslation('shell');
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, transition, isDragging } = useSortable({
    id,
    disabled: !movable,
  });
  return (
    <li
      ref={setNodeRef}
      className={classes.row}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      data-dragging={isDragging}
    >
      {movable ? (
        <ActionIcon
          ref={setActivatorNodeRef}
          className={classes.handle ?? ''}
          {...attributes}
          {...listeners}
          aria-label={t('sortable.move', { name })}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
      ) : null}
      {children}
    </li>
  );
}

/** A row of such a list that stays where it is; `mark` takes the place of the handle. */
export function FixedRow({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.row}>
      <span className={classes.fixed}>{mark}</span>
      {children}
    </li>
  );
}

function useAnnouncements(ids: readonly string[], names: ReadonlyMap<string, string>): Announcements {
  const { t } = useTranslation('shell');
  return useMemo(() => {
    const name = (id: string | number) => names.get(String(id)) ?? '';
    const moved = (id: string | number, over: string | number) =>
      t('sortable.moved', { name: name(id), place: ids.indexOf(String(over)) + 1, count: ids.length });
    return {
      onDragStart: ({ active }) => t('sortable.lifted', { name: name(active.id) }),
      onDragOver: ({ active, over }) => (over === null ? undefined : moved(active.id, over.id)),
      onDragEnd: ({ active, over }) => moved(active.id, over?.id ?? active.id),
      onDragCancel: ({ active }) => t('sortable.cancelled', { name: name(active.id) }),
    };
  }, [ids, names, t]);
}
