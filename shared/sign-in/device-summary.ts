/** First that fits wins: every browser also says that it is an older one. */
const browsers: [string, RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Opera', /\b(OPR|Opera)\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
]

const systems: [string, RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac(intosh| OS)/],
  ['Linux', /\bLinux\b/],
]

const nameIn = (names: [string, RegExp][], agent: string) =>
  names.find(([, pattern]) => pattern.test(agent))?.[0] ?? ''

/**
 * The kind of browser and device of a session, in Dutch, so that somebody knows their own: "Chrome op Android". Of the agent
 * itself nothing is kept. Empty when neither is known.
 */
export function deviceSummary(userAgent: string | undefined): string {
  const agent = (userAgent ?? '').slice(0, 1000)
  return [nameIn(browsers, agent), nameIn(systems, agent)].filter(Boolean).join(' op ')
}
