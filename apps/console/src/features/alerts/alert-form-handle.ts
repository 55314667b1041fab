import type { UseFormReturnType } from '@mantine/form';
import type { AlertValues } from './alert-values.ts';

/** The form of an alert, as its parts are given it. */
export type AlertFormHandle = UseFormReturnType<AlertValues>;
