import type { Alert } from '@foyer/protocol/alert';
import type { ReferringSite } from '@foyer/protocol/referring-site';
import { foldText } from '@foyer/rules/fold-text';
import { ActionIcon, Badge, Button, Menu, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDots, IconEdit, IconTrash } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import classes from './referring-sites-page.module.css';

const shownHosts = 3;

interface ReferringSiteRowProps {
  site: ReferringSite;
  /** All of the site. */
  alerts: readonly Alert[];
  onEdit: () => void;
  onRemove: () => void;
}

/** A referring site in the list, with the alerts that ask for it. */
export function ReferringSiteRow({ site, alerts, onEdit, onRemove }: ReferringSiteRowProps) {
  const { t } = useTranslation('referringSites');
  const users = alerts.filter(
    ({ searchEngines }) =>
      searchEngines !== 'anywhere' && searchEngines.some((name) => foldText(name) === foldText(site.name)),
  );
  const first = site.hosts.slice(0, shownHosts).join(', ');
  const more = site.hosts.length - shownHosts;
  return (
    <>
      <div className={classes.words}>
        <button
          type="button"
          className={classes.name}
          data-list-item
          aria-label={t('edit', { name: site.name })}
          onClick={onEdit}
        >
          {site.name}
        </button>{' '}
        {site.phraseParameter === null ? null : (
          <Badge size="xs" variant="light" color="gray" tt="none">
            {t('phrase', { parameter: site.phraseParameter })}
          </Badge>
        )}
        <p className={classes.hosts}>{more > 0 ? t('moreHosts', { first, count: more }) : first}</p>
        {users.length === 0 ? null : (
          <p className={classes.hosts}>
            {t('usedBy')} <AlertLinks alerts={users} />
          </p>
        )}
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more', { name: site.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEdit size={14} aria-hidden />} onClick={onEdit}>
            {t('editAction')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() =>
              users.length === 0
                ? onRemove()
                : explainUse(
                    t('inUseTitle', { name: site.name }),
                    t('inUse'),
                    t('close'),
                    <AlertLinks alerts={users} />,
                  )
            }
          >
            {t('remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function AlertLinks({ alerts }: { alerts: readonly Alert[] }) {
  return alerts.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index === 0 ? '' : ', '}
      <Link href={`/settings/alerts/${id}`} onClick={() => modals.closeAll()}>
        “{name}”
      </Link>
    </Fragment>
  ));
}

/** Says why a site can't be deleted, and leads to the alerts. */
function explainUse(title: string, text: string, close: string, links: ReactNode): void {
  modals.open({
    title,
    closeButtonProps: { 'aria-label': close },
    children: (
      <>
        <Text size="sm">{text}</Text>
        <Text size="sm" mt="sm">
          {links}
        </Text>
        <Button mt="md" variant="default" onClick={() => modals.closeAll()}>
          {close}
        </Button>
      </>
    ),
  });
}
