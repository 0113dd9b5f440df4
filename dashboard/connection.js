// Sees the line to the server go and come back. While it is away one sentence says so, and what lives in the
// browser goes on. Once it is back the page is asked for as its address has it: the server may be another one.

const SOON = 2000 // milliseconds: a line that is back before says nothing
const AGAIN = 5000 // milliseconds after it was opened that a page may be opened anew
const LATE = 2000 // milliseconds: what comes later after Back is no answer from before

let here = null // what Python said last
let tell = null
let isAway = false
let isElsewhere = false // Back or Forward was pressed meanwhile: Streamlit has asked nobody for that page
let saying = 0

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
  new MutationObserver(closeStreamlitsOwn).observe(document.body, { childList: true })
  window.addEventListener("popstate", () => { isElsewhere ||= isAway })
  holdTheAddress()
}

function leave() {
  if (app().dataset.testConnectionState === "DISCONNECTED_FOREVER") openAnew()
  document.body.dataset.line = "away"
  saying = setTimeout(say, SOON)
}

function say() {
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

function comeBack() {
  clearTimeout(saying)
  document.querySelector(".lab-away")?.remove()
  delete document.body.dataset.line
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
  })
}
