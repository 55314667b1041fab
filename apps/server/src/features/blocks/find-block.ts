export { findBlock, liftExpired } from './block-repository.ts';
