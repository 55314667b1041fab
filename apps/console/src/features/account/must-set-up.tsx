import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { Mark } from '../../ui/mark.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { refreshTwoFactor } from './account-api.ts';
import classes from './two-factor.module.css';
import { TwoFactorSetup } from './two-factor-setup.tsx';

/** In place of everything, while the installation asks an administrator for a second factor that they don't have. */
export function MustSetUp() {
  const { t } = useTranslation('account');
  useEffect(() => {
    document.title = `${t('setUpTitle')} — Foyer`;
  }, [t]);
  const leave = () => void signOut().catch((error: unknown) => notifyFailed(errorText(error)));
  return (
    <main className={classes.must}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1 className={classes.title}>{t('mustTitle')}</h1>
        <p className={classes.lead}>{t('mustText')}</p>
        <TwoFactorSetup onDone={() => void refreshTwoFactor()} />
        <Button variant="subtle" mt="md" onClick={leave}>
          {t('signOut', { ns: 'shell' })}
        </Button>
      </div>
    </main>
  );
}
