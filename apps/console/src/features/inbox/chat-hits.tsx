import type { ChatHit } from '@foyer/protocol/chat-hit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { MarkedText } from '../../ui/marked-text.tsx';
import classes from './chat-hits.module.css';

interface ChatHitsProps {
  hits: readonly ChatHit[];
  /** Name that the visitor is shown by. */
  visitorName: string;
  /** Address at which a chat opens at an entry; 0: at its beginning. */
  hrefOf: (seq: number) => string;
}

/** Where a search found something in a chat: who wrote what, and the way there. */
export function ChatHits({ hits, visitorName, hrefOf }: ChatHitsProps) {
  const { t } = useTranslation('inbox');
  return (
    <ul className={classes.hits}>
      {hits.map((hit) => (
        <li key={hit.seq}>
          <Link href={hrefOf(hit.seq)} className={classes.hit}>
            <span className={classes.author}>{authorOf(hit)}: </span>
            <MarkedText text={hit.text} marks={hit.marks} />
          </Link>
        </li>
      ))}
    </ul>
  );

  function authorOf({ sender, isInternal }: ChatHit): string {
    if (sender === null) return t('hit.contact');
    const name = sender.kind === 'visitor' ? visitorName : (sender.name ?? t('automatic'));
    return isInternal ? t('hit.internal', { name }) : name;
  }
}
