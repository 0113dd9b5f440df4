// Makes the link of what is on the screen, copies it, and shows it as a QR code.
//
// The component is on every page (with `data.page`: it hears of key Q and shows the code), and once more in the
// menu, when that is open (the link to be copied). What both know stands here.

const places = new WeakMap()
const known = { page: null, choices: null, words: {} }
const codes = new Map() // link -> its QR code, "" where it is too long for one
const fields = new Set() // what shows the link

const OF_THE_VISIT = ["link", "vote", "join", "lecture", "hide", "embed", "embed_options"]

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".share")
  Object.assign(known, { choices: data.choices, words: data.words })
  if (data.page) known.page = data.page
  if (!places.has(parentElement)) places.set(parentElement, data.page ? makeCode(root) : makeField(root))
  const place = places.get(parentElement)
  place.ask = (link) => setTriggerValue("asked", link)
  if (data.code) codes.set(data.code.link, data.code.svg)
  place.show()
  for (const field of fields) field.show()
  return () => place.remove()
}

// The address of the page, in which the bar writes its place first; without what belongs to this visit alone.
function madeLink() {
  const bar = { codes: {} }
  window.dispatchEvent(new CustomEvent("lab:where", { detail: bar }))
  const url = new URL(window.location.href)
  const { page, choices } = known
  for (const name of OF_THE_VISIT) url.searchParams.delete(name)
  if (page.is_open && !choices.predict) {
    // a link that names no place opens the question
    if (!page.places.some((name) => url.searchParams.has(name))) {
      const here = page.places.filter((name) => name in bar.codes).map((name) => [name, bar.codes[name]])
      const named = here.length ? here : Object.entries(page.place)
      for (const [name, code] of named) url.searchParams.set(name, code)
    }
  } else {
    for (const name of page.places) url.searchParams.delete(name)
  }
  if (choices.lecture) url.searchParams.set("lecture", "1")
  if (choices.hide.length) url.searchParams.set("hide", choices.hide.join(","))
  url.host = page.host
  url.hash = ""
  return url
}

function madeLine() {
  const url = madeLink()
  url.searchParams.set("embed", "true")
  const written = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")
  return `<iframe src="${written(url.href)}" title="${written(document.title)}" width="100%" height="720"` +
    ` style="border: 0" allow="fullscreen; clipboard-write"></iframe>`
}

const element = (parent, tag, className) => {
  const made = parent.appendChild(document.createElement(tag))
  made.className = className
  return made
}

const button = (parent, press) => {
  const made = element(parent, "button", "")
  made.type = "button"
  made.onclick = press
  return made
}

// By the clipboard where the page may have it (https, localhost), and otherwise out of the field that shows it.
async function copied(field) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(field.value)
      return true
    } catch (error) {
      if (!(error instanceof DOMException)) throw error // it is not allowed: by the field, then
    }
  }
  field.focus()
  field.select()
  return document.execCommand("copy")
}

// In the menu: the link, and the line that embeds it.
function makeField(root) {
  const row = element(root, "div", "row")
  const copy = button(row, () => press(link, madeLink().href))
  copy.className = "main"
  const code = button(row, () => window.dispatchEvent(new CustomEvent("lab:key", { detail: { key: "q", link: true } })))
  const said = element(root, "p", "said")
  said.role = "status"
  const link = element(root, "input", "")
  link.readOnly = true
  const warning = element(root, "p", "warning")
  const embed = element(root, "details", "")
  const summary = element(embed, "summary", "")
  const line = element(embed, "textarea", "")
  line.readOnly = true
  line.rows = 4
  const copyLine = button(embed, () => press(line, madeLine()))
  const framers = element(embed, "p", "note")
  for (const field of [link, line]) field.onfocus = () => field.select()
  let writing = 0

  async function press(field, text) {
    said.textContent = ""
    field.value = text
    said.textContent = (await copied(field)) ? known.words.copied : known.words.select
  }

  const field = {
    show() {
      const { words } = known
      copy.textContent = words.copy
      code.textContent = words.code
      code.title = words.key
      link.setAttribute("aria-label", words.link)
      warning.textContent = words.out_of_reach
      warning.hidden = !words.out_of_reach
      summary.textContent = words.embed
      line.setAttribute("aria-label", words.line)
      copyLine.textContent = words.copy_line
      framers.textContent = words.framers
      write()
    },
    remove() {
      window.removeEventListener("lab:at", soon)
      clearTimeout(writing)
      fields.delete(field)
    },
  }

  function write() {
    writing = 0
    if (!known.page) return // the page runs for the first time
    link.value = madeLink().href
    line.value = madeLine()
  }

  // Browsers refuse more than a few changes of the address a second, which the link is made of.
  function soon() {
    said.textContent = ""
    if (!writing) writing = setTimeout(write, 300)
  }

  window.addEventListener("lab:at", soon)
  fields.add(field)
  return field
}

// On every page: the code, large, over the page.
function makeCode(root) {
  const dialog = element(root, "dialog", "")
  const picture = element(dialog, "div", "picture")
  const link = element(dialog, "p", "link")
  const warning = element(dialog, "p", "warning")
  const close = button(dialog, () => dialog.close())
  let shown = ""

  dialog.onclick = ({ target }) => { if (target === dialog) dialog.close() } // beside what is in it

  // The keys of the page rest, also where the menu below has kept the focus.
  function press(event) {
    if (!dialog.open) return
    event.stopPropagation()
    if (event.key !== "Escape" && event.key.toLowerCase() !== "q") return
    event.preventDefault()
    dialog.close()
  }

  function hear(event) {
    if (event.detail.key !== "q" || !known.page) return
    event.preventDefault() // the key is taken
    if (dialog.open) { dialog.close(); return }
    shown = event.detail.link ? madeLink().href : known.page.room || madeLink().href // to a vote one joins
    if (!codes.has(shown)) code.ask(shown)
    code.show()
    dialog.showModal()
  }

  const code = {
    show() {
      const { words } = known
      const svg = codes.get(shown)
      dialog.setAttribute("aria-label", words.code)
      picture.innerHTML = svg || ""
      picture.hidden = svg === ""
      link.textContent = shown
      warning.textContent = svg === "" ? words.too_long : words.out_of_reach
      warning.hidden = !warning.textContent
      close.textContent = words.close
    },
    remove() {
      window.removeEventListener("lab:key", hear)
      window.removeEventListener("keydown", press, true)
    },
  }
  window.addEventListener("lab:key", hear)
  window.addEventListener("keydown", press, true)
  return code
}
