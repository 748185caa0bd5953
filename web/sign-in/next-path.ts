/** The page to open after signing in, as shared's NextPath has it: only a path on this site. Null for anything else. */
export const nextPath = (asked: string | null | undefined): string | null =>
  asked && asked.length <= 300 && /^\/(?![/\\])[^\p{Cc}\p{Surrogate}]*$/u.test(asked) ? asked : null
