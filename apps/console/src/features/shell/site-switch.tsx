import { Menu, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { chosenSiteId, useSite } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Mark } from '../../ui/mark.tsx';
import { leaveForm } from '../../ui/unsaved-guard.ts';
import classes from './rail.module.css';

/** The site that the screens are about; a choice when there are several. */
export function SiteSwitch() {
  const { t } = useTranslation('shell');
  const { sites } = useMe();
  const site = useSite();
  const name = site?.name ?? 'Foyer';
  const face = (
    <>
      <Mark size={22} />
      <span className={classes.siteName}>{name}</span>
    </>
  );
  if (sites.length < 2) return <div className={classes.site}>{face}</div>;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.site} aria-label={t('siteSwitch', { name })}>
          {face}
          <IconSelector size={14} className={classes.selector} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('chooseSite')}</Menu.Label>
        <Menu.RadioGroup value={site?.id ?? ''} onChange={(id) => leaveForm(() => chosenSiteId.set(id))}>
          {sites.map((one) => (
            <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick>
              {one.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
