import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsNarrow } from './narrow.ts';
import classes from './side-panel.module.css';

interface BesidesProps {
  children: ReactNode;
  panel: ReactNode;
}

/** A list with a panel at its right, both in use; in narrow windows an open panel takes the whole screen. */
export function WithPanel({ children, panel }: BesidesProps) {
  const isNarrow = useIsNarrow();
  if (isNarrow && panel !== null) return panel;
  return (
    <div className={classes.both}>
      <div className={classes.list}>{children}</div>
      {panel}
    </div>
  );
}

interface SidePanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What stands at the right of a list and tells more about what is chosen in it. Escape closes it. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const { t } = useTranslation('shell');
  const isNarrow = useIsNarrow();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isInOverlay(event.target)) onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside className={classes.panel} aria-label={title} data-narrow={isNarrow}>
      <header className={classes.head}>
        {isNarrow ? (
          <ActionIcon aria-label={t('back')} onClick={onClose}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        ) : null}
        <span className={classes.title}>{title}</span>
        {isNarrow ? null : (
          <ActionIcon aria-label={t('close')} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.body} tabIndex={0} aria-label={title}>
        {children}
      </section>
    </aside>
  );
}

/** Menus and dialogs close themselves by Escape first. */
function isInOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"], [role="dialog"], [role="listbox"]') !== null;
}
