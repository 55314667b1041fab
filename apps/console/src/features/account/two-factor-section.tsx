import { Button, Modal } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { refreshTwoFactor, renewRecoveryCodes, turnOffTwoFactor, twoFactorQuery } from './account-api.ts';
import { PasswordAgain } from './password-again.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './two-factor.module.css';
import { TwoFactorSetup } from './two-factor-setup.tsx';

/** One's own second factor: set up, new recovery codes, off. */
export function TwoFactorSection() {
  const { t } = useTranslation('account');
  const me = useMe();
  const state = useQuery(twoFactorQuery);
  const [open, setOpen] = useState<'setUp' | 'turnOff' | 'codes' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    setOpen(null);
    setCodes(null);
    void refreshTwoFactor();
  };
  const title = open === 'setUp' ? t('setUpTitle') : open === 'codes' ? t('newCodes') : t('turnOffTitle');
  return (
    <Section title={t('twoFactor')} about={t('twoFactorAbout')}>
      {state.isPending ? (
        <Loading />
      ) : state.isError ? (
        <Failure error={state.error} onRetry={() => void state.refetch()} />
      ) : state.data.on ? (
        <div className={classes.state}>
          <span className={classes.mark} data-on="true">
            <IconShieldCheck size={18} aria-hidden /> {t('twoFactorOn')}
          </span>
          <span className={classes.left}>{t('codesLeft', { count: state.data.recoveryCodesLeft })}</span>
          <Button variant="default" onClick={() => setOpen('codes')}>
            {t('newCodes')}
          </Button>
          <Button variant="default" onClick={() => setOpen('turnOff')}>
            {t('turnOff')}
          </Button>
        </div>
      ) : (
        <div className={classes.state}>
          <span className={classes.mark}>
            <IconShieldOff size={18} aria-hidden /> {t('twoFactorOff')}
          </span>
          {me.hasPassword ? (
            <Button onClick={() => setOpen('setUp')}>{t('turnOn')}</Button>
          ) : (
            <span className={classes.left}>{t('needPassword')}</span>
          )}
        </div>
      )}
      <Modal
        opened={open !== null}
        onClose={close}
        title={title}
        // What is shown once must not go by a click beside it.
        closeOnClickOutside={open === 'turnOff'}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {open === 'setUp' ? <TwoFactorSetup onDone={close} /> : null}
        {open === 'turnOff' ? (
          <PasswordAgain
            text={t('turnOffText')}
            button={t('turnOff')}
            act={turnOffTwoFactor}
            onDone={() => {
              notifyDone(t('turnedOff'));
              close();
            }}
          />
        ) : null}
        {open === 'codes' && codes === null ? (
          <PasswordAgain text={t('newCodesText')} button={t('newCodes')} act={renewRecoveryCodes} onDone={setCodes} />
        ) : null}
        {open === 'codes' && codes !== null ? <RecoveryCodes codes={codes} onKept={close} /> : null}
      </Modal>
    </Section>
  );
}
