export { countOpenChats, listChats, listOpenChats, markAllVisitorsLeft } from './chat-repository.ts';
