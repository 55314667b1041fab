/** Body of the thread that `loadOrganisations` starts: files in, packed table out. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { compileOrganisations } from './compile-organisations.ts';
import { packOrganisations } from './organisation-table.ts';

const { ipv4File, ipv6File, source }: { ipv4File: string; ipv6File: string; source: number } = workerData;
const ranges = compileOrganisations(readFileSync(ipv4File), readFileSync(ipv6File));
const bytes = packOrganisations(ranges, source);
parentPort?.postMessage(bytes, [bytes.buffer]);
