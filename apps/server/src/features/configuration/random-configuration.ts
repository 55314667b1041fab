import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';

/** Few names, so that several documents have one. */
const name = fc.constantFrom('Help', 'Help (2)', 'Sale', 'Überall ☕', 'a', 'All visitors');
const patterns = fc.array(fc.constantFrom('sales.htm', 'support/*.*', '*source=adwords', 'x/*; y'), { maxLength: 3 });
const engines = fc.constantFrom<'anywhere' | string[]>('anywhere', ['Google'], ['Bing', 'google']);

const condition = fc.oneof(
  fc.record({
    variable: fc.constant('visit.pages'),
    operator: fc.constantFrom('>=', '='),
    value: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({
    variable: fc.constant('place.country'),
    operator: fc.constant('isOneOf'),
    value: fc.constantFrom(['GB'], ['FR', 'Ireland']),
  }),
  fc.record({
    variable: fc.constant('visitor.variable'),
    name: fc.constantFrom('plan', 'size'),
    operator: fc.constant('isSet'),
  }),
);
const conditions = fc.option(
  fc.oneof(
    fc.record({ all: fc.array(condition, { maxLength: 3 }) }),
    fc.record({
      any: fc.array(fc.oneof(condition, fc.record({ none: fc.array(condition, { maxLength: 2 }) })), { maxLength: 3 }),
    }),
  ),
);

const webp = (red: number) =>
  sharp({ create: { width: 20, height: 10, channels: 4, background: { r: red, g: 20, b: 30, alpha: 0.5 } } })
    .webp({ lossless: true })
    .toBuffer();
/** Images as they are when they have been uploaded. */
export const uploads = (await Promise.all([200, 100].map(webp))).map((content) => ({
  image: `upload:${createHash('sha256').update(content).digest('hex').slice(0, 32)}`,
  content: content.toString('base64'),
}));

const invite = fc.record(
  {
    name,
    altText: fc.constantFrom('Chat', 'Ask us'),
    image: fc.constantFrom('gallery:hand', 'gallery:question', ...uploads.map(({ image }) => image)),
    enabled: fc.boolean(),
    width: fc.constantFrom(null, 300, '40%'),
    end: fc.constantFrom('top-left', { x: '10px', y: '5%' }),
    autoSend: fc.record({ enabled: fc.boolean(), pages: patterns, conditions }),
    click: fc.constantFrom({}, { survey: { b: '1', a: '2', 10: 'ten' } }),
  },
  { requiredKeys: ['name', 'altText'] },
);

/** Documents that send an invite name one that there is. */
const sending = (invites: readonly { name: string }[]) => fc.constantFrom(null, ...invites.map((one) => one.name));

/** A file that leaves out *All visitors* keeps it as it is, and so what it sends: here it sends nothing. */
const alert = (invites: readonly { name: string }[]) =>
  anyAlert(invites).map(({ actions, ...one }) => ({
    ...one,
    ...(actions ? { actions: one.name === 'All visitors' ? { ...actions, invite: null } : actions } : {}),
  }));

const anyAlert = (invites: readonly { name: string }[]) =>
  fc.record(
    {
      name,
      enabled: fc.boolean(),
      color: fc.constantFrom(null, '#2f9e44'),
      searchEngines: engines,
      entryPages: patterns,
      conditions,
      paid: fc.constantFrom(null, { cost: { fixed: '0.50' }, clickFraud: { entriesPerDay: 3 } }),
      actions: fc.record({ invite: sending(invites), popup: fc.boolean() }),
    },
    { requiredKeys: ['name'] },
  );

const prospectRule = (invites: readonly { name: string }[]) =>
  fc.record(
    {
      name,
      minPages: fc.constantFrom(null, 3),
      minMinutes: fc.constantFrom(null, 0.5),
      specificPages: fc.array(fc.constantFrom('a.htm OR b.htm', 'c'), { maxLength: 2 }),
      conditions,
      activation: fc.constantFrom('oncePerVisit', 'everyTime'),
      actions: fc.record({ invite: sending(invites), sms: fc.boolean() }),
    },
    { requiredKeys: ['name'] },
  );

/** Some that run and some that do not, each invite tried by one at most; files name them by their labels. */
const experimentsOn = (invites: readonly { name: string }[]) => {
  const names = [...new Set(invites.map((one) => one.name))].filter((one) => !one.endsWith(')'));
  return fc.shuffledSubarray(names, { maxLength: Math.min(3, names.length) }).chain((tried) =>
    fc.tuple(
      ...tried.map((inviteId) =>
        fc.record(
          {
            name,
            inviteId: fc.constant(inviteId),
            enabled: fc.boolean(),
            holdOutPercent: fc.constantFrom(10, 50),
            variants: fc.constantFrom(
              [],
              names.filter((one) => one !== inviteId).map((one) => ({ inviteId: one, percent: 5 })),
            ),
            goal: fc.constantFrom('customer', 'revenue'),
          },
          { requiredKeys: ['name', 'inviteId', 'holdOutPercent'] },
        ),
      ),
    ),
  );
};

const notifications = fc.record(
  {
    emails: fc.constantFrom([], ['ann@shop.example', 'bob@shop.example']),
    emailVisitors: fc.boolean(),
    smtp: fc.constantFrom(
      null,
      { host: '9.9.9.25', from: { address: 'shop@shop.example' } },
      { host: '9.9.9.25', user: 'shop', from: { name: 'Shop', address: 'shop@shop.example' }, password: 'hush' },
    ),
    sms: fc.constantFrom(null, {
      url: 'https://9.9.9.26/sms',
      body: 'To={{to}}&Body={{text}}',
      countries: ['+44'],
      headers: [
        { name: 'Authorization', secret: true },
        { name: 'X-Plain', value: 'plain' },
      ],
    }),
    webhook: fc.constantFrom(null, { url: 'https://9.9.9.27/hook', enabled: false }),
  },
  { requiredKeys: [] },
);

/** One with each of these names, in any order. */
const withNames = <Fields extends object>(names: readonly string[], fields: fc.Arbitrary<Fields>) =>
  fc
    .shuffledSubarray([...names])
    .chain((chosen) => fc.tuple(...chosen.map((one) => fields.map((of) => ({ name: one, ...of })))));

/** The images that these invites show, under any names. */
const images = (invites: readonly { image?: string }[]) => {
  const shown = uploads.filter(({ image }) => invites.some((one) => one.image === image));
  return fc
    .tuple(...shown.map(({ content }) => fc.record({ name, content: fc.constant(content) })))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
};

const optionId = (digit: number) => `018f6b1e-7a3c-7c4e-9d2a-00000000000${digit}`;
const wrapUp = fc.record(
  {
    enabled: fc.boolean(),
    required: fc.boolean(),
    shows: fc.constantFrom('start', 'end', 'close'),
    type: fc.constantFrom('buttons', 'menu'),
    options: fc.constantFrom(
      [{ id: optionId(1), label: 'Sale' }],
      [
        { id: optionId(2), label: 'Sale', options: [{ id: optionId(1), label: 'Lamps', archived: true }] },
        { id: optionId(3), label: 'Support' },
      ],
    ),
    link: fc.constantFrom({}, { url: 'https://crm.example/?chat={chat.id}&back={callback}', completedBy: 'callback' }),
  },
  { requiredKeys: ['options'] },
);

const tags = withNames(
  ['Überall ☕', 'a', 'B', 'order', 'Émile', 'zebra'],
  fc.record(
    {
      color: fc.constantFrom('#1c7ed6', '#ABCDEF'),
      description: fc.constantFrom('', 'what for'),
      takesValue: fc.boolean(),
      archived: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
);

const chatOptions = fc.record(
  {
    pendingLevelOneSeconds: fc.constantFrom(0, 10),
    pendingLevelTwoSeconds: fc.constantFrom(0, 120),
    typingPreview: fc.boolean(),
    monitorsShown: fc.boolean(),
    typingNotice: fc.record({ enabled: fc.boolean() }),
  },
  { requiredKeys: [] },
);

/** Rules name departments and skills that are there. */
const routingOf = (departments: readonly { name: string }[], skills: readonly { name: string }[]) => {
  const departmentId = departments[0]?.name ?? null;
  const skillIds = skills.map(({ name }) => name);
  const conditions = { all: [{ variable: 'visit.pages', operator: '>=', value: 2 }] };
  return fc.record(
    {
      strategy: fc.constantFrom('ringAll', 'leastBusy', 'rotate'),
      forced: fc.boolean(),
      fallback: fc.constantFrom({}, { missed: { enabled: true } }),
      rules: fc.constantFrom(
        ...[[], [{ name: 'Readers', conditions, departmentId, skillIds }]].slice(
          0,
          departmentId === null && skillIds.length === 0 ? 1 : 2,
        ),
      ),
    },
    { requiredKeys: [] },
  );
};
const surveys = fc.constantFrom(
  {},
  { preChat: { enabled: false } },
  { postChat: { enabled: true, rating: { style: 'thumbs' } } },
  {
    preChat: {
      title: 'Before we start',
      questions: [
        { type: 'select', name: 'topic', label: 'Topic', choices: [{ value: 'order', label: 'An order' }] },
        {
          type: 'text',
          name: 'order',
          label: 'Order number',
          required: true,
          pattern: '^[0-9]+$',
          shownIf: { answers: [{ question: 'topic', operator: 'is', value: 'order' }] },
          translations: { de: { label: 'Bestellnummer' } },
        },
      ],
    },
  },
);

const clientForm = fc.constantFrom(
  {},
  { title: 'CRM' },
  { enabled: true, url: 'https://crm.example/{chat.id}', display: 'split' },
  { url: 'https://crm.example/?mail={visitor.email}', personalData: true },
);

const openingHours = fc.constantFrom(
  {},
  { enabled: true, week: { saturday: [{ from: '10:00', to: '24:00' }] } },
  {
    exceptions: [
      { date: '2026-12-25', name: 'Christmas' },
      { date: '2026-12-31', hours: [{ from: '09:00', to: '12:00' }] },
    ],
  },
);

const privacy = fc.constantFrom(
  {},
  { mode: 'session', consent: 'required', retention: { visits: 30, notes: 7 } },
  { addresses: 'cut', parameters: { keep: 'only', names: ['page'] } },
);

const contentGroups = fc.constantFrom(
  {},
  { groups: [{ name: 'Sales', pages: ['sales/*'] }] },
  {
    groups: [
      { name: 'Help', pages: ['help/*', 're:^support'] },
      { name: 'Sales', pages: ['*sale*'] },
    ],
  },
);

const cannedResponse = fc.record(
  {
    title: name,
    folder: fc.constantFrom([], ['Sales'], ['Sales', 'Old']),
    body: fc.constantFrom('Hello {visitor.name}!', 'Bye'),
  },
  { requiredKeys: ['title', 'body'] },
);

const reportSchedule = fc.record(
  {
    name,
    reportIds: fc.constantFrom(['visits'], ['chats', 'countries']),
    range: fc.constantFrom('yesterday', 'lastMonth'),
    every: fc.constantFrom('day', 'week', 'month'),
    monthDay: fc.constantFrom(1, 31),
    recipients: fc.constantFrom(['ann@example.com'], ['ann@example.com', 'bob@example.com']),
    enabled: fc.boolean(),
  },
  { requiredKeys: ['name', 'reportIds', 'recipients'] },
);

const departments = withNames(['Sales', 'überall', 'a', 'Zoo'], fc.constantFrom({}, { description: 'what for' }));
const skills = withNames(['English', 'Français', 'b'], fc.constantFrom({}, { group: 'Languages' }));

/** All documents of a site, as somebody might write them in a file: with or without the fields that have defaults. */
export const arbitrarySections = fc
  .tuple(fc.array(invite, { maxLength: 4 }), departments, skills)
  .chain(([invites, departments, skills]) =>
    fc.record({
      site: fc.record(
        {
          allowedOrigins: fc.constantFrom([], ['https://Shop.example']),
          timeZone: fc.constantFrom('Europe/Paris', 'America/Lima'),
          chatWindow: fc.record({ title: fc.constantFrom('Chat', 'Ask') }),
        },
        { requiredKeys: [] },
      ),
      referringSites: fc.constantFrom(null, [
        { name: 'Google', hosts: ['google.*'], phraseParameter: 'q' },
        { name: 'Bing', hosts: ['bing.com'] },
      ]),
      departments: fc.constant(departments),
      skills: fc.constant(skills),
      images: images(invites),
      invites: fc.constant(invites),
      alerts: fc.array(alert(invites), { maxLength: 4 }),
      prospectRules: fc.array(prospectRule(invites), { maxLength: 3 }),
      experiments: experimentsOn(invites),
      exclusions: fc.record(
        { pages: patterns, countries: fc.constantFrom([], ['GB', 'France']) },
        { requiredKeys: [] },
      ),
      notifications,
      wrapUp,
      tags,
      tagSettings: fc.constantFrom({}, { operatorsMayAdd: true }),
      chatOptions,
      routing: routingOf(departments, skills),
      surveys,
      clientForm,
      openingHours,
      privacy,
      contentGroups,
      cannedFiles: fc.constant([]),
      cannedResponses: fc.array(cannedResponse, { maxLength: 4 }),
      reportSchedules: fc.array(reportSchedule, { maxLength: 3 }),
    }),
  );
