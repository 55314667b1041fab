import { useTranslation } from 'react-i18next';

/** A group as it is called: `holdOut`, `invite` with the name of the invite, or a variant with its own. */
export function useGroupName(): (group: string, inviteName: string | null) => string {
  const { t } = useTranslation('experiments');
  return (group, inviteName) => {
    if (group === 'holdOut') return t('group.holdOut');
    if (inviteName === null) return t('group.gone');
    return group === 'invite' ? t('group.itself', { name: inviteName }) : inviteName;
  };
}

/** Place of a group among the colours: the hold-out, the invite itself, then the looks that are tried. */
export function toneOf(group: string, variants: readonly { readonly inviteId: string | null }[]): string {
  if (group === 'holdOut' || group === 'invite') return group;
  return `look${variants.findIndex(({ inviteId }) => inviteId === group) + 1}`;
}
