import { useMediaQuery } from '@mantine/hooks';

/** Whether the window is as narrow as a telephone's: one pane at a time, bar at the bottom. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 48em)', matchMedia('(max-width: 48em)').matches) ?? false;
}
