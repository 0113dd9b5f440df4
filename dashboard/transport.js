// One bar for all charts of the page: it sets the range inputs that Vega binds to the charts' parameters.

const bars = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  if (!bars.has(parentElement)) bars.set(parentElement, makeBar(parentElement.querySelector(".bar")))
  const bar = bars.get(parentElement)
  bar.tell = setStateValue
  bar.show(data)
  return () => bar.remove()
}

// A chart that appears, and not the numbers that charts write beside their own sliders.
const addsAnElement = ({ addedNodes }) => [...addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE)

function makeBar(root) {
  const bar = { tell: null, tracks: [], moved: null, at: {}, inputs: {}, playing: null }
  const watcher = new MutationObserver((changes) => { if (changes.some(addsAnElement)) soon() })
  watcher.observe(document.body, { childList: true, subtree: true })
  const button = root.appendChild(document.createElement("button"))
  button.onclick = () => (bar.playing ? pause() : play())
  let waiting = 0
  let resting = 0
  let writing = 0

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
    const { input, output } = bar.inputs[track.name]
    input.value = index
    input.setAttribute("aria-valuetext", track.texts[index])
    output.textContent = track.texts[index]
    soon()
    if (!writing) writing = setTimeout(writeAddress, 250)
  }

  // Browsers refuse more than a few changes of the address a second.
  function writeAddress() {
    clearTimeout(writing)
    writing = 0
    const url = new URL(window.location.href)
    for (const track of bar.tracks) {
      const index = bar.at[track.name]
      if (index === track.default) url.searchParams.delete(track.name)
      else url.searchParams.set(track.name, track.codes[index])
    }
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url)
  }

  function release() {
    writeAddress()
    bar.tell("positions", Object.fromEntries(bar.tracks.map((t) => [t.name, t.codes[bar.at[t.name]]])))
  }

  function play() {
    const track = bar.tracks.find((t) => t.plays)
    const last = track.codes.length - 1
    const first = bar.at[track.name] >= last ? 0 : bar.at[track.name]
    const perFrame = (track.seconds * 1000) / last
    let begun = null
    const tick = (now) => {
      begun ??= now
      const index = Math.min(last, first + Math.floor((now - begun) / perFrame))
      if (index !== bar.at[track.name]) set(track, index)
      if (index === last) pause()
      else bar.playing = requestAnimationFrame(tick)
    }
    bar.playing = requestAnimationFrame(tick)
    label()
  }

  function pause() {
    if (!bar.playing) return
    cancelAnimationFrame(bar.playing)
    bar.playing = null
    label()
    release()
  }

  function label() {
    button.textContent = bar.playing ? `❚❚ ${bar.words.pause}` : `▶ ${bar.words.play}`
  }

  function makeTrack(track) {
    const line = document.createElement("label")
    const text = line.appendChild(document.createElement("span"))
    const output = line.appendChild(document.createElement("output"))
    const input = line.appendChild(document.createElement("input"))
    input.type = "range"
    input.name = `transport-${track.name}`
    input.oninput = () => { if (bar.playing) cancelPlay(); set(bar.trackOf(track.name), Number(input.value)) }
    input.onchange = release
    root.appendChild(line)
    return { line, text, input, output }
  }

  function cancelPlay() {
    cancelAnimationFrame(bar.playing)
    bar.playing = null
    label()
  }

  bar.trackOf = (name) => bar.tracks.find((t) => t.name === name)

  bar.show = ({ tracks, positions, moved, words }) => {
    bar.tracks = tracks
    bar.words = words
    root.setAttribute("aria-label", words.bar)
    button.hidden = !tracks.some((t) => t.plays)
    for (const [name, { line }] of Object.entries(bar.inputs)) {
      if (!bar.trackOf(name)) { line.remove(); delete bar.inputs[name] }
    }
    for (const track of tracks) {
      const parts = (bar.inputs[track.name] ??= makeTrack(track))
      parts.text.textContent = track.label
      parts.input.max = track.codes.length - 1
      const codes = String(track.codes) // other places than before: the old place means nothing among them
      const stays = moved === bar.moved && parts.codes === codes
      parts.codes = codes
      set(track, Math.min(stays ? bar.at[track.name] : positions[track.name], track.codes.length - 1))
    }
    if (moved !== bar.moved) { // a place that Python chose is Python's to write: its entry in the history may be to come
      clearTimeout(writing)
      writing = 0
    }
    bar.moved = moved
    label()
  }

  bar.remove = () => {
    if (bar.playing) cancelAnimationFrame(bar.playing)
    cancelAnimationFrame(waiting)
    clearTimeout(resting)
    clearTimeout(writing)
    watcher.disconnect()
  }

  return bar
}
