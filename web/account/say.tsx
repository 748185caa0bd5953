import { createSignal, Show } from 'solid-js'
import { problemText } from '../sign-in/problem-text.ts'
import { Alert } from '../ui/state-blocks.tsx'

/** The message of one part of the page: what was done, or why not. Place `Said` once. */
export function createSay() {
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  const say = (text: string, tone: 'ok' | 'error' = 'ok') => setMessage(text ? { tone, text } : null)
  const Said = () => (
    <div aria-live="polite">
      <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
    </div>
  )
  /** Does something and says how it went. */
  const attempt = async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await act()
      say(done)
      return true
    } catch (error) {
      say(problemText(error), 'error')
      return false
    }
  }
  return { say, Said, attempt }
}
