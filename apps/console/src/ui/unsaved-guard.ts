import { modals } from '@mantine/modals';
import i18next from 'i18next';
import { useCallback, useEffect, useRef } from 'react';
import { navigate, usePathname } from 'wouter/use-browser-location';

/** Forms with changes that are not saved. */
const unsaved = new Set<symbol>();
let isAsking = false;

/**
 * Asks before this form's changes are lost by going elsewhere. The answer lets go at once, for a form that has been
 * saved or given up and goes elsewhere itself.
 */
export function useUnsavedGuard(isDirty: boolean): () => void {
  const form = useRef(Symbol('form'));
  useEffect(() => {
    const { current } = form;
    if (isDirty) unsaved.add(current);
    return () => {
      unsaved.delete(current);
    };
  }, [isDirty]);
  return useCallback(() => {
    unsaved.delete(form.current);
  }, []);
}

/** Does `leave` at once where nothing is lost by it, else when the person says so. */
export function leaveForm(leave: () => void): void {
  if (unsaved.size === 0) {
    leave();
    return;
  }
  if (isAsking) return;
  isAsking = true;
  modals.openConfirmModal({
    title: i18next.t('settings:unsavedTitle'),
    children: i18next.t('settings:unsaved'),
    labels: { confirm: i18next.t('settings:unsavedLeave'), cancel: i18next.t('settings:unsavedStay') },
    confirmProps: { color: 'red' },
    closeButtonProps: { 'aria-label': i18next.t('shell:close') },
    onConfirm: () => {
      unsaved.clear();
      leave();
    },
    onClose: () => {
      isAsking = false;
    },
  });
}

const guardedNavigate: typeof navigate = (to, options) => leaveForm(() => navigate(to, options));

/** The browser's address for the router; going elsewhere asks first where something would be lost. */
export function useGuardedLocation(): [string, typeof navigate] {
  return [usePathname(), guardedNavigate];
}

addEventListener('beforeunload', (event) => {
  if (unsaved.size > 0) event.preventDefault();
});

// Back and forward: only browsers with the Navigation API let a page ask first.
window.navigation?.addEventListener('navigate', (event) => {
  if (event.navigationType !== 'traverse' || !event.cancelable || unsaved.size === 0) return;
  const { key } = event.destination;
  event.preventDefault();
  leaveForm(() => void window.navigation.traverseTo(key));
});
