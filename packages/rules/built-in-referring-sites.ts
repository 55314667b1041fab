import type { ReferringSite } from '@foyer/protocol/referring-site';

const site = (name: string, hosts: string[], phraseParameter: string | null = null): ReferringSite => ({
  name,
  hosts,
  phraseParameter,
});

/** A domain and everything below it. */
const domain = (...names: string[]): string[] => names.flatMap((name) => [name, `*.${name}`]);

/**
 * The referring sites of a new site, which its staff can edit. Order counts, since the first match wins: a mailbox or an
 * assistant stands before the search engine whose domain it shares. A phrase parameter marks a search engine. Hosts
 * such as `com.google.android.gm` are those of `android-app:` referrers.
 */
export const builtInReferringSites: readonly ReferringSite[] = [
  // Mail
  site('Gmail', ['mail.google.com', 'com.google.android.gm']),
  site('Outlook', ['outlook.live.com', 'outlook.office.com', 'outlook.office365.com', '*.mail.live.com']),
  site('Yahoo Mail', ['mail.yahoo.com', '*.mail.yahoo.com', 'mail.yahoo.co.jp']),
  site('Proton Mail', ['mail.proton.me', 'mail.protonmail.com']),
  site('GMX', domain('gmx.net', 'gmx.com', 'gmx.de')),
  site('WEB.DE', domain('web.de')),
  site('iCloud Mail', ['www.icloud.com']),
  site('Yandex Mail', ['mail.yandex.*']),
  site('Zoho Mail', ['mail.zoho.*']),
  site('Fastmail', domain('fastmail.com')),

  // AI assistants
  site('ChatGPT', [...domain('chatgpt.com'), 'chat.openai.com']),
  site('Perplexity', domain('perplexity.ai')),
  site('Copilot', ['copilot.microsoft.com', 'copilot.cloud.microsoft', 'm365.cloud.microsoft']),
  site('Gemini', ['gemini.google.com', 'bard.google.com']),
  site('Google AI Studio', ['aistudio.google.com', 'notebooklm.google.com']),
  site('Claude', domain('claude.ai')),
  site('Grok', domain('grok.com')),
  site('DeepSeek', domain('deepseek.com')),
  site('Mistral', ['chat.mistral.ai']),
  site('Meta AI', domain('meta.ai')),
  site('Poe', domain('poe.com')),
  site('You.com', domain('you.com')),
  site('Phind', domain('phind.com')),
  site('Kimi', domain('kimi.com')),

  // Video, before the search engine whose pattern takes its application's host
  site('YouTube', [...domain('youtube.com'), 'youtu.be', 'com.google.android.youtube']),

  // Search engines
  site('Google', ['*.google.*', 'google.*'], 'q'),
  site('Bing', [...domain('bing.com'), '*.bing.*'], 'q'),
  site('DuckDuckGo', [...domain('duckduckgo.com'), 'com.duckduckgo.mobile.android'], 'q'),
  site('Yahoo', ['search.yahoo.*', '*.search.yahoo.*', ...domain('yahoo.com', 'yahoo.co.jp')], 'p'),
  site('Yandex', [...domain('ya.ru'), 'yandex.*', '*.yandex.*'], 'text'),
  site('Baidu', domain('baidu.com'), 'wd'),
  site('Ecosia', domain('ecosia.org'), 'q'),
  site('Startpage', domain('startpage.com'), 'query'),
  site('Brave Search', ['search.brave.com'], 'q'),
  site('Qwant', domain('qwant.com'), 'q'),
  site('Naver', domain('naver.com'), 'query'),
  site('Daum', domain('daum.net'), 'q'),
  site('Seznam', domain('seznam.cz'), 'q'),
  site('Sogou', domain('sogou.com'), 'query'),
  site('360 Search', domain('so.com'), 'q'),
  site('Kagi', domain('kagi.com'), 'q'),
  site('Mojeek', domain('mojeek.com'), 'q'),
  site('Swisscows', domain('swisscows.com'), 'query'),
  site('MetaGer', domain('metager.de', 'metager.org'), 'eingabe'),
  site('Ask', domain('ask.com'), 'q'),
  site('AOL', ['search.aol.com', 'search.aol.*'], 'q'),
  site('Dogpile', domain('dogpile.com'), 'q'),
  site('Mail.ru', ['go.mail.ru'], 'q'),
  site('Coc Coc', domain('coccoc.com'), 'query'),
  site('T-Online', ['suche.t-online.de'], 'q'),
  site('Lycos', ['search.lycos.com'], 'q'),
  site('Wikipedia', domain('wikipedia.org')),

  // Social networks and communities
  site('Facebook', [...domain('facebook.com', 'fb.com', 'fb.me'), 'com.facebook.katana']),
  site('Instagram', [...domain('instagram.com'), 'com.instagram.android']),
  site('Threads', domain('threads.net', 'threads.com')),
  site('X', [...domain('x.com', 'twitter.com'), 't.co', 'com.twitter.android']),
  site('LinkedIn', [...domain('linkedin.com'), 'lnkd.in', 'com.linkedin.android']),
  site('TikTok', domain('tiktok.com')),
  site('Reddit', [...domain('reddit.com'), 'redd.it', 'com.reddit.frontpage']),
  site('Pinterest', ['pinterest.*', '*.pinterest.*', 'pin.it']),
  site('Bluesky', [...domain('bsky.app'), 'go.bsky.app']),
  site('Mastodon', domain('mastodon.social', 'mastodon.online')),
  site('Xing', domain('xing.com')),
  site('VK', domain('vk.com', 'vk.ru')),
  site('Odnoklassniki', domain('ok.ru')),
  site('Weibo', domain('weibo.com', 'weibo.cn')),
  site('Snapchat', domain('snapchat.com')),
  site('Quora', domain('quora.com')),
  site('Medium', domain('medium.com')),
  site('Hacker News', ['news.ycombinator.com']),
  site('Stack Overflow', domain('stackoverflow.com')),
  site('GitHub', domain('github.com')),
  site('Product Hunt', domain('producthunt.com')),
  site('Vimeo', domain('vimeo.com')),
  site('Twitch', domain('twitch.tv')),

  // Messengers
  site('WhatsApp', [...domain('whatsapp.com'), 'com.whatsapp']),
  site('Telegram', ['t.me', ...domain('telegram.org'), 'org.telegram.messenger']),
  site('Slack', [...domain('slack.com'), 'com.slack']),
  site('Discord', domain('discord.com')),
  site('Microsoft Teams', ['teams.microsoft.com', 'teams.live.com', '*.teams.cdn.office.net']),
  site('Messenger', domain('messenger.com')),
];
