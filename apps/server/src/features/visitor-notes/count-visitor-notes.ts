export { countVisitorNotes } from './visitor-note-repository.ts';
