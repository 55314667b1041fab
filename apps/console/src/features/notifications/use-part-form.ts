import type { Notifications, NotificationsChange, SavedNotifications } from '@foyer/protocol/notifications';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { changeNotifications, unchanged } from './notifications-api.ts';

interface PartFormOptions<Values> {
  siteId: string;
  notifications: Notifications;
  initialValues: Values;
  /** Paths of the fields as the server names them; of lists the list's. */
  fields: (values: Values) => readonly string[];
  /** What of the document this part is about. */
  toPart: (values: Values) => Partial<NotificationsChange>;
  /** The values after they are saved, such as without the password. */
  valuesAfter?: (values: Values, saved: SavedNotifications) => Values;
  onSaved?: (saved: SavedNotifications) => void;
}

interface PartForm<Values> {
  form: UseFormReturnType<Values>;
  save: { mutate: (values: Values) => void; error: unknown; isPending: boolean };
  isDirty: boolean;
  /** Goes on from what was saved otherwise than by this form. */
  rebase: (saved: SavedNotifications) => void;
  /** What the end of the form shows. */
  bar: { error: unknown; isBusy: boolean; fault: React.ReactNode; hasFieldFaults: boolean };
}

/** The form of one part of the notifications. Saving keeps all others, and fails when anybody has changed one meanwhile. */
export function usePartForm<Values extends Record<string, unknown>>({
  siteId,
  notifications,
  initialValues,
  fields,
  toPart,
  valuesAfter = (values) => values,
  onSaved,
}: PartFormOptions<Values>): PartForm<Values> {
  const { t: tShell } = useTranslation('shell');
  // What this form began with: somebody else's change meanwhile must end in a conflict, not be overwritten.
  const [base, setBase] = useState(notifications);
  const rebase = ({ webhookSecret: _secret, ...saved }: SavedNotifications) => setBase(saved);
  const form = useForm<Values>({ initialValues });
  const save = useMutation({
    mutationFn: (values: Values) => changeNotifications(siteId, { ...unchanged(base), ...toPart(values) }),
    onSuccess: (saved, values) => {
      rebase(saved);
      const after = valuesAfter(values, saved);
      form.setInitialValues(after);
      form.setValues(after);
      form.resetDirty(after);
      form.clearErrors();
      notifyDone(tShell('saved'));
      onSaved?.(saved);
    },
    onError: (error, values) => form.setErrors(fieldErrors(error, fields(values))),
  });
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  return {
    form: form as unknown as UseFormReturnType<Values>,
    save,
    isDirty,
    rebase,
    bar: {
      error: save.error,
      isBusy: save.isPending,
      fault: form.errors[''],
      hasFieldFaults: Object.keys(form.errors).length > 0,
    },
  };
}
