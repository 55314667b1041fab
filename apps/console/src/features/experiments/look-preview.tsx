import type { Invite } from '@foyer/protocol/invite';
import { ActionIcon } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { FullSizePlay } from '../invites/full-size-play.tsx';
import { InviteImage } from '../invites/invite-image.tsx';
import { toInviteValues, toPreviewFrame } from '../invites/invite-values.ts';
import classes from './look-preview.module.css';

interface LookPreviewProps {
  siteId: string;
  /** How the group is called. */
  title: string;
  /** Null: nothing is shown. */
  invite: Invite | null;
}

/** What the visitors of a group see: picture and text, and the way to play it. */
export function LookPreview({ siteId, title, invite }: LookPreviewProps) {
  const { t } = useTranslation('experiments');
  const [isPlaying, setPlaying] = useState(false);
  if (invite === null)
    return (
      <div className={classes.look}>
        <span className={classes.nothing} aria-hidden />
        <p className={classes.words}>
          <span>{title}</span>
          <span className={classes.text}>{t('group.nothing')}</span>
        </p>
      </div>
    );
  const { headline, line, button } = invite.overlay;
  const text = [headline, line, button].flatMap((one) => (one === null ? [] : [one.text])).join(' · ');
  return (
    <div className={classes.look}>
      <InviteImage siteId={siteId} image={invite.image} size={44} />
      <p className={classes.words}>
        <Link href={`/settings/invites/${invite.id}`}>{title}</Link>
        <span className={classes.text}>{text === '' ? invite.altText : text}</span>
      </p>
      <ActionIcon aria-label={t('play', { name: invite.name })} onClick={() => setPlaying(true)}>
        <IconPlayerPlayFilled size={14} />
      </ActionIcon>
      <FullSizePlay
        isOpen={isPlaying}
        invite={toPreviewFrame(toInviteValues(invite), siteId)}
        onClose={() => setPlaying(false)}
      />
    </div>
  );
}
