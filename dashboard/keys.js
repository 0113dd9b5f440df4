// The keys of the lab, on every page: what a teacher does from where she stands. What another part of the page
// does by a key (the bar, the code to be scanned) hears of it by the event "lab:key".

const OFF = "lambda-lab-keys-off" // in the browser's store: keys that are pressed by mistake do nothing then
const A_TAP = 1000 // milliseconds
const boards = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (!boards.has(parentElement)) boards.set(parentElement, makeBoard(parentElement))
  const board = boards.get(parentElement)
  board.switchLecture = () => setTriggerValue("lecture", true)
  board.show(data)
  return () => { board.remove(); boards.delete(parentElement) }
}

const all = (selector) => [...document.querySelectorAll(selector)]
const tap = (element) => { if (element && !element.disabled) element.click() }
// A browser that keeps nothing has the keys on.
function store(access) {
  try {
    return access(window.localStorage)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return null
  }
}
const isOff = () => store((kept) => kept.getItem(OFF)) === "1"
const setOff = (off) => store((kept) => kept.setItem(OFF, off ? "1" : "0"))

// The links to the questions of the lesson; the one that is on bears the mark of a chosen one.
function question(by) {
  const links = all(".st-key-stage_head a")
  const on = links.findIndex((link) => link.textContent.includes("radio_button_checked"))
  return on < 0 ? undefined : links[on + by]
}
const onwards = () => question(1) ?? all(".st-key-stage_links a").at(-1) ?? all(".st-key-next_page a")[0]
const OF_A_VOTE = ".st-key-vote_next, .st-key-stage_verdict" // beside the answers, or where they were
const numbered = () => {
  if (document.querySelector(".st-key-stage_vote")) return [] // a class answers, by its phones
  const answers = all(".st-key-stage_answers button").filter((button) => !button.closest(OF_A_VOTE))
  // a link with a hint stands twice in the page, the second time out of sight
  return answers.length ? answers : all(".st-key-presets [data-testid=stElementContainer]").map((one) => one.querySelector("a"))
}
// Drawn, because not every machine has a letter for it.
const FULL = '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4"/></svg>'
function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen()
  else document.documentElement.requestFullscreen?.()
}

const STEPS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"])
const BAR = new Set([" ", ...STEPS, "Home", "End"])
const ALONE = "input:not([type=range]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox]"
const MOVED = "input, [role=slider], [role=radio], [role=tab], [role=application], [role=option], [role=menuitem]"
const SPACE_IS_FREE = "input[type=range], [role=slider]" // the bar's own, a ring: where the hand has just been
const PRESSED = "button, a, summary, [role=button], [role=switch], input[type=checkbox]"

// What has the keys itself: one writes in it, moves it by the arrows, or presses it by Space.
function isTaken(event) {
  const element = event.composedPath()[0]
  if (!element.matches || event.defaultPrevented || event.isComposing) return true
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  if (element.matches(ALONE) || element.closest("[role=dialog], [role=listbox]")) return true
  if (event.key === " " && element.matches(SPACE_IS_FREE)) return false
  if (BAR.has(event.key) && element.matches(MOVED)) return true
  return event.key === " " && element.matches(PRESSED)
}

function makeBoard(parentElement) {
  const tools = parentElement.querySelector(".tools")
  const dialog = parentElement.querySelector("dialog")
  dialog.onclose = () => dialog.replaceChildren() // what was in it has the keys no more
  const board = { switchLecture: null }
  let data = null

  const DOES = {
    l: () => switchLecture(),
    n: () => tap(onwards()),
    PageDown: () => tap(onwards()),
    p: () => tap(question(-1)),
    PageUp: () => tap(question(-1)),
    s: () => tap(all(".st-key-stage_links a").find((link) => link.textContent.includes("visibility"))),
    v: () => goOn(),
    f: fullScreen,
    g: () => listPages(),
    "?": () => listKeys(),
  }

  // The letters change at once: pictures that are drawn anew count in them.
  function switchLecture() {
    document.documentElement.toggleAttribute("data-lecture", !data.lecture)
    board.switchLecture()
  }

  // What V does cannot be taken back: two taps that follow each other at once are one.
  let wentOn = -Infinity
  function goOn() {
    if (performance.now() - wentOn < A_TAP) return
    wentOn = performance.now()
    tap(document.querySelector(".st-key-vote_next button"))
  }

  function press(event) {
    if (!data || dialog.open || isTaken(event)) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (key !== "?" && isOff()) return
    if (event.repeat && !STEPS.has(key)) { // a key that is held: V would go on to the answer
      if (key === " ") event.preventDefault() // nor does the page scroll
      return
    }
    if (key.startsWith("Page") && !data.lecture) return
    if (/^[1-9]$/.test(key)) tap(numbered()[Number(key) - 1])
    else if (DOES[key]) DOES[key]()
    else if (!window.dispatchEvent(new CustomEvent("lab:key", { detail: { key }, cancelable: true }))) {
      event.preventDefault() // somebody has done it
      return
    } else return
    event.preventDefault()
  }

  const element = (name, text, parent) => {
    const made = parent.appendChild(document.createElement(name))
    made.textContent = text
    return made
  }

  function opened(title, rows) {
    dialog.replaceChildren()
    dialog.setAttribute("aria-label", title)
    element("h2", title, dialog)
    const list = element("dl", "", dialog)
    for (const [keys, words] of rows) {
      const term = element("dt", "", list)
      for (const key of keys.split(" ")) { element("kbd", key, term); term.append(" ") }
      element("dd", words, list)
    }
    const foot = element("div", "", dialog)
    foot.className = "foot"
    return foot
  }

  const taken = (event) => { event.preventDefault(); event.stopPropagation() }

  function close() {
    dialog.replaceChildren() // what is in it has the keys no more
    if (dialog.open) dialog.close()
    dialog.onkeydown = null
  }

  function listKeys() {
    const foot = opened(data.words.keys, data.keys)
    const label = element("label", "", foot)
    const box = label.appendChild(document.createElement("input"))
    box.type = "checkbox"
    box.checked = !isOff()
    box.onchange = () => setOff(!box.checked)
    label.append(` ${data.words.on}`)
    element("button", data.words.close, foot).onclick = close
    dialog.onkeydown = (event) => { if (event.key === "?") { taken(event); close() } }
    dialog.showModal()
  }

  function listPages() {
    const foot = opened(data.words.pages, data.pages.map((title, k) => [String(k + 1), title]))
    element("button", data.words.close, foot).onclick = close
    dialog.onkeydown = (event) => {
      if (!/^[1-9]$/.test(event.key)) return
      taken(event)
      close()
      tap(all(".st-key-pages_by_key a")[Number(event.key) - 1])
    }
    dialog.showModal()
  }

  board.show = (sent) => {
    data = sent
    tools.hidden = !data.lecture
    document.documentElement.toggleAttribute("data-lecture", data.lecture)
    const presses = [["full", fullScreen], ["keys", listKeys], ["leave", switchLecture]]
    tools.firstElementChild.innerHTML = FULL
    presses.forEach(([name, press], k) => {
      tools.children[k].setAttribute("aria-label", data.words[name])
      tools.children[k].title = data.words[name]
      tools.children[k].onclick = press
    })
    enlarge(data.lecture ? data.enlarged : 1)
    watch(data.lecture)
  }

  // What the window leaves to the pictures of the stage between what stands above them and the bar: --wall.
  const sizes = new ResizeObserver(() => soon())
  const changes = new MutationObserver(() => soon())
  let waiting = 0
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; measure() }) }
  function watch(on) {
    sizes.disconnect()
    changes.disconnect()
    if (!on) return
    changes.observe(document.querySelector("[data-testid=stMain]"), { childList: true, subtree: true })
    soon()
  }
  function measure() {
    const place = document.querySelector(".st-key-stage_picture")
    const bar = document.querySelector(".st-key-bar")
    if (!place || !bar || !data.lecture) return
    for (const part of [place, bar, ...all(".st-key-stage_question, .st-key-stage_answers")]) sizes.observe(part)
    const before = parseFloat(document.body.style.getPropertyValue("--wall")) || 300
    const tops = all(".st-key-stage_picture [data-testid=stVegaLiteChart]").flatMap((chart) => {
      const { height, marginBottom } = getComputedStyle(chart) // the canvas is to become as high as both
      const shares = Math.abs(parseFloat(height) + parseFloat(marginBottom) - before) < 4 // others keep their height
      return shares ? [chart.getBoundingClientRect().top] : []
    })
    const rows = new Set(tops.map((top) => Math.round(top / 20))).size
    if (!rows) return
    const { top, height } = place.getBoundingClientRect()
    const scrolled = document.querySelector("[data-testid=stMain]").scrollTop
    const room = bar.getBoundingClientRect().top - (top + scrolled) - 4
    const others = height - rows * before
    const wall = Math.max(200, Math.floor((room - others) / rows))
    if (Math.abs(wall - before) > 2) document.body.style.setProperty("--wall", `${wall}px`)
  }

  board.remove = () => {
    watch(false)
    window.removeEventListener("keydown", press)
    close()
  }

  window.addEventListener("keydown", press)
  return board
}

// A canvas that the page enlarges is drawn with as many pixels as it then has on the screen.
const ratio = Object.getOwnPropertyDescriptor(window, "devicePixelRatio")
function enlarge(factor) {
  const enlarged = { ...ratio, get: () => ratio.get.call(window) * factor }
  Object.defineProperty(window, "devicePixelRatio", factor === 1 ? ratio : enlarged)
  document.body.toggleAttribute("data-enlarged", factor !== 1) // they grow now, and are drawn anew
}
