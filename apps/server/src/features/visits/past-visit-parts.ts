export { listPagesBefore, toSource } from './visit-repository.ts';
