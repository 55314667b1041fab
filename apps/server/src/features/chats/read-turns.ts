export { readTurns } from './chat-routing-repository.ts';
