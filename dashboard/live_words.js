// Puts sentences together from templates and numbers, for the place where the bar stands, in the bar's own frame.

const GAP = "\0"
const HEARD_AFTER = 700 // milliseconds at rest, after which a screen reader is told

export default function ({ parentElement, data }) {
  const words = parentElement.querySelector(".words")
  const heard = parentElement.querySelector(".heard")
  let resting = 0

  // The bar of the page that comes or goes may stand where these words have no place.
  const placeOn = ({ name, places }, at) => (at[name] < places ? at[name] : data.at[name] ?? 0)

  const sentence = ({ tracks, templates, numbers, places }, at) => {
    const place = tracks.reduce((sum, track) => sum * track.places + placeOn(track, at), 0)
    const [template, ...gaps] = places[place]
    const parts = templates[template].split(GAP)
    return parts.map((part, k) => (k ? numbers[gaps[k - 1]] : "") + part).join("")
  }

  // **bold** and nothing else of Markdown, and the terms of the glossary, each once; the rest stays text.
  const show = (line, text, terms) => {
    if (line.dataset.text === text) return
    line.dataset.text = text
    const left = new Map(Object.entries(terms))
    line.replaceChildren(...text.split("**").flatMap((part, k) => {
      if (k % 2 === 0) return withTerms(part, left)
      const bold = document.createElement("b")
      bold.append(...withTerms(part, left))
      return [bold]
    }))
  }

  const placeOf = (word, text) =>
    text.search(new RegExp(`(?<![A-Za-z])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z])`))

  const withTerms = (text, left) => {
    const found = [...left.keys()].map((word) => [placeOf(word, text), word]).filter(([place]) => place >= 0)
    if (!found.length) return [document.createTextNode(text)]
    const [place, word] = found.reduce((one, other) => (other[0] < one[0] ? other : one))
    const term = document.createElement("dfn")
    term.tabIndex = 0
    term.title = left.get(word)
    term.textContent = word
    left.delete(word)
    return [document.createTextNode(text.slice(0, place)), term, ...withTerms(text.slice(place + word.length), left)]
  }

  const move = (at) => {
    const texts = data.lines.map((line) => sentence(line, at))
    while (words.children.length < texts.length) words.append(document.createElement("p"))
    while (words.children.length > texts.length) words.lastChild.remove()
    texts.forEach((text, k) => show(words.children[k], text, data.lines[k].terms))
    clearTimeout(resting)
    resting = setTimeout(() => { heard.textContent = words.textContent }, HEARD_AFTER)
  }

  const follow = ({ detail }) => move({ ...data.at, ...detail.at })
  window.addEventListener("lab:at", follow)
  move({ ...data.at, ...(window.labAt ?? {}) })
  return () => {
    clearTimeout(resting)
    window.removeEventListener("lab:at", follow)
  }
}
