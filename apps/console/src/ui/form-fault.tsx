import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

/** What was wrong with a form as a whole; nothing when nothing was. */
export function FormFault({ text }: { text: ReactNode }) {
  if (text === undefined || text === null || text === '') return null;
  return (
    <Alert color="red" role="alert" py="xs">
      {text}
    </Alert>
  );
}
