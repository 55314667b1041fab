import { ActionIcon, Loader, Popover, Tooltip } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChatOptions } from './chat-options-api.ts';

const EmojiGrid = lazy(async () => ({ default: (await import('./emoji-grid.tsx')).EmojiGrid }));

/** Opens the emoji selector, where the site has it on (S-085). It is fetched when it is first opened. */
export function EmojiButton({ siteId, onChosen }: { siteId: string; onChosen: (emoji: string) => void }) {
  const { t } = useTranslation('chatOptions');
  const { emojiSelector } = useChatOptions(siteId);
  const [isOpen, setIsOpen] = useState(false);
  /** Who has chosen goes on writing; who has not is back where they came from. */
  const [hasChosen, setHasChosen] = useState(false);
  const toggle = (opens: boolean) => {
    setHasChosen(false);
    setIsOpen(opens);
  };
  if (!emojiSelector) return null;
  return (
    <Popover opened={isOpen} onChange={toggle} position="top-start" trapFocus returnFocus={!hasChosen} shadow="md">
      <Popover.Target>
        <Tooltip label={t('emoji.open')} disabled={isOpen}>
          <ActionIcon aria-label={t('emoji.open')} onClick={() => toggle(!isOpen)}>
            <IconMoodSmile size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('emoji.label')}>
        <Suspense fallback={<Loader size="sm" />}>
          <EmojiGrid
            onChosen={(emoji) => {
              setHasChosen(true);
              setIsOpen(false);
              onChosen(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
