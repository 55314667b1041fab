export { countOpenChats, hasChats, listChats, listOpenChats, markAllVisitorsLeft } from './chat-repository.ts';
