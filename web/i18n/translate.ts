import { resolveTemplate, translator } from '@solid-primitives/i18n'

/**
 * Makes a translator of one room's dictionary. Each room has its own file, so that the first visit carries only the words
 * it shows. Dutch (level B1) is the source; other languages follow as files beside it.
 */
export function wordsOf<Words extends Record<string, string>>(words: Words) {
  const translate = translator(() => words, resolveTemplate) as unknown as (
    key: string,
    values?: Record<string, string | number>,
  ) => string
  return (key: keyof Words & string, values?: Record<string, string | number>): string =>
    translate(key, values) ?? key
}
