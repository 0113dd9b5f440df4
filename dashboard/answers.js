// Keeps the answers of a session in the browser, and gives them back to a session that begins with nothing.

const NAME = "lambda-lab-answers"

const kept = () => {
  try {
    return JSON.parse(window.localStorage.getItem(NAME)) ?? {}
  } catch (error) { // a browser that keeps nothing, or something that is not ours
    if (error instanceof SyntaxError || error instanceof DOMException) return {}
    throw error
  }
}

let given = false

export default function ({ data, setStateValue }) {
  const answers = data.answers
  const before = kept()
  if (!given) {
    given = true
    const missing = Object.entries(before).some(([lesson, acts]) =>
      Object.keys(acts).some((act) => answers[lesson]?.[act] === undefined))
    if (missing) { setStateValue("answers", before); return }
  }
  try {
    window.localStorage.setItem(NAME, JSON.stringify(answers))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
