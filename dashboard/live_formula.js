// Fills the gaps of a formula that KaTeX has set, for the place where the bar stands, in the bar's own frame.

const fromHex = (color) => (/^#ab[0-9a-f]{4}$/.test(color) ? parseInt(color.slice(3), 16) : null)
const fromRgb = (color) => {
  const parts = /^rgb\(171, (\d+), (\d+)\)$/.exec(color)
  return parts && Number(parts[1]) * 256 + Number(parts[2])
}

export default function ({ data }) {
  const { tracks, numbers, places, container } = data
  const forms = Math.max(...places.map(([form]) => form)) + 1
  let at = { ...data.at, ...(window.labAt ?? {}) }

  // A number with its power of ten raised; what is there already is left alone.
  const fill = (gap, text) => {
    if (gap.textContent === text.replace("^", "")) return
    const [plain, power] = text.split("^")
    gap.textContent = plain
    if (power === undefined) return
    if (gap.closest("math")) { gap.append(power); return }
    const raised = gap.appendChild(document.createElement("sup"))
    raised.textContent = power.replace(")", "")
    if (power.endsWith(")")) gap.append(")")
  }

  // KaTeX sets the columns of a formula one after the other, so each gap is known by its colour, which goes.
  const gapsOf = (box) => {
    for (const element of box.querySelectorAll(".katex-html [style*=color], [mathcolor]")) {
      const isSpoken = element.hasAttribute("mathcolor")
      const number = isSpoken ? fromHex(element.getAttribute("mathcolor")) : fromRgb(element.style.color)
      if (number === null) continue
      element.dataset.gap = number
      if (isSpoken) element.removeAttribute("mathcolor")
      else element.style.color = ""
    }
    return box.querySelectorAll("[data-gap]")
  }

  // The bar of the page that comes or goes may stand where this formula has no place.
  const placeOn = ({ name, places: count }) => (at[name] < count ? at[name] : data.at[name] ?? 0)

  const write = () => {
    const place = tracks.reduce((sum, track) => sum * track.places + placeOn(track), 0)
    const [form, ...gaps] = places[place]
    for (let k = 0; k < forms; k++) {
      const box = document.querySelector(`.${container}-${k}`)
      if (!box) continue
      if (k === form) for (const gap of gapsOf(box)) fill(gap, numbers[gaps[gap.dataset.gap]])
      box.dataset.formula = k === form ? "shown" : "hidden"
    }
  }

  const follow = ({ detail }) => { at = { ...at, ...detail.at }; write() }
  // React sets a formula after this has run for the first time, and may set it anew.
  const isOurs = ({ target }) => {
    const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target
    return element?.closest(`[class*="${container}-"]`)
  }
  const watcher = new MutationObserver((changes) => { if (changes.some(isOurs)) write() })
  watcher.observe(document.body, { childList: true, characterData: true, subtree: true })
  window.addEventListener("lab:at", follow)
  write()
  return () => {
    watcher.disconnect()
    window.removeEventListener("lab:at", follow)
  }
}
