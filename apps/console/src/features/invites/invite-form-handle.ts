import type { UseFormReturnType } from '@mantine/form';
import type { InviteValues } from './invite-values.ts';

/** The designer's form. */
export type InviteFormHandle = UseFormReturnType<InviteValues>;
