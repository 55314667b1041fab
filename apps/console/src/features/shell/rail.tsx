import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { signOut, useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { forgetDrafts } from '../inbox/chat-draft.ts';
import { countPending } from '../inbox/chat-list.ts';
import { inbox } from '../inbox/inbox.ts';
import { TeamCount } from '../team/team-count.tsx';
import { isWithin, type Place, settingsPlace, workPlaces } from './places.ts';
import classes from './rail.module.css';
import { isHelpOpen } from './shortcuts.ts';
import { SiteSwitch } from './site-switch.tsx';
import { StatusSwitch } from './status-switch.tsx';

/** The left side: site, places, status. */
export function Rail() {
  const { t } = useTranslation('shell');
  const me = useMe();
  return (
    <div className={classes.rail}>
      <SiteSwitch />
      <nav className={classes.nav} aria-label={t('navigation')}>
        <ul>
          {workPlaces.map((place) => (
            <PlaceLink key={place.id} place={place} />
          ))}
          {me.role === 'administrator' ? <PlaceLink place={settingsPlace} /> : null}
        </ul>
      </nav>
      <RailFoot />
    </div>
  );
}

/** Status, and what concerns the person rather than the place. */
export function RailFoot() {
  return (
    <div className={classes.foot}>
      <StatusSwitch />
      <div className={classes.tools}>
        <SchemeToggle />
        <HelpButton />
        <AccountMenu />
      </div>
    </div>
  );
}

function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  const isHere = isWithin(location, place);
  const Icon = place.icon;
  return (
    <li>
      <Link href={place.href} className={classes.place} aria-current={isHere ? 'page' : undefined} title={t(place.id)}>
        <Icon size={18} stroke={1.7} aria-hidden />
        <span className={classes.placeText}>{t(place.id)}</span>
        {place.id === 'chats' ? <PendingCount /> : null}
        {place.id === 'team' ? <TeamCount /> : null}
      </Link>
    </li>
  );
}

/** How many chats wait to be picked up, in the rail and in the bottom bar. */
export function PendingCount() {
  const { t } = useTranslation('shell');
  const count = useStore(inbox, (state) => countPending(state.chats));
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden>{count}</span>
      <span className="visually-hidden">{t('pendingCount', { count })}</span>
    </span>
  );
}

/** Light or dark. */
export function SchemeToggle() {
  const { t } = useTranslation('shell');
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? t('lightMode') : t('darkMode');
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
        {isDark ? <IconSun size={16} /> : <IconMoon size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

function HelpButton() {
  const { t } = useTranslation('shell');
  return (
    <Tooltip label={t('shortcuts')}>
      <ActionIcon aria-label={t('shortcuts')} onClick={() => isHelpOpen.set(true)}>
        <IconKeyboard size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Who is signed in, and signing out. */
export function AccountMenu() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const leave = () =>
    void signOut()
      .then(forgetDrafts)
      .catch((error: unknown) => notifyFailed(errorText(error)));
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t('account', { name: me.name })} variant="light" radius="xl">
          <span className={classes.initial} aria-hidden>
            {me.name.slice(0, 1).toUpperCase()}
          </span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}
          <br />
          {me.email}
        </Menu.Label>
        <Menu.Item leftSection={<IconUserCircle size={15} />} component={Link} href="/account">
          {t('myAccount')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={leave}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
