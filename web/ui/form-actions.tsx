/** The end of a form: the button that sends it, and the way out. */
export function FormActions(props: { submit: string; cancel: string; onCancel: () => void }) {
  return (
    <div class="actions">
      <button type="submit" class="button button--primary">
        {props.submit}
      </button>
      <button type="button" class="button" onClick={() => props.onCancel()}>
        {props.cancel}
      </button>
    </div>
  )
}
