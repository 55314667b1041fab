import { z } from 'zod';
import type { AskedSurveys, SurveyFormName } from './survey.ts';
import type { WindowSettings } from './visitor-socket.ts';

/** What the console asks of the page that shows a form as the chat window draws it, by `postMessage`. */
export interface SurveyPreviewRequest {
  type: 'show';
  form: SurveyFormName;
  surveys: AskedSurveys;
  settings: WindowSettings;
  language: string;
  /** What stands below the form when it is sent, which nothing comes of. */
  sent: string;
}

/** What that page tells the console. */
export const surveyPreviewReportSchema = z.object({ type: z.literal('ready') });
export type SurveyPreviewReport = z.infer<typeof surveyPreviewReportSchema>;
