export { sumStatusTimes } from './status-log-repository.ts';
