// Sees the line to the server go and come back. While it is away one sentence says so, and what lives in the
// browser goes on. Once it is back the page is asked for as its address has it: the server may be another one,
// which knows a button only once it has drawn it.

const SOON = 2000 // milliseconds: a line that is back before says nothing
const AGAIN = 5000 // milliseconds after it was opened that a page may be opened anew
const LATE = 2000 // milliseconds: what comes later after Back is no answer from before
const QUIET = 4000 // milliseconds without a word, after which whoever waits for one asks whether anybody is there
const DRAWN = 300 // milliseconds after a run, in which a second one that was asked for begins

let here = null // what Python said last
let tell = null
let isAway = false
let isElsewhere = false // Back or Forward was pressed meanwhile: Streamlit has asked nobody for that page
let saying = 0
let isUndrawn = false // the line is back, and the page is not yet drawn anew
let hasRun = false // ... and it has begun to be
let drawing = 0
let tapped = null // the button that was tapped meanwhile
let asking = 0
let isOwed = false // something was sent, and nothing has come since

export default function ({ data, setTriggerValue }) {
  here = data
  tell = (said) => setTriggerValue("back", said)
  if (!window.labSeesTheLine) watch()
  window.labSeesTheLine = true
}

// What is still on its way of the page that Back has left would lead there again: Streamlit makes an entry of
// the history of every page that it hears of. Until a hand has done something else no page has one to make.
function holdTheAddress() {
  let wentAt = -Infinity
  window.addEventListener("popstate", () => { wentAt = performance.now() })
  for (const gesture of ["pointerdown", "keydown"]) {
    window.addEventListener(gesture, ({ button }) => { if (!(button > 2)) wentAt = -Infinity }, true)
  }
  const pushState = window.history.pushState
  window.history.pushState = function (state, title, address) {
    const { pathname } = new URL(address ?? window.location.href, window.location.href)
    if (pathname !== window.location.pathname && performance.now() - wentAt < LATE) return
    pushState.call(this, state, title, address)
  }
}

const app = () => document.querySelector("[data-testid=stApp]")

function watch() {
  const isConnected = () => app().dataset.testConnectionState === "CONNECTED"
  const changed = () => {
    if (isAway === !isConnected()) return
    isAway = !isAway
    if (isAway) leave()
    else comeBack()
  }
  new MutationObserver(changed).observe(app(), { attributeFilter: ["data-test-connection-state"] })
  new MutationObserver(runOrRest).observe(app(), { attributeFilter: ["data-test-script-state"] })
  new MutationObserver(closeStreamlitsOwn).observe(document.body, { childList: true })
  window.addEventListener("popstate", () => { isElsewhere ||= isAway })
  document.addEventListener("click", holdTaps, true)
  holdTheAddress()
  hearSilence()
}

function leave() {
  isUndrawn = hasRun = false
  if (app().dataset.testConnectionState === "DISCONNECTED_FOREVER") openAnew()
  document.body.dataset.line = "away"
  saying = setTimeout(say, SOON)
}

function say() {
  if (document.querySelector(".lab-away")) return
  const notice = document.body.appendChild(document.createElement("p"))
  notice.className = "lab-away"
  notice.setAttribute("role", "status")
  notice.textContent = here.words[document.documentElement.lang] ?? here.words.en
}

// What Streamlit gives up for good is opened anew, as its address has it; not again and again.
function openAnew() {
  if (performance.now() > AGAIN) window.location.reload()
}

// Its dialog lies over the page, in English, and asks whether one is connected to the internet.
function closeStreamlitsOwn() {
  if (isAway) document.querySelector("[data-testid=stDialog] button[aria-label=Close]")?.click()
}

const isRunning = () => app().dataset.testScriptState === "running"

// The session that the line leads to hears of a button only where it has drawn it. What is tapped before that is
// tapped once it has, if it is there by then.
function holdTaps(event) {
  const button = event.target.closest?.("[data-testid=stButton] button")
  if (!button || !isUndrawn || (hasRun && !button.closest("[data-stale=true]"))) return
  event.stopImmediatePropagation()
  tapped = nameOf(button)
  button.dataset.tapped = ""
}

function nameOf(button) {
  const key = button.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)
  return `${key} ${button.innerText}`
}

function runOrRest() {
  clearTimeout(drawing)
  if (!isUndrawn) return
  hasRun ||= isRunning()
  if (hasRun && !isRunning()) drawing = setTimeout(drawn, DRAWN)
}

function drawn() {
  isUndrawn = false
  const name = tapped
  tapped = null
  for (const button of document.querySelectorAll("[data-testid=stButton] button")) {
    delete button.dataset.tapped
    if (name !== null && nameOf(button) === name) button.click()
  }
}

// No socket tells of a line that is silent and not cut, as where a radio is out of reach for a while. Whoever waits
// for a word asks for one by another way; where none comes that is said until one does.
function hearSilence() {
  const known = new WeakSet()
  const { send } = WebSocket.prototype
  WebSocket.prototype.send = function (...said) {
    send.apply(this, said)
    isOwed = true
    asking ||= setTimeout(ask, QUIET, this)
    if (known.has(this)) return
    known.add(this)
    this.addEventListener("message", () => hear(this))
  }
}

function hear(socket) {
  isOwed = false
  clearTimeout(asking)
  asking = isRunning() ? setTimeout(ask, QUIET, socket) : 0
  if (!isAway) unsay()
}

async function ask(socket) {
  asking = 0
  if (isAway || !(isOwed || isRunning())) return
  const health = socket.url.replace(/^ws/, "http").replace(/stream$/, "health")
  try {
    await fetch(health, { cache: "no-store", signal: AbortSignal.timeout(QUIET) })
    if (!isAway) unsay()
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error
    say()
  }
  asking ||= setTimeout(ask, QUIET, socket)
}

function unsay() {
  document.querySelector(".lab-away")?.remove()
}

function comeBack() {
  clearTimeout(saying)
  unsay()
  delete document.body.dataset.line
  isUndrawn = true
  const bar = {}
  window.dispatchEvent(new CustomEvent("lab:where", { detail: bar })) // and the address has where it stands
  if (isElsewhere) {
    isElsewhere = false
    window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state }))
    return
  }
  const kept = {}
  window.dispatchEvent(new CustomEvent("lab:answers", { detail: kept }))
  tell({
    session: here.session,
    search: window.location.search,
    moved: bar.moved ?? null,
    answers: kept.answers ?? null,
    table: here.table,
    vote: here.vote,
  })
}
