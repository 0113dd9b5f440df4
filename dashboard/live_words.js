// Puts sentences together from templates and numbers, for the place where the bar stands, in the bar's own frame.

const GAP = "\0"
const HEARD_AFTER = 700 // milliseconds at rest, after which a screen reader is told

export default function ({ parentElement, data }) {
  const words = parentElement.querySelector(".words")
  const heard = parentElement.querySelector(".heard")
  let resting = 0

  const sentence = ({ tracks, templates, numbers, places }, at) => {
    const place = tracks.reduce((sum, track) => sum * track.places + (at[track.name] ?? 0), 0)
    const [template, ...gaps] = places[place]
    const parts = templates[template].split(GAP)
    return parts.map((part, k) => (k ? numbers[gaps[k - 1]] : "") + part).join("")
  }

  // **bold** and nothing else of Markdown; the rest stays text.
  const show = (line, text) => {
    if (line.dataset.text === text) return
    line.dataset.text = text
    line.replaceChildren(...text.split("**").map((part, k) => {
      if (k % 2 === 0) return document.createTextNode(part)
      const bold = document.createElement("b")
      bold.textContent = part
      return bold
    }))
  }

  const move = (at) => {
    const texts = data.lines.map((line) => sentence(line, at))
    while (words.children.length < texts.length) words.append(document.createElement("p"))
    while (words.children.length > texts.length) words.lastChild.remove()
    texts.forEach((text, k) => show(words.children[k], text))
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
