// One bar for all charts of the page: it sets the range inputs that Vega binds to the charts' parameters.

const bars = new WeakMap()

const told = new Set() // the stories that have been played

// An entry that Python makes in the history may not know yet where the bar stands, which then writes it there.
const ENTRY = "lab:entry"
const ASKED = "lab:where" // whoever makes a link of this page asks where the bar stands
if (!window.labTellsOfEntries) {
  window.labTellsOfEntries = true
  const pushState = window.history.pushState
  window.history.pushState = function (...entry) {
    pushState.apply(this, entry)
    window.dispatchEvent(new Event(ENTRY))
  }
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  if (!bars.has(parentElement)) bars.set(parentElement, makeBar(parentElement.querySelector(".bar")))
  const bar = bars.get(parentElement)
  bar.tell = setStateValue
  bar.open = () => setTriggerValue("opened", true)
  bar.show(data)
  return () => bar.remove()
}

const sign = (path) => `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${path}"/></svg>`
const SIGNS = { // drawn, because not every machine has letters for them
  start: sign("M3 3v10M13 3L6 8l7 5z"),
  back: sign("M10 3L5 8l5 5"),
  forward: sign("M6 3l5 5-5 5"),
}
const LINGER = 1400 // milliseconds that Play stays at a moment of the lesson

// A chart that appears, and not the numbers that charts write beside their own sliders.
const addsAnElement = ({ addedNodes }) => [...addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE)

function makeBar(root) {
  // touched: whether the hand has chosen a place; until then Play begins at the beginning
  const bar = { tell: null, tracks: [], sent: {}, moved: null, at: {}, parts: {}, playing: null, touched: false }
  const watcher = new MutationObserver((changes) => { if (changes.some(addsAnElement)) soon() })
  watcher.observe(document.body, { childList: true, subtree: true })
  window.addEventListener(ENTRY, writeSoon)
  window.addEventListener(ASKED, tellWhere)
  const buttons = makeButtons()
  let waiting = 0
  let resting = 0
  let writing = 0
  let nudging = 0

  // At most one round a frame, however fast the hand moves, for the charts in view; the others, and those
  // that appear later, follow once it rests.
  function soon() {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; moveCharts(inView) })
    clearTimeout(resting)
    resting = setTimeout(moveCharts, 250, () => true)
  }

  function moveCharts(isDue) {
    for (const { name } of bar.tracks) {
      const value = String(bar.at[name])
      for (const input of document.querySelectorAll(`.vega-bind input[name="${name}"]`)) {
        if (input.value === value || !isDue(input.closest(".vega-embed"))) continue
        input.value = value
        input.dispatchEvent(new Event("input"))
      }
    }
  }

  function inView(chart) {
    const { top, bottom } = chart.getBoundingClientRect()
    return bottom > 0 && top < window.innerHeight
  }

  function set(track, index) {
    bar.at[track.name] = index
    const { input, value } = bar.parts[track.name]
    input.value = index
    input.setAttribute("aria-valuetext", track.texts[index])
    value.textContent = track.texts[index]
    soon()
    window.labAt = { ...bar.at }
    window.dispatchEvent(new CustomEvent("lab:at", { detail: { at: window.labAt, playing: Boolean(bar.playing) } }))
    writeSoon()
  }

  function writeSoon() {
    if (!writing) writing = setTimeout(writeAddress, 250)
  }

  // Browsers refuse more than a few changes of the address a second.
  function writeAddress() {
    clearTimeout(writing)
    writing = 0
    const url = new URL(window.location.href)
    if (!bar.path?.test(url.pathname) || url.searchParams.has("link")) return // Python is to choose the place
    for (const track of bar.tracks) {
      const index = bar.at[track.name]
      const known = track.unsaid && index === track.default && index === bar.sent[track.name]
      if (known || (bar.closed && track.plays)) url.searchParams.delete(track.name)
      else url.searchParams.set(track.name, track.codes[index])
    }
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url)
  }

  function tellWhere({ detail }) {
    writeAddress()
    detail.moved = bar.moved
    detail.codes = Object.fromEntries(bar.tracks.map((track) => [track.name, track.codes[bar.at[track.name]]]))
  }

  function release() {
    writeAddress()
    if (!bar.tells) return
    const codes = Object.fromEntries(bar.tracks.map((track) => [track.name, track.codes[bar.at[track.name]]]))
    bar.tell("positions", { codes, moved: bar.moved })
  }

  const played = () => bar.tracks.find((track) => track.plays && !track.hidden)
  const lastOf = (track) => track.codes.length - 1

  function play() {
    if (bar.closed) { bar.open(); return }
    const track = played()
    if (!track) return // it is hidden, and stays where it is
    const last = lastOf(track)
    const first = bar.touched && bar.at[track.name] < last ? bar.at[track.name] : 0
    const perPlace = (track.seconds * 1000) / last
    let due = null
    set(track, first)
    const tick = (now) => {
      due ??= now + perPlace
      let index = bar.at[track.name]
      while (index < last && now >= due) {
        index += 1
        due += perPlace
        if (track.moments.includes(index)) { due = now + LINGER; break }
      }
      if (index !== bar.at[track.name]) set(track, index)
      if (index === last) pause()
      else bar.playing = requestAnimationFrame(tick)
    }
    bar.touched = true
    bar.playing = requestAnimationFrame(tick)
    document.body.dataset.story = "playing"
    label()
  }

  function stop() {
    cancelAnimationFrame(bar.playing)
    bar.playing = null
    document.body.dataset.story = "told"
    label()
  }

  function pause() {
    if (!bar.playing) return
    stop()
    release()
  }

  function stepTo(index) {
    const track = played()
    if (!track) return
    if (bar.playing) stop()
    bar.touched = true
    set(track, Math.max(0, Math.min(lastOf(track), index)))
    release()
  }

  function makeButtons() {
    const group = root.appendChild(document.createElement("div"))
    group.className = "buttons"
    const made = (name, press) => {
      const button = group.appendChild(document.createElement("button"))
      button.className = name
      button.type = "button"
      button.onclick = press
      return button
    }
    const here = () => bar.at[played()?.name]
    const start = made("start", () => stepTo(0))
    const back = made("back", () => stepTo(here() - 1))
    const main = made("play", () => (bar.playing ? pause() : play()))
    const forward = made("forward", () => stepTo(here() + 1))
    return { group, start, back, main, forward }
  }

  function label() {
    const { words } = bar
    const named = { start: words.start, back: words.back, forward: words.forward }
    for (const [name, spoken] of Object.entries(named)) {
      buttons[name].innerHTML = SIGNS[name]
      buttons[name].setAttribute("aria-label", spoken)
      buttons[name].title = spoken
    }
    buttons.main.textContent = bar.playing ? `❚❚ ${words.pause}` : `▶ ${words.play}`
  }

  // The input comes first in the label, which names the first control that it holds.
  function makeTrack(track) {
    const line = document.createElement("label")
    const input = line.appendChild(document.createElement("input"))
    const text = line.appendChild(document.createElement("span"))
    const value = line.appendChild(document.createElement("b"))
    const marks = line.appendChild(document.createElement("span"))
    marks.className = "marks"
    value.ariaHidden = "true"
    input.type = "range"
    input.name = `transport-${track.name}`
    input.oninput = () => {
      if (bar.playing) stop()
      bar.touched = true
      set(bar.trackOf(track.name), Number(input.value))
    }
    input.onchange = release
    root.appendChild(line)
    return { line, text, input, value, marks }
  }

  function markMoments(marks, track) {
    marks.replaceChildren(...track.moments.map((index) => {
      const mark = document.createElement("i")
      mark.style.setProperty("--at", index / lastOf(track))
      return mark
    }))
  }

  bar.trackOf = (name) => bar.tracks.find((t) => t.name === name)

  bar.show = ({ tracks, positions, moved, words, closed, tells, path, wall, play: story }) => {
    bar.tells = tells
    bar.path = new RegExp(path)
    bar.sent = positions
    const opens = bar.closed && !closed
    if (bar.playing && (closed || moved !== bar.moved)) stop() // another question, or a place that a link chose
    bar.tracks = tracks
    bar.words = words
    bar.closed = closed
    root.setAttribute("aria-label", words.bar)
    root.hidden = tracks.every((track) => track.hidden)
    buttons.group.hidden = !played()
    root.classList.toggle("wall", wall)
    bar.wall = wall
    for (const [name, { line }] of Object.entries(bar.parts)) {
      if (!bar.trackOf(name)) { line.remove(); delete bar.parts[name] }
    }
    for (const track of tracks) {
      const parts = (bar.parts[track.name] ??= makeTrack(track))
      parts.line.hidden = track.hidden
      parts.text.textContent = track.label
      parts.input.max = lastOf(track)
      parts.input.setAttribute("aria-label", track.label)
      markMoments(parts.marks, track)
      const codes = String(track.codes) // other places than before: the old place means nothing among them
      const isPlayed = track.plays || parts.played // a story may hand the playing on to another track
      const stays = moved === bar.moved && parts.codes === codes && !(isPlayed && (closed || opens))
      parts.played = track.plays
      parts.input.disabled = closed && track.plays
      parts.codes = codes
      if (!stays && track.plays && !bar.playing) bar.touched = positions[track.name] !== track.default
      set(track, Math.min(stays ? bar.at[track.name] : positions[track.name], lastOf(track)))
    }
    if (moved !== bar.moved) { // a place that Python chose is Python's to write: its entry in the history may be to come
      clearTimeout(writing)
      writing = 0
    }
    bar.moved = moved
    for (const name of ["start", "back", "forward"]) buttons[name].disabled = closed
    label()
    const ahead = tracks.some((track) => bar.at[track.name] !== positions[track.name])
    if (tells && ahead && !closed && !bar.playing) release() // something on the page wants to know again
    if (story && !closed && !told.has(story)) {
      told.add(story)
      bar.touched = false
      play()
    }
  }

  // The keys of the lab (keys.js): what a hand does with the buttons and the sliders.
  const nudge = (track, by) => {
    const { input } = bar.parts[track.name]
    if (input.disabled) return
    if (bar.playing) stop()
    bar.touched = true
    set(track, Math.max(0, Math.min(lastOf(track), bar.at[track.name] + by)))
    clearTimeout(nudging)
    nudging = setTimeout(release, 300)
  }
  // In the middle of a vote a key opens no picture: the phones would hear the answer.
  const isVotedOn = () => bar.closed && Boolean(document.querySelector(".st-key-stage_vote"))
    && !document.querySelector(".st-key-vote_invitation")
  function obey(event) {
    const main = played() ?? bar.tracks[0]
    const other = bar.tracks.find((track) => track !== main)
    const by = (track, places) => track && (() => nudge(track, places))
    const obeys = {
      " ": played() && (() => (bar.playing ? pause() : isVotedOn() || play())),
      ArrowLeft: by(main, -1),
      ArrowRight: by(main, 1),
      Home: main && by(main, -main.codes.length),
      End: main && by(main, main.codes.length),
      ArrowUp: bar.wall && by(other, 1), // elsewhere they scroll the page
      ArrowDown: bar.wall && by(other, -1),
    }
    const does = obeys[event.detail.key]
    if (!does) return
    event.preventDefault()
    does()
  }
  window.addEventListener("lab:key", obey)

  bar.remove = () => {
    window.removeEventListener("lab:key", obey)
    clearTimeout(nudging)
    if (bar.playing) stop() // the next page has not begun a story that hides its verdict
    cancelAnimationFrame(waiting)
    clearTimeout(resting)
    clearTimeout(writing)
    watcher.disconnect()
    window.removeEventListener(ENTRY, writeSoon)
    window.removeEventListener(ASKED, tellWhere)
  }

  return bar
}
