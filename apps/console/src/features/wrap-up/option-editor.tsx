import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  type DragMoveEvent,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { maxOptionDepth, type WrapUpOption } from '@foyer/protocol/wrap-up';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './option-editor.module.css';
import { OptionEditorRow } from './option-editor-row.tsx';
import { addAfter, depthOfDrop, dropOption, idsBelow, newOption, toRows } from './option-tree.ts';

interface OptionEditorProps {
  options: WrapUpOption[];
  onChange: (options: WrapUpOption[]) => void;
  /** Ids of options that chats have. */
  used: ReadonlySet<string>;
  /** Faults by option id. */
  faults: Readonly<Record<string, string>>;
}

/** So many pixels to the right are one level. */
const levelPx = 24;

/** Right and left change the level, up and down the place. */
const coordinates: KeyboardCoordinateGetter = (event, context) => {
  const step = event.code === 'ArrowRight' ? levelPx : event.code === 'ArrowLeft' ? -levelPx : 0;
  if (step === 0) return sortableKeyboardCoordinates(event, context);
  event.preventDefault();
  return { ...context.currentCoordinates, x: context.currentCoordinates.x + step };
};

/** The options as a tree to edit: add, rename, nest, move, archive. */
export function OptionEditor({ options, onChange, used, faults }: OptionEditorProps) {
  const { t } = useTranslation('wrapUp');
  const [freshId, setFreshId] = useState<string | null>(null);
  const [drag, setDrag] = useState<{ id: string; overId: string; depth: number } | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: coordinates }),
  );
  const all = toRows(options);
  const dragged = all.find(({ option }) => option.id === drag?.id);
  const hidden = new Set(dragged === undefined ? [] : idsBelow(dragged.option));
  const rows = all.filter(({ option }) => !hidden.has(option.id));

  const depthAt = ({ active, over, delta }: DragMoveEvent | DragEndEvent) => {
    const depth = all.find(({ option }) => option.id === active.id)?.depth ?? 0;
    const wanted = depth + Math.round(delta.x / levelPx);
    return { overId: String(over?.id ?? active.id), wanted };
  };
  const follow = (event: DragMoveEvent) => {
    const id = String(event.active.id);
    const { overId, wanted } = depthAt(event);
    setDrag({ id, overId, depth: depthOfDrop(options, id, overId, wanted, maxOptionDepth) });
  };
  const drop = (event: DragEndEvent) => {
    setDrag(null);
    const { overId, wanted } = depthAt(event);
    onChange(dropOption(options, String(event.active.id), overId, wanted, maxOptionDepth));
  };
  const add = (afterId: string | null) => {
    const fresh = newOption();
    setFreshId(fresh.id);
    onChange(addAfter(options, afterId, fresh));
  };
  const announcements = useAnnouncements(all, drag);
  return (
    <div className={classes.editor}>
      {all.length === 0 ? (
        <p className={classes.empty}>{t('optionsEmpty')}</p>
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragStart={({ active }) => setDrag({ id: String(active.id), overId: String(active.id), depth: 0 })}
          onDragMove={follow}
          onDragOver={follow}
          onDragEnd={drop}
          onDragCancel={() => setDrag(null)}
          accessibility={{ announcements, screenReaderInstructions: { draggable: t('moveHint') } }}
        >
          <SortableContext items={rows.map(({ option }) => option.id)} strategy={verticalListSortingStrategy}>
            <ul className={classes.list} aria-label={t('tree')}>
              {rows.map(({ option, depth }, index) => (
                <OptionEditorRow
                  key={option.id}
                  row={{ option, depth: option.id === drag?.id ? drag.depth : depth }}
                  number={index + 1}
                  options={options}
                  isFresh={option.id === freshId}
                  isUsed={used.has(option.id)}
                  fault={faults[option.id]}
                  onChange={onChange}
                  onAddAfter={() => add(option.id)}
                  onAdded={setFreshId}
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      )}
      {faults[''] === undefined ? null : (
        <p className={classes.fault} role="alert">
          {faults['']}
        </p>
      )}
      <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => add(null)}>
        {t('addOption')}
      </Button>
    </div>
  );
}

function useAnnouncements(rows: ReturnType<typeof toRows>, drag: { depth: number } | null): Announcements {
  const { t } = useTranslation('wrapUp');
  return useMemo(() => {
    const label = (id: string | number) =>
      rows.find(({ option }) => option.id === id)?.option.label.trim() || t('unnamed');
    const place = (id: string | number) => rows.findIndex(({ option }) => option.id === id) + 1;
    return {
      onDragStart: ({ active }) => t('lifted', { label: label(active.id) }),
      onDragMove: ({ active, over }) =>
        over === null
          ? undefined
          : t('movedTo', { label: label(active.id), place: place(over.id), level: (drag?.depth ?? 0) + 1 }),
      onDragOver: ({ active, over }) =>
        over === null
          ? undefined
          : t('movedTo', { label: label(active.id), place: place(over.id), level: (drag?.depth ?? 0) + 1 }),
      onDragEnd: ({ active, over }) => t('dropped', { label: label(active.id), place: place(over?.id ?? active.id) }),
      onDragCancel: ({ active }) => t('cancelled', { label: label(active.id) }),
    };
  }, [rows, drag, t]);
}
