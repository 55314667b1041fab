/** Vite takes style sheets out of the script into a file of their own. */
declare module '*.css';
